import { expect } from 'chai';
import { admin, operationsForEach, operator, viewer } from '../support/operations.ts';
import type { OperationsBench } from '../support/operations.ts';
import { after as later, anOutcome, noon, withJobs } from '../support/records.ts';
import { rejection } from '../support/rejection.ts';

const incremental = { job: 'Job 1', mode: 'incremental', dryRun: false } as const;
const page = { limit: 10, offset: 0 };

describe('runs', () => {
  let bench: OperationsBench;
  operationsForEach(async (opened) => {
    bench = opened;
    await withJobs(bench.store, 2);
  });

  const start = (input: object = {}, context = operator) =>
    bench.operations.startRun(context, { ...incremental, ...input });

  const history = (input: object = {}) =>
    bench.operations.jobHistory(viewer, { job: 'Job 1', limit: 10, offset: 0, ...input });

  const states = async () =>
    (await bench.operations.listJobs(viewer)).map(({ job, state }) => [job.name, state]);

  it('are queued as they were asked for, and written down', async () => {
    const { run, job, adopted } = await start({ job: 'JOB 1', mode: 'full', dryRun: true });
    expect(job.id).to.equal('job-1');
    expect(adopted).to.equal(false);
    expect(run).to.deep.include({
      jobId: 'job-1',
      mode: 'full',
      dryRun: true,
      trigger: 'cli',
      startedBy: 'bob',
      status: 'queued',
      queuedAt: noon,
    });
    const [entry] = await bench.store.audit.list(page);
    expect(entry).to.deep.include({ operation: 'start-run', subject: 'job-1', actor: 'bob' });
    expect(bench.wakes()).to.equal(1);
  });

  it('are started by the id of their job too, and leave the schedule alone', async () => {
    await start({ job: 'job-2' });
    expect(await bench.store.jobs.nextRunAt('job-2')).to.deep.equal(noon);
  });

  it('are refused while the job has one, which is named', async () => {
    const { run } = await start();
    const refusal = await rejection(start());
    expect(refusal).to.include({ code: 'run_active' });
    expect(refusal.message).to.include(run.id);
    await start({ job: 'Job 2' });
  });

  it('say who started the one in the way where, who executes it, and what can be done', async () => {
    const { run } = await start();
    const process = `host/abcd/4242/1/x`;
    await bench.store.runs.claim(process, noon, run.id);
    expect((await rejection(start())).message).to.equal(
      `This job has a run already: ${run.id} is running since ${noon.toISOString()}. bob started it on the command ` +
        'line, and process 4242 on host executes it. Wait until it ends, or press Ctrl-C there, which cancels it.',
    );
  });

  it('need an operator', async () => {
    expect(await rejection(start({}, viewer))).to.include({ code: 'role_needed' });
    expect(await rejection(bench.operations.cancelRun(viewer, { runId: 'x' }))).to.include({
      code: 'role_needed',
    });
  });

  it('of a job that nobody knows are refused with the nearest names', async () => {
    expect((await rejection(start({ job: 'Jbo 1' }))).message).to.match(
      /^There is no job "Jbo 1"\. Did you mean "Job 1"/,
    );
    expect((await rejection(start({ job: 'zzz' }))).message).to.include(' There are: "Job 1"');
    expect((await rejection(start({ job: 'Zzz'.repeat(90) }))).message.length).to.be.below(200);
  });

  describe('that nobody executes', () => {
    it('are given to whoever asks for the same', async () => {
      const { run } = await start();
      expect(await start({ adopt: true }, { ...operator, actor: 'eva' })).to.deep.include({
        run,
        adopted: true,
      });
      const [entry] = await bench.store.audit.list(page);
      expect(entry).to.deep.include({
        operation: 'start-run',
        actor: 'eva',
        after: { run: run.id, mode: 'incremental', dryRun: false, adopted: true },
      });
    });

    it('are given to whoever asks for an incremental sync where they are a full one, which brings the same', async () => {
      const { run } = await start({ mode: 'full' });
      expect(await start({ adopt: true })).to.deep.include({ run, adopted: true });
    });

    it('are refused to whoever asks for something else', async () => {
      const { run } = await start();
      for (const other of [{ mode: 'full' }, { dryRun: true }]) {
        const refusal = await rejection(start({ ...other, adopt: true }));
        expect(refusal).to.include({ code: 'run_active' });
        expect(refusal.message).to.include(run.id).and.include('without asking for');
      }
    });

    it('go on where their process is gone, whatever sync was asked for', async () => {
      const { run } = await start();
      await bench.store.runs.claim('a-dead-process', noon);
      const recover = async () => {
        await bench.store.runs.requeue(run.id, 'a-dead-process', 1);
        return { resumed: [run.id], failed: [] };
      };
      const deps = { ...bench.deps, scheduler: () => Promise.resolve({ recover }) };
      const { createOperations } = await import('../../src/operations/index.ts');
      const started = await createOperations(deps).startRun(operator, {
        ...incremental,
        mode: 'full',
        adopt: true,
      });
      expect(started.adopted).to.equal(true);
      expect(started.run).to.include({ id: run.id, attempt: 2, mode: 'incremental' });
    });

    it('are left alone where their process lives', async () => {
      await start();
      await bench.store.runs.claim('another-process', noon);
      expect(await rejection(start({ adopt: true }))).to.include({ code: 'run_active' });
    });
  });

  it('are cancelled at once while they wait', async () => {
    const { run } = await start();
    expect(await bench.operations.cancelRun(operator, { runId: run.id })).to.include({ status: 'cancelled' });
    const [entry] = await bench.store.audit.list(page);
    expect(entry).to.deep.include({ operation: 'cancel-run', subject: 'job-1' });
  });

  it('are asked to stop while they run', async () => {
    const { run } = await start();
    await bench.store.runs.claim('me', noon);
    await bench.operations.cancelRun(operator, { runId: run.id });
    expect(await bench.store.runs.heartbeat(run.id, 'me', 1, noon)).to.equal('cancel requested');
  });

  it('that ended, or never were, cannot be cancelled', async () => {
    const { run } = await start();
    await bench.store.runs.claim('me', noon);
    await bench.store.runs.finish(run.id, 'me', 1, anOutcome());
    const cancel = (runId: string) => rejection(bench.operations.cancelRun(operator, { runId }));
    expect(await cancel(run.id)).to.include({ code: 'run_ended' });
    expect(await cancel('x')).to.include({ code: 'unknown_run' });
  });

  it('are shown as they stand', async () => {
    const { run } = await start();
    expect(await bench.operations.showRun(viewer, { runId: run.id })).to.deep.equal({
      ...run,
      executor: null,
    });
    await bench.store.runs.claim('host/abcd/4242/1/x', noon, run.id);
    expect(await bench.operations.showRun(viewer, { runId: run.id })).to.deep.include({
      executor: { name: 'process 4242 on host', isHere: false },
    });
    expect(await rejection(bench.operations.showRun(viewer, { runId: 'x' }))).to.include({
      code: 'unknown_run',
    });
  });

  describe('in a history', () => {
    beforeEach(async () => {
      for (const [index, status] of (['failed', 'succeeded', 'succeeded'] as const).entries()) {
        const { run } = await start({}, { ...operator, now: later(noon, index) });
        await bench.store.runs.claim('me', noon);
        await bench.store.runs.finish(run.id, 'me', 1, anOutcome({ status }));
      }
    });
    it('are listed newest first, a page at a time', async () => {
      const { runs, total, job } = await history({ limit: 2 });
      expect(job.name).to.equal('Job 1');
      expect(total).to.equal(3);
      expect(runs.map(({ queuedAt }) => queuedAt)).to.deep.equal([later(noon, 2), later(noon, 1)]);
      expect((await history({ limit: 2, offset: 2 })).runs).to.have.length(1);
      expect((await history({ limit: 0, offset: -1 })).runs).to.have.length(1);
    });

    it('are listed by status', async () => {
      expect((await history({ statuses: ['failed'] })).runs).to.have.length(1);
    });
  });

  describe('in the list of jobs', () => {
    it('stand as people count', async () => {
      await withJobs(bench.store, 11);
      const names = (await states()).map(([name]) => name);
      expect(names.slice(0, 3).concat(names.slice(-2))).to.deep.equal([
        'Job 1',
        'Job 2',
        'Job 3',
        'Job 10',
        'Job 11',
      ]);
    });

    it('say how each job does', async () => {
      expect(await states()).to.deep.equal([
        ['Job 1', 'ok'],
        ['Job 2', 'ok'],
      ]);
      const { run } = await start();
      expect((await states())[0]).to.deep.equal(['Job 1', 'queued']);
      await bench.store.runs.claim('me', noon);
      expect((await states())[0]).to.deep.equal(['Job 1', 'running']);
      await bench.store.runs.finish(run.id, 'me', 1, anOutcome({ status: 'failed' }));
      expect((await states())[0]).to.deep.equal(['Job 1', 'failing']);
    });

    it('take no notice of dry runs', async () => {
      const { run } = await start({ dryRun: true });
      await bench.store.runs.claim('me', noon);
      await bench.store.runs.finish(run.id, 'me', 1, anOutcome({ status: 'failed' }));
      expect((await states())[0]).to.deep.equal(['Job 1', 'ok']);
      expect((await bench.operations.listJobs(viewer))[0]?.lastRun).to.equal(null);
    });

    it('stand beside connection, schedule and next run', async () => {
      const [job] = await bench.operations.listJobs(viewer);
      expect(job).to.deep.include({
        connection: 'Acme Salesforce',
        schedule: 'Every hour at 5 minutes past',
        nextRunAt: noon,
        lastRun: null,
      });
    });

    it('show jobs that no schedule starts', async () => {
      const [job] = await bench.store.jobs.list();
      if (job === undefined) throw new Error('no job');
      await bench.store.applyConfiguration({
        connections: [],
        jobs: [{ job: { ...job, schedule: { ...job.schedule, enabled: false } } }],
        savedBy: { at: noon, actor: 'ada', door: 'cli' },
        audit: [],
      });
      expect((await states())[0]).to.deep.equal(['Job 1', 'disabled']);
    });
  });

  it('may be started by admins too', async () => {
    expect((await start({}, admin)).run.startedBy).to.equal('ada');
  });
});
