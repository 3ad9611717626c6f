/** The buttons of a run, one by one: who is offered them where a run is opened, and what who may not is answered. */
import { expect } from 'chai';
import { isAllowed, roles } from '../../../src/domain/role.ts';
import type { Role } from '../../../src/domain/role.ts';
import { zeroCounts } from '../../../src/domain/run.ts';
import type { RunStatus } from '../../../src/domain/run.ts';
import { runActions } from '../../../src/slack/runs/run-buttons.ts';
import { admin } from '../../support/operations.ts';
import {
  aConfiguration,
  aHeldRun,
  aJob,
  aNewRun,
  anOutboundJob,
  anOutcome,
  noon,
} from '../../support/records.ts';
import { idOfRole, openSmallDoor } from '../support/small-door.ts';
import type { SmallDoor } from '../support/small-door.ts';

interface RunKind {
  readonly status: RunStatus;
  readonly isDry?: boolean;
  /** Whether it rejected rows, with the file that names them. */
  readonly hasRejects?: boolean;
}

const kinds: Readonly<Record<string, RunKind>> = {
  queued: { status: 'queued' },
  running: { status: 'running' },
  waiting: { status: 'waiting for approval' },
  succeeded: { status: 'succeeded' },
  partly: { status: 'partly succeeded', hasRejects: true },
  failed: { status: 'failed' },
  cancelled: { status: 'cancelled' },
  dry: { status: 'partly succeeded', isDry: true, hasRejects: true },
};

interface Rule {
  readonly needs: Role;
  readonly of: (kind: RunKind) => boolean;
  readonly actionId: string;
  readonly value: (kind: string) => string;
}

const isActive = ({ status }: RunKind): boolean =>
  status === 'queued' || status === 'running' || status === 'waiting for approval';
const runOf = (kind: string): string => `run-${kind}`;
const decision = (kind: string): string => `${runOf(kind)} ${noon.getTime()}`;

/** In the order in which they stand there. */
const buttons: Readonly<Record<string, Rule>> = {
  Approve: {
    needs: 'admin',
    of: ({ status }) => status === 'waiting for approval',
    actionId: runActions.approve,
    value: decision,
  },
  Reject: {
    needs: 'admin',
    of: ({ status }) => status === 'waiting for approval',
    actionId: runActions.reject,
    value: decision,
  },
  Cancel: { needs: 'operator', of: isActive, actionId: runActions.cancel, value: runOf },
  Retry: {
    needs: 'operator',
    of: ({ status, isDry }) => isDry !== true && ['failed', 'cancelled', 'partly succeeded'].includes(status),
    actionId: runActions.retry,
    value: (kind) => `incremental job-${kind}`,
  },
  'Retry rejected rows': {
    needs: 'operator',
    of: ({ hasRejects, isDry }) => hasRejects === true && isDry !== true,
    actionId: runActions.retryRejected,
    value: runOf,
  },
  Download: {
    needs: 'operator',
    of: (kind) => !isActive(kind),
    actionId: runActions.download,
    value: (kind) => `rows ${runOf(kind)}`,
  },
  'Download rejected rows': {
    needs: 'operator',
    of: ({ hasRejects }) => hasRejects === true,
    actionId: runActions.download,
    value: (kind) => `rejects ${runOf(kind)}`,
  },
};

interface Block {
  readonly type: string;
  readonly elements?: readonly { readonly text?: { readonly text: string } }[];
}

for (const direction of ['inbound', 'outbound'] as const) {
  describe(`the buttons of a run of a job that is ${direction}`, () => {
    let door: SmallDoor;
    before(async () => {
      door = await openSmallDoor();
      const jobs = Object.keys(kinds).map((kind) => {
        const own = { id: `job-${kind}`, name: `Job ${kind}` };
        return { job: direction === 'inbound' ? aJob(own) : anOutboundJob(own) };
      });
      await door.store.applyConfiguration(aConfiguration({ jobs }));
      for (const [name, kind] of Object.entries(kinds)) await put(name, kind);
      await door.bench.operations.grantRole(
        { ...admin, door: 'slack' },
        {
          person: { id: idOfRole.operator, name: 'Bob', isWorkspaceAdmin: false },
          role: 'operator',
          byWorkspaceAdmin: true,
        },
      );
    });
    after(() => door.close());

    async function put(name: string, { status, isDry = false, hasRejects = false }: RunKind): Promise<void> {
      const { runs } = door.store;
      const id = runOf(name);
      await runs.enqueue(aNewRun({ id, jobId: `job-${name}`, dryRun: isDry }));
      if (status === 'queued') return;
      await runs.claim('me', noon, id);
      if (status === 'running') return;
      if (status === 'waiting for approval') {
        await runs.awaitApproval(id, 'me', 1, aHeldRun(noon));
        return;
      }
      const files = { rows: 'rows.csv.gz', rejects: hasRejects ? 'rejects.csv' : null };
      const counts = hasRejects ? { ...zeroCounts, read: 1, rejected: 1 } : zeroCounts;
      await runs.finish(id, 'me', 1, anOutcome({ status, files, counts }));
    }

    async function state(): Promise<unknown> {
      const { runs } = await door.store.runs.list({}, { limit: 100, offset: 0 });
      return { runs, changes: (await door.store.audit.list({ limit: 1_000, offset: 0 })).length };
    }

    for (const role of roles) {
      it(`are offered to ${role}s as their role goes`, async () => {
        for (const [name, kind] of Object.entries(kinds)) {
          await door.click(idOfRole[role], { actionId: 'history-open', value: runOf(name) });
          const shown = door.slack.updates.at(-1)?.['view'] as { readonly blocks: readonly Block[] };
          const texts = shown.blocks.flatMap(({ type, elements = [] }) =>
            type === 'actions' ? elements.flatMap(({ text }) => text?.text ?? []) : [],
          );
          const wanted = Object.entries(buttons).flatMap(([label, { needs, of }]) =>
            isAllowed(role, needs) && of(kind) ? [label] : [],
          );
          expect(texts, name).to.deep.equal(wanted);
        }
      });

      it(`are refused to ${role}s where their role is not enough, whatever the run`, async () => {
        const before = await state();
        for (const [label, { needs, of, actionId, value }] of Object.entries(buttons)) {
          if (isAllowed(role, needs)) continue;
          // One that has the button, and one that has it not.
          const all = Object.entries(kinds);
          const found = [all.find(([, kind]) => of(kind)), all.find(([, kind]) => !of(kind))];
          for (const [name] of found.flatMap((each) => (each === undefined ? [] : [each]))) {
            door.slack.told.length = 0;
            await door.click(idOfRole[role], { actionId, value: value(name) });
            expect(String(door.slack.told.at(-1)?.['text']), `${label} of ${name}`).to.include(
              `you need the role ${needs}; you are ${role}.`,
            );
          }
        }
        expect(await state()).to.deep.equal(before);
      });
    }

    it('show the history to everybody', async () => {
      for (const role of roles) {
        await door.click(idOfRole[role], { actionId: runActions.history, value: 'job-succeeded' });
        expect(JSON.stringify(door.slack.updates.at(-1))).to.include('Job succeeded');
      }
    });
  });
}
