/** The operations of another team, on the same database as those of the first. */
import { createSalesforceConnector } from '../../src/connectors/salesforce/index.ts';
import type { TeamId } from '../../src/domain/team.ts';
import { createSessions } from '../../src/engine/sessions.ts';
import { openHub } from '../../src/hub/index.ts';
import { createOperations } from '../../src/operations/index.ts';
import type { Operations } from '../../src/operations/index.ts';
import type { OperationsBench } from './operations.ts';

export interface OtherTeam {
  readonly operations: Operations;
  close(): Promise<void>;
}

export async function openOtherTeam(
  { deps, store: { state } }: OperationsBench,
  team: TeamId,
  hubUrl: string,
): Promise<OtherTeam> {
  const hub = await openHub({ url: hubUrl });
  const sessions = createSessions({
    store: state.of(team),
    connectors: { salesforce: createSalesforceConnector() },
  });
  const operations = createOperations({
    ...deps,
    store: () => Promise.resolve(state.of(team)),
    hub: () => Promise.resolve(hub),
    sessions: () => Promise.resolve(sessions),
  });
  return { operations, close: () => hub.close() };
}
