/** What was typed into a form, as the settings of a connection. */
import { authorizationCode } from '../../connectors/authorizing.ts';
import type { ConnectField, ConnectForm } from '../../connectors/authorizing.ts';
import type { Connector } from '../../connectors/connector.ts';
import { UserError } from '../../domain/errors.ts';
import type { Connection } from '../../store/connection-store.ts';
import { areAlikeButSecrets, valueAt, withValueAt } from '../secret-settings.ts';

type Settings = Readonly<Record<string, unknown>>;

/** An app that whoever runs Crosswalk has registered for it: nobody has to type one. */
export interface OwnApp {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Dotted settings path → what stands for it in an exported file. */
  readonly placeholders: Readonly<Record<string, string>>;
}

export interface Entered {
  readonly form: ConnectForm;
  /** Dotted path → what was typed. */
  readonly values: Readonly<Record<string, string>>;
}

export interface StoredConnection {
  readonly connection: Connection;
  /** With its secrets. */
  readonly settings: Settings;
}

/** Longest text that is taken: a private key of 4,096 bits has 3,300 characters. */
const maxValueLength = 10_000;
const appPaths: readonly string[] = ['auth.clientId', 'auth.clientSecret'];

/** What a person is asked for: not the app where there is one of our own. */
export function fieldsOf({ grant, fields }: ConnectForm, app: OwnApp | null): readonly ConnectField[] {
  return grant === authorizationCode && app !== null
    ? fields.filter(({ path }) => !appPaths.includes(path))
    : fields;
}

/** What was typed makes; `problems` are at the paths of their fields. */
export interface ReadSettings {
  readonly settings: Settings;
  readonly problems: readonly UserError[];
}

/** @param stored what a login is renewed of: its secrets stay where none is typed and all else stays as it is */
export function settingsOf(
  { form, values }: Entered,
  connector: Connector,
  app: OwnApp | null,
  stored: StoredConnection | null,
): ReadSettings {
  const isOwnApp = form.grant === authorizationCode && app !== null;
  let settings: Settings = { ...otherSettings(stored), auth: { grant: form.grant } };
  if (isOwnApp) {
    settings = withValueAt(settings, 'auth.clientId'.split('.'), app.clientId);
    settings = withValueAt(settings, 'auth.clientSecret'.split('.'), app.clientSecret);
  }
  const empty: ConnectField[] = [];
  const problems: UserError[] = [];
  for (const field of fieldsOf(form, app)) {
    const value = (values[field.path] ?? '').trim();
    if (value === '') empty.push(field);
    else if (value.length > maxValueLength)
      problems.push(wrong(field, `has more than ${maxValueLength} characters`));
    else settings = withValueAt(settings, field.path.split('.'), value);
  }
  const whole = withKept(settings, empty, connector, stored);
  return { settings: whole.settings, problems: [...problems, ...whole.problems] };
}

/** Such as the version of the API, which no form asks for. */
function otherSettings(stored: StoredConnection | null): Settings {
  if (stored === null) return {};
  const { auth: _auth, ...others } = stored.connection.settings;
  return others;
}

function withKept(
  settings: Settings,
  empty: readonly ConnectField[],
  connector: Connector,
  stored: StoredConnection | null,
): ReadSettings {
  const kept = stored === null || !isSamePlace(settings, stored, connector) ? {} : stored.settings;
  let whole = settings;
  const problems: UserError[] = [];
  for (const field of empty) {
    const value = field.kind.startsWith('secret') ? valueAt(kept, field.path.split('.')) : undefined;
    if (typeof value === 'string') whole = withValueAt(whole, field.path.split('.'), value);
    else if (field.isOptional !== true) problems.push(wrong(field, 'is empty'));
  }
  return { settings: whole, problems };
}

/** A secret goes nowhere but where it went before: whoever changes an address says it again. */
function isSamePlace(
  settings: Settings,
  { connection, settings: before }: StoredConnection,
  { name, secretPaths }: Connector,
): boolean {
  return connection.connector === name && areAlikeButSecrets(settings, before, secretPaths);
}

/** At each address that is not the CRM's own. */
export function foreignAddresses({ form, values }: Entered, connector: Connector): UserError[] {
  const foreign = form.fields.filter(({ path, kind }) => {
    const value = (values[path] ?? '').trim();
    return kind === 'address' && URL.canParse(value) && !connector.isOwnAddress(new URL(value));
  });
  const why = `is no address of ${connector.title}. Whoever runs Crosswalk may allow others by CONNECT_ADDRESSES, or apply a jobs file`;
  return foreign.map((field) => wrong(field, why));
}

function wrong({ path, label }: ConnectField, problem: string): UserError {
  return new UserError(`${label} ${problem}.`, { code: 'invalid_settings', path: path.split('.') });
}
