import { expect } from 'chai';
import type { OperationContext } from '../../../src/operations/operation.ts';
import { admin, operationsForEach, viewer } from '../../support/operations.ts';
import type { OperationsBench } from '../../support/operations.ts';
import { withJobs } from '../../support/records.ts';
import { rejection } from '../../support/rejection.ts';

describe('a run that a program asks for', () => {
  let bench: OperationsBench;
  let context: OperationContext;
  let tokenId: string;
  operationsForEach(async (opened) => {
    bench = opened;
    await withJobs(bench.store, 2);
    const made = { name: 'Nightly load', jobId: null, expiresAt: null };
    const { text, token } = await bench.operations.createToken(admin, made);
    tokenId = token.id;
    const known = await bench.operations.authenticate(viewer, { text });
    if (known === null) throw new Error('The token is not known.');
    context = known.context;
  });

  const trigger = (jobId: string, key: string | null = null, by = context) =>
    bench.operations.triggerRun(by, { jobId, mode: 'full', tokenId, key });

  it('is queued in its name, and the schedule does not move', async () => {
    const before = await bench.store.jobs.nextRunAt('job-1');
    const { runId, isRepeated } = await trigger('job-1');
    expect(isRepeated).to.equal(false);
    const asked = { mode: 'full', trigger: 'api', startedBy: 'Nightly load', status: 'queued' };
    expect(await bench.store.runs.byId(runId)).to.deep.include(asked);
    expect(await bench.store.jobs.nextRunAt('job-1')).to.deep.equal(before);
    expect(bench.wakes()).to.equal(1);
    const [entry] = await bench.store.audit.list({ limit: 1, offset: 0 });
    expect(entry).to.deep.include({
      operation: 'start-run',
      subject: 'job-1',
      actor: 'Nightly load',
      door: 'api',
      after: { run: runId, mode: 'full', dryRun: false, token: tokenId },
    });
  });

  it('is started on a job whose scheduling is disabled', async () => {
    await bench.operations.setJobEnabled(admin, { job: 'job-1', enabled: false });
    const { runId } = await trigger('job-1');
    expect(await bench.store.runs.byId(runId)).to.include({ status: 'queued' });
    expect((await bench.store.jobs.byId('job-1'))?.schedule.enabled).to.equal(false);
  });

  it('is refused while another one goes on, which is named', async () => {
    const { runId } = await trigger('job-1');
    const refusal = await rejection(trigger('job-1'));
    expect(refusal).to.include({ code: 'run_active', about: runId });
    expect(refusal.message).to.contain('Nightly load started it over the API');
  });

  it('is the same one to every call with its key, and no other body takes the key', async () => {
    const calls = await Promise.all(Array.from({ length: 50 }, () => trigger('job-1', 'k')));
    expect(new Set(calls.map(({ runId }) => runId)).size).to.equal(1);
    expect(calls.filter(({ isRepeated }) => !isRepeated)).to.have.length(1);
    expect(await rejection(trigger('job-2', 'k'))).to.include({ code: 'key_reused' });
    const other = { jobId: 'job-1', mode: 'incremental', tokenId, key: 'k' } as const;
    expect(await rejection(bench.operations.triggerRun(context, other))).to.include({ code: 'key_reused' });
  });

  it('is of the one job that its token is for, and whether there are others is not told', async () => {
    const scoped = { ...context, onlyJob: 'job-1' };
    expect(await trigger('job-1', null, scoped)).to.include({ isRepeated: false });
    const foreign = await rejection(trigger('job-2', null, scoped));
    const none = await rejection(trigger('no such job', null, scoped));
    expect(foreign).to.include({ code: 'out_of_scope' });
    expect(none).to.include({ code: 'out_of_scope', message: foreign.message });
    expect(await rejection(trigger('no such job'))).to.include({ code: 'unknown_job' });
    expect(await rejection(trigger('Job 2'))).to.include({ code: 'unknown_job' });
  });

  it('is seen, and the job listed, within the scope of its token only', async () => {
    const { runId } = await trigger('job-1');
    const [own, foreign] = ['job-1', 'job-2'].map((onlyJob) => ({ ...context, onlyJob }));
    if (own === undefined || foreign === undefined) throw new Error('There are two.');
    expect(await bench.operations.showRun(own, { runId })).to.include({ id: runId });
    const file = { kind: 'rows', maxBytes: 1 } as const;
    for (const refused of [
      bench.operations.showRun(foreign, { runId }),
      bench.operations.showRun(foreign, { runId: 'no such run' }),
      bench.operations.openRunFile(foreign, { runId, ...file }),
      bench.operations.openRunFile(foreign, { runId: 'no such run', ...file }),
      bench.operations.cancelRun(own, { runId }),
      bench.operations.listConnections(own),
    ]) {
      expect(await rejection(refused)).to.include({ code: 'out_of_scope' });
    }
    expect((await bench.operations.listJobs(own)).map(({ job }) => job.id)).to.deep.equal(['job-1']);
    expect(await bench.operations.listJobs(context)).to.have.length(2);
  });
});
