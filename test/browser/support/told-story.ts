/** What a channel is told when something is out of the ordinary: played into the databases of a demo that listens. */
import { randomUUID } from 'node:crypto';
import { approvalOf, usualGuard } from '../../../src/domain/guard.ts';
import type { Job } from '../../../src/domain/job.ts';
import { zeroCounts } from '../../../src/domain/run.ts';
import type { RunOutcome } from '../../../src/store/run-store.ts';
import type { Store } from '../../../src/store/store.ts';
import type { BrowserPerson } from '../../support/browser-person.ts';
import { aNewRun, after, anOutcome } from '../../support/records.ts';
import type { Picture } from './demo-story.ts';

const channel = '#crm-syncs';
const minuteMs = 60_000;

/** A failure, a recovery, a question and a summary. */
export async function isTold(ada: BrowserPerson, store: Store, picture: Picture): Promise<void> {
  const job = await store.jobs.byName('Dynamics accounts');
  if (job === null) throw new Error('The demo has no such job.');
  await weekOf(store);
  await ada.opens(channel);
  const error = {
    code: 'login_failed',
    message:
      'Dynamics 365 did not accept the client secret of the connection: it has expired. Make a new one in Microsoft Entra, put it into the connection, and run the job again.',
  };
  await ended(store, job, { status: 'failed', error });
  await ada.sees('the client secret of the connection');
  await picture('failure');
  await ended(store, job, { counts: { ...zeroCounts, read: 48, created: 2, updated: 5, unchanged: 41 } });
  await ada.sees('works again');
  await picture('recovery');
  await asks(store, job);
  await ada.sees('waits for approval');
  await ada.sees('Admins decide, until');
  await picture('guard');
  await ada.clicks('Reject', { on: 'waits for approval' });
  await ada.sees('Rejected by');
  await sums(store);
  await ada.sees('Integrations in the last week');
  await seesWhole(ada, 'Integrations in the last week');
  await picture('digest');
}

/** Of what stands around a message: the heads of the page, and the box to write in. */
const aroundPx = 260;

/** A window as high as the message, so that none of it is cut. */
async function seesWhole({ page }: BrowserPerson, text: string): Promise<void> {
  const message = page.locator('.message').filter({ hasText: text }).last();
  const { height = 0 } = (await message.boundingBox()) ?? {};
  const { width = 0 } = page.viewportSize() ?? {};
  await page.setViewportSize({ width, height: Math.ceil(height) + aroundPx });
  await message.scrollIntoViewIfNeeded();
}

/** How often each of some jobs ran on the days before, for a chart that shows more than today. */
const ranBefore: Readonly<Record<string, readonly number[]>> = {
  'Customer accounts': [3, 4, 2, 4, 5, 4],
  People: [1, 2, 2, 1, 3, 2],
};
const dayMs = 24 * 60 * minuteMs;

async function weekOf(store: Store): Promise<void> {
  for (const [name, days] of Object.entries(ranBefore)) {
    const job = await store.jobs.byName(name);
    if (job === null) throw new Error(`The demo has no job ${name}.`);
    for (const [index, times] of days.entries()) {
      const queuedAt = after(new Date(), -(index + 1) * dayMs);
      const counts = { ...zeroCounts, read: 120 + index, updated: index, unchanged: 120 };
      for (let run = 1; run <= times; run += 1) {
        const id = await begun(store, job, queuedAt);
        await store.runs.finish(
          id,
          'picture',
          1,
          anOutcome({ finishedAt: after(queuedAt, minuteMs), counts }),
        );
      }
    }
  }
}

/** A run by the schedule that took two minutes. */
async function ended(store: Store, job: Job, outcome: Partial<RunOutcome>): Promise<void> {
  const id = await begun(store, job);
  await store.runs.finish(id, 'picture', 1, anOutcome({ finishedAt: new Date(), ...outcome }));
}

async function begun(
  store: Store,
  { id: jobId, version: jobVersion }: Job,
  queuedAt = after(new Date(), -2 * minuteMs),
): Promise<string> {
  const run = aNewRun({
    id: randomUUID(),
    jobId,
    jobVersion,
    trigger: 'schedule',
    startedBy: 'schedule',
    queuedAt,
  });
  await store.runs.enqueue(run);
  await store.runs.claim('picture', queuedAt, run.id);
  return run.id;
}

async function asks(store: Store, job: Job): Promise<void> {
  const counts = { ...zeroCounts, read: 1_460, created: 1_412, updated: 3, unchanged: 45 };
  const rows = { reason: 'changes', changed: 1_415, rejected: 0, counts } as const;
  const approval = approvalOf({ ...usualGuard, known: 480 }, rows, new Date());
  const id = await begun(store, job);
  await store.runs.awaitApproval(id, 'picture', 1, {
    counts,
    files: { rows: null, rejects: null },
    approval,
  });
}

async function sums(store: Store): Promise<void> {
  const now = new Date();
  for (const job of await store.jobs.list()) {
    const notify = { ...job.notify, digest: 'weekly' as const };
    await store.jobs.change(
      job.id,
      (stored) => ({
        job: { ...stored, notify },
        nextRunAt: null,
        audit: {
          at: now,
          actor: 'ada',
          door: 'cli',
          operation: 'x',
          subject: job.id,
          before: null,
          after: null,
        },
      }),
      { at: now, actor: 'ada', door: 'cli' },
    );
  }
  const until = now.toISOString();
  const content = { kind: 'digest', channel, cadence: 'weekly', timezone: 'Europe/Berlin', until } as const;
  await store.outbox.add({ to: channel, content }, now);
}
