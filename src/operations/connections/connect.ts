/** Making a connection in a browser, behind a link. The link says who; the role is the one of this moment. */
import { authorizationCode } from '../../connectors/authorizing.ts';
import type { ConnectField, ConnectForm } from '../../connectors/authorizing.ts';
import type { ConnectionSettings, Connector, ConnectorName } from '../../connectors/connector.ts';
import type { ConnectLink, LinkRefusal } from '../../domain/connect-link.ts';
import { isTold, UserError } from '../../domain/errors.ts';
import type { Connection } from '../../store/connection-store.ts';
import type { Store } from '../../store/store.ts';
import { authorize } from '../operation.ts';
import type { OperationContext, OperationDeps } from '../operation.ts';
import { fieldsOf } from './connect-settings.ts';
import type { StoredConnection } from './connect-settings.ts';
import { inFormWords } from './form-words.ts';
import { hashOf, newSecretText } from './link-text.ts';
import { linkError } from './link-error.ts';
import { readEntered } from './read-entered.ts';
import { inTime, reachOrg } from './reach-org.ts';
import { storeConnected } from './store-connected.ts';
import { consentOf, isReplaced, takeBack } from './take-back-consent.ts';
import type { TakenBack } from './take-back-consent.ts';

/** A way to log in, as a person is asked for it. */
export interface OfferedForm extends Omit<ConnectForm, 'fields'> {
  readonly connector: ConnectorName;
  /** "Salesforce" */
  readonly crm: string;
  readonly fields: readonly ConnectField[];
}

export interface OpenedLink {
  readonly expiresAt: Date;
  readonly forms: readonly OfferedForm[];
  /** The connection whose login is renewed, with what may be shown of it; null where a new one is made. */
  readonly connection: {
    readonly name: string;
    readonly grant: string;
    /** Dotted path → value; never a secret. */
    readonly values: Readonly<Record<string, string>>;
    /** Dotted paths of the secrets that are kept. */
    readonly kept: readonly string[];
  } | null;
}

/** A link, and the browser that shows it: whoever has both. */
export interface Opener {
  readonly token: string;
  /** What the browser's cookie holds. */
  readonly browser: string;
}

export interface ConnectInput extends Opener {
  readonly connector: string;
  readonly grant: string;
  readonly name: string;
  /** Dotted path → what was typed. */
  readonly values: Readonly<Record<string, string>>;
  /** Where the CRM sends the person back to. */
  readonly redirectUri: string;
}

export interface Connected {
  readonly kind: 'connected';
  readonly name: string;
  readonly crm: string;
  readonly orgName: string;
  readonly userName: string;
  /** What became of the consent that was replaced; null where there was none. */
  readonly replaced: TakenBack | null;
}

export type Begun =
  | Connected
  /** The person has to consent, at this address of the CRM. */
  | { readonly kind: 'consent'; readonly url: string; readonly crm: string };

export type Finished =
  | Connected
  /** The link is still good: `token` leads back to the form. */
  | { readonly kind: 'refused'; readonly reason: string; readonly token: string };

/** Kept, encrypted, while the person is at the CRM. */
interface Pending {
  readonly token: string;
  readonly connector: string;
  readonly name: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly redirectUri: string;
  readonly codeVerifier: string;
}

/** In whose name a link, or what came back from the CRM, is used; null where it is none of ours. */
export async function personOfLink(
  deps: OperationDeps,
  _context: Pick<OperationContext, 'now'>,
  shown: { readonly token: string } | { readonly state: string },
): Promise<string | null> {
  const { connectLinks } = await deps.store();
  return await connectLinks.personOf(
    'token' in shown ? { tokenHash: hashOf(shown.token) } : { stateHash: hashOf(shown.state) },
  );
}

/** @throws UserError `link_…` where the link is good no longer, or belongs to another browser */
export async function openConnectLink(
  deps: OperationDeps,
  context: OperationContext,
  opener: Opener,
): Promise<OpenedLink> {
  authorize(context, 'admin', 'connect a CRM');
  const store = await deps.store();
  const link = await linkOf(store, context, opener);
  const stored = await storedOf(store, link);
  const connectors = await deps.connectors();
  const offered = connectors.filter(({ name }) => stored === null || name === stored.connection.connector);
  return {
    expiresAt: link.expiresAt,
    forms: offered.flatMap((connector) => formsOf(deps, connector)),
    connection: stored === null ? null : await shownOf(store, stored),
  };
}

