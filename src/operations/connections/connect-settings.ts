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

/**
 * @param stored what a login is renewed of: its secrets stay where none is typed and all else stays as it is
 * @throws UserError at the path of the field that is wrong
 */
export function settingsOf(
  { form, values }: Entered,
  connector: Connector,
  app: OwnApp | null,
  stored: StoredConnection | null,
): Settings {
  const isOwnApp = form.grant === authorizationCode && app !== null;
  let settings: Settings = { ...otherSettings(stored), auth: { grant: form.grant } };
  if (isOwnApp) {
    settings = withValueAt(settings, 'auth.clientId'.split('.'), app.clientId);
    settings = withValueAt(settings, 'auth.clientSecret'.split('.'), app.clientSecret);
  }
  const empty: ConnectField[] = [];
  for (const field of fieldsOf(form, app)) {
    const value = (values[field.path] ?? '').trim();
    if (value.length > maxValueLength) throw wrong(field, `has more than ${maxValueLength} characters`);
    if (value === '') empty.push(field);
    else settings = withValueAt(settings, field.path.split('.'), value);
  }
  return withKept(settings, empty, connector, stored);
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
): Settings {
  const kept = stored === null || !isSamePlace(settings, stored, connector) ? {} : stored.settings;
  let whole = settings;
  for (const field of empty) {
    const value = field.kind.startsWith('secret') ? valueAt(kept, field.path.split('.')) : undefined;
    if (typeof value === 'string') whole = withValueAt(whole, field.path.split('.'), value);
    else if (field.isOptional !== true) throw wrong(field, 'is empty');
  }
  return whole;
}

/** A secret goes nowhere but where it went before: whoever changes an address says it again. */
function isSamePlace(
  settings: Settings,
  { connection, settings: before }: StoredConnection,
  { name, secretPaths }: Connector,
): boolean {
  return connection.connector === name && areAlikeButSecrets(settings, before, secretPaths);
}

/** @throws UserError at the address that is not the CRM's own */
export function requireOwnAddresses({ form, values }: Entered, connector: Connector): void {
  for (const field of form.fields) {
    const value = (values[field.path] ?? '').trim();
    if (field.kind !== 'address' || !URL.canParse(value)) continue;
    if (connector.isOwnAddress(new URL(value))) continue;
    throw wrong(
      field,
      `is no address of ${connector.title}. Whoever runs Crosswalk may allow others by CONNECT_ADDRESSES, or apply a jobs file`,
    );
  }
}

function wrong({ path, label }: ConnectField, problem: string): UserError {
  return new UserError(`${label} ${problem}.`, { code: 'invalid_settings', path: path.split('.') });
}
