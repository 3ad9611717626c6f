/** What a person allowed at the CRM is not left there when nobody uses it any more. */
import { refreshTokenPath } from '../../connectors/authorizing.ts';
import type { ConnectionSettings, Connector } from '../../connectors/connector.ts';
import { isTold } from '../../domain/errors.ts';
import type { Connection } from '../../store/connection-store.ts';
import { auditEntry } from '../operation.ts';
import type { OperationContext, OperationDeps } from '../operation.ts';
import { valueAt } from '../secret-settings.ts';

export type TakenBack =
  | { readonly kind: 'taken back'; readonly crm: string }
  /** Why not, and where to do it by hand: sentences. */
  | { readonly kind: 'kept'; readonly crm: string; readonly why: string };

interface Consent {
  readonly connector: Connector;
  /** With the refresh token; or why that cannot be had. */
  readonly secrets:
    | { readonly kind: 'open'; readonly settings: ConnectionSettings }
    | { readonly kind: 'closed'; readonly why: string };
}

/** Somebody waits in front of Slack, or of their browser. */
const withinMs = 8_000;

/** To be asked for while the connection is there still. @returns null where nobody consented to it */
export async function consentOf(
  deps: OperationDeps,
  { id, connector: kind }: Connection,
): Promise<Consent | null> {
  const { connections } = await deps.store();
  const connector = (await deps.connectors()).find(({ name }) => name === kind);
  const asks = (await connections.secretNames(id)).includes(refreshTokenPath);
  if (connector === undefined || !asks) return null;
  try {
    return { connector, secrets: { kind: 'open', settings: await connections.secretSettings(id) } };
  } catch (error) {
    if (!isTold(error)) throw error;
    return { connector, secrets: { kind: 'closed', why: error.message } };
  }
}

/**
 * Whether nobody uses the consent any more that the connection had before it was renewed. One that a jobs file brought is
 * the file's own, and may be in use elsewhere.
 */
export function isReplaced(
  { owner }: Connection,
  { secrets }: Consent,
  settings: ConnectionSettings,
): boolean {
  const path = refreshTokenPath.split('.');
  const isSame = secrets.kind === 'open' && valueAt(secrets.settings, path) === valueAt(settings, path);
  return owner !== null && !isSame;
}

/**
 * Never throws: what it follows is done already. What the CRM did or did not do is told, and written into the audit log;
 * what went wrong here is in the log.
 */
export async function takeBack(
  deps: OperationDeps,
  context: OperationContext,
  { id, name }: Connection,
  consent: Consent,
): Promise<TakenBack> {
  const taken = await revoke(consent).catch((error: unknown): TakenBack => {
    deps.log.error({ err: error, connectionId: id }, 'a consent could not be taken back');
    const { title: crm, authorizing } = consent.connector;
    return { kind: 'kept', crm, why: `Something went wrong here. ${byHand(authorizing)}` };
  });
  const after = { consent: taken.kind, ...(taken.kind === 'kept' ? { why: taken.why } : {}) };
  const entry = { operation: 'take-back-consent', subject: id, before: { name }, after } as const;
  try {
    await (await deps.store()).audit.add(auditEntry(context, entry));
  } catch (error) {
    deps.log.error({ err: error, connectionId: id }, 'what became of a consent is not in the audit log');
  }
  return taken;
}

function byHand({ consentPlace }: Connector['authorizing']): string {
  return `It can be taken back in ${consentPlace}.`;
}

async function revoke({ connector, secrets }: Consent): Promise<TakenBack> {
  const { title: crm, authorizing } = connector;
  const where = byHand(authorizing);
  if (secrets.kind === 'closed') return { kind: 'kept', crm, why: `${secrets.why} ${where}` };
  const signal = AbortSignal.timeout(withinMs);
  try {
    if (await authorizing.revoke(secrets.settings, signal)) return { kind: 'taken back', crm };
    return { kind: 'kept', crm, why: `${crm} lets no app take back a single consent. ${where}` };
  } catch (error) {
    if (signal.aborted) {
      return {
        kind: 'kept',
        crm,
        why: `${crm} did not answer within ${withinMs / 1_000} seconds. ${where}`,
      };
    }
    if (!isTold(error)) throw error;
    return { kind: 'kept', crm, why: `${error.message} ${where}` };
  }
}