/** @throws UserError at the path of what was typed wrong, with all else that is; RetryableError */
export async function beginConnecting(
  deps: OperationDeps,
  context: OperationContext,
  input: ConnectInput,
): Promise<Begun> {
  authorize(context, 'admin', 'connect a CRM');
  const store = await deps.store();
  const link = await linkOf(store, context, input);
  const stored = await storedOf(store, link);
  const { connector, form } = await formOf(deps, input);
  const { grant, values, redirectUri, token } = input;
  if (stored !== null && stored.connection.connector !== connector.name) throw unknownForm();
  const [state, codeVerifier] = [newSecretText(), newSecretText()];
  const addressOf = (settings: Readonly<Record<string, unknown>>): string =>
    connector.authorizing.authorizationUrl({
      settings,
      redirectUri,
      state,
      codeChallenge: hashOf(codeVerifier),
    });
  const isConsent = grant === authorizationCode;
  const { name, settings } = await readEntered(store, {
    form,
    values,
    name: input.name,
    connector,
    app: deps.connectApps[connector.name] ?? null,
    stored,
    onlyOwnAddresses: deps.connectAddresses === 'crm',
    read: isConsent ? addressOf : (typed) => connector.parseSettings(typed),
  });
  if (!isConsent) {
    refuse(await store.connectLinks.begin(link.id, context.now, null));
    return await connect(deps, context, { link, name, connector, settings });
  }
  const pending: Pending = { token, connector: connector.name, name, settings, redirectUri, codeVerifier };
  const kept = { stateHash: hashOf(state), text: JSON.stringify(pending) };
  refuse(await store.connectLinks.begin(link.id, context.now, kept));
  return { kind: 'consent', url: addressOf(settings), crm: connector.title };
}

/** What came back from the CRM: a code, or why there is none. */
export interface ComeBackInput {
  readonly state: string;
  readonly browser: string;
  readonly answer: { readonly code: string } | { readonly error: string; readonly description: string };
}

/** @throws UserError `link_…` where the state is not one of this browser's, or was used before */
export async function finishConnecting(
  deps: OperationDeps,
  context: OperationContext,
  { state, browser, answer }: ComeBackInput,
): Promise<Finished> {
  authorize(context, 'admin', 'connect a CRM');
  const store = await deps.store();
  const back = await store.connectLinks.comeBack(hashOf(state), hashOf(browser), context.now);
  if (typeof back === 'string') throw linkError(back);
  const { link } = back;
  const pending = JSON.parse(back.pending) as Pending;
  const { token, name, redirectUri, codeVerifier } = pending;
  try {
    const connector = await connectorOf(deps, pending.connector);
    if ('error' in answer) throw refusedByCrm(connector, answer);
    const { code } = answer;
    const settings = await inTime(connector, (signal) =>
      connector.authorizing.exchangeCode(
        { settings: pending.settings, redirectUri, code, codeVerifier },
        signal,
      ),
    );
    return await connect(deps, context, { link, name, connector, settings });
  } catch (error) {
    if (!isTold(error)) throw error;
    const { form } = await formOf(deps, { connector: pending.connector, grant: authorizationCode });
    return { kind: 'refused', reason: inFormWords(form, error.message), token };
  }
}

interface ToConnect {
  readonly link: ConnectLink;
  readonly name: string;
  readonly connector: Connector;
  readonly settings: ConnectionSettings;
}

async function connect(
  deps: OperationDeps,
  context: OperationContext,
  { link, name, connector, settings }: ToConnect,
): Promise<Connected> {
  const store = await deps.store();
  const reached = await reachOrg(connector, settings, context.now);
  const stored = link.connectionId === null ? null : await store.connections.byId(link.connectionId);
  const known = stored?.org ?? null;
  if (stored !== null && known !== null && known.orgId !== reached.org.orgId) {
    throw new UserError(
      `This login leads to ${reached.org.orgName}, and the connection "${stored.name}" is to ${known.orgName}. ` +
        'What its jobs remember belongs to that org: sign in there, or make a new connection.',
      { code: 'other_org' },
    );
  }
  const before = stored === null ? null : await consentOf(deps, stored);
  await storeConnected(deps, context, { link, name, connector, stored, ...reached });
  const replaced =
    stored !== null && before !== null && isReplaced(stored, before, reached.settings)
      ? await takeBack(deps, context, stored, before)
      : null;
  const { orgName, userName } = reached.org;
  return { kind: 'connected', name: stored?.name ?? name, crm: connector.title, orgName, userName, replaced };
}

