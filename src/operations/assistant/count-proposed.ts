import type { Proposal } from '../../assistant/proposal.ts';
import { isTold } from '../../domain/errors.ts';
import { hubObjectNames } from '../../domain/hub-object.ts';
import { sourceQuery } from '../../engine/source-query.ts';
import { askCrm } from '../drafts/ask-crm.ts';
import { hubRecords } from '../drafts/outbound/hub-selection.ts';
import { authorize } from '../operation.ts';
import type { OperationContext, OperationDeps } from '../operation.ts';

/** Somebody waits for it in chat. */
const countWithinMs = 10_000;

/**
 * How many records a filter of the chat takes, by connection; null where it could not be counted. A number is all that is
 * told.
 *
 * @param timezone IANA name: where a day begins in the hub
 */
export async function countProposed(
  deps: OperationDeps,
  context: OperationContext,
  {
    proposal: { filter, connector, object },
    timezone,
  }: { readonly proposal: Extract<Proposal, { kind: 'filter' }>; readonly timezone: string },
): Promise<readonly { readonly where: string; readonly count: number | null }[]> {
  authorize(context, 'admin', 'count records');
  if (object === null) return [];
  if (connector === 'hub') {
    const hubObject = hubObjectNames.find((name) => name === object);
    if (hubObject === undefined) return [];
    const { selection } = await hubRecords(deps, context, { object: hubObject, filter });
    return [{ where: 'the hub', count: await (await deps.hub()).countSelected(selection({ timezone })) }];
  }
  const all = await (await deps.store()).connections.list();
  const asked = all.filter((each) => each.connector === connector).slice(0, maxConnections);
  return await Promise.all(
    asked.map(async ({ id, name }) => ({ where: name, count: await count(deps, id, { object, filter }) })),
  );
}

const maxConnections = 4;

async function count(
  deps: OperationDeps,
  connectionId: string,
  { object, filter }: { readonly object: string; readonly filter: string },
): Promise<number | null> {
  try {
    return await askCrm(
      deps,
      connectionId,
      async (client, signal) => client.count(await sourceQuery(client, { object, filter }, []), null, signal),
      countWithinMs,
    );
  } catch (error) {
    if (!isTold(error)) throw error;
    return null;
  }
}