function refusedByCrm(
  { title }: Connector,
  { error, description }: { readonly error: string; readonly description: string },
): UserError {
  if (error === 'access_denied') {
    return new UserError(
      `Access was not allowed at ${title}, so nothing was connected. Go back and allow it, or ask somebody who may.`,
      { code: 'access_denied' },
    );
  }
  const said = description === '' ? error : `${error}: ${description}`;
  return new UserError(
    `${title} refused to let Crosswalk in. It says: ${said.replaceAll(/\s+/g, ' ').slice(0, maxSaid)}`,
    { code: 'login_refused' },
  );
}

/** People need the beginning. */
const maxSaid = 300;

async function linkOf(
  { connectLinks }: Store,
  { now, actor }: OperationContext,
  { token, browser }: Opener,
): Promise<ConnectLink> {
  const link = await connectLinks.open(hashOf(token), hashOf(browser), now);
  if (typeof link === 'string') throw linkError(link);
  if (link.person !== actor) throw linkError('unknown');
  return link;
}

function refuse(refusal: LinkRefusal | null): void {
  if (refusal !== null) throw linkError(refusal);
}

async function storedOf(
  { connections }: Store,
  { connectionId }: ConnectLink,
): Promise<StoredConnection | null> {
  if (connectionId === null) return null;
  const connection = await connections.byId(connectionId);
  if (connection === null) {
    throw new UserError('The connection has been removed in the meantime. Make a new one.', {
      code: 'unknown_connection',
    });
  }
  return { connection, settings: await secretsOf(connections, connection) };
}

/** Where the key that they were encrypted with is gone, they are typed anew: that is what mends it. */
async function secretsOf(
  connections: Store['connections'],
  { id, settings }: Connection,
): Promise<Readonly<Record<string, unknown>>> {
  try {
    return await connections.secretSettings(id);
  } catch (error) {
    if (isTold(error)) return settings;
    throw error;
  }
}

async function shownOf(
  { connections }: Store,
  { connection }: StoredConnection,
): Promise<NonNullable<OpenedLink['connection']>> {
  const { id, name, settings } = connection;
  const values = Object.fromEntries(flat(settings));
  return { name, grant: values['auth.grant'] ?? '', values, kept: await connections.secretNames(id) };
}

function flat(settings: object, above = ''): [path: string, value: string][] {
  return Object.entries(settings).flatMap(([name, value]: [string, unknown]) => {
    if (typeof value === 'string') return [[`${above}${name}`, value] satisfies [string, string]];
    return typeof value === 'object' && value !== null ? flat(value, `${above}${name}.`) : [];
  });
}

function formsOf({ connectApps, connectDefaults }: OperationDeps, connector: Connector): OfferedForm[] {
  const app = connectApps[connector.name] ?? null;
  const defaults = connectDefaults[connector.name] ?? {};
  return connector.connectForms.map((form) => ({
    ...form,
    fields: fieldsOf(form, app).map((field) => {
      const value = defaults[field.path];
      return value === undefined ? field : { ...field, value };
    }),
    connector: connector.name,
    crm: connector.title,
  }));
}

async function formOf(
  deps: OperationDeps,
  { connector: name, grant }: Pick<ConnectInput, 'connector' | 'grant'>,
): Promise<{ readonly connector: Connector; readonly form: ConnectForm }> {
  const connector = (await deps.connectors()).find((each) => each.name === name);
  const form = connector?.connectForms.find((each) => each.grant === grant);
  if (connector === undefined || form === undefined) throw unknownForm();
  return { connector, form };
}

async function connectorOf(deps: OperationDeps, name: string): Promise<Connector> {
  const connector = (await deps.connectors()).find((each) => each.name === name);
  if (connector === undefined) throw unknownForm();
  return connector;
}

function unknownForm(): UserError {
  return new UserError('Choose how to log in from the list.', { code: 'invalid_input', path: ['grant'] });
}
