import type { Write } from '../../connectors/writing.ts';
import { hubObjects } from '../../domain/hub-object.ts';
import { zeroCounts } from '../../domain/run.ts';
import type { OutboundRecord, SelectedPage, SendTarget } from '../../hub/selection.ts';
import { outboundFingerprint } from '../fingerprint.ts';
import { refuseNothingSent } from '../outcome.ts';
import { beginAgain } from '../attempts.ts';
import type { Attempt, AttemptsOptions } from '../attempts.ts';
import { openRunFiles } from '../run-files.ts';
import type { OpenRunFiles } from '../run-files.ts';
import type { OutboundSpec } from '../run-host.ts';
import { createNoting } from './noting.ts';
import type { Noting } from './noting.ts';
import type { OutboundPosition } from './position.ts';
import { prepareOutbound } from './prepare.ts';
import type { PreparedOutbound } from './prepare.ts';
import { rowHasher } from './row-hash.ts';
import { sendRows } from './send-rows.ts';

export interface OutboundAttemptOptions extends AttemptsOptions<OutboundSpec> {
  /** null = from the beginning. */
  readonly resumed: OutboundPosition | null;
}

/** Records of one page of the hub: some pages make a batch that is loaded in bulk. */
const pageRows = 2_000;

export function createOutboundAttempt(options: OutboundAttemptOptions): Attempt {
  const { spec, host, client, stop, now, resumed } = options;
  const { run, job, dataDir } = spec;
  const checkpoint = resumed === null ? null : spec.checkpoint;
  let noting: Noting | null = null;
  let files: OpenRunFiles | null = null;

  async function execute(): Promise<null> {
    // First of all: whatever ends this attempt, the files are whole.
    if (resumed !== null) files = openRunFiles(dataDir, run, resumed);
    host.reportProgress({ phase: 'counting', expectedRows: resumed?.expectedRows ?? null });
    // The same moment for every attempt, so that filter and formulas which ask for the time give the same.
    const prepared = await stop.race(prepareOutbound(spec, client, host, run.startedAt ?? now()));
    const { compiled, selection, scope } = prepared;
    const fingerprint = outboundFingerprint(job, { orgId: scope.orgId, hubId: spec.hub.id });
    if (resumed !== null && resumed.fingerprint !== fingerprint)
      throw beginAgain('The job or its org changed.');
    const expectedRows = resumed?.expectedRows ?? (await stop.race(host.countSelected(selection)));
    const keyNames = hubObjects[job.source.object].keys;
    if (files === null) {
      files = openRunFiles(dataDir, run, null);
      await files.rows.addHeader([
        ...keyNames,
        'crm_id',
        'result',
        ...compiled.fields.map(({ name }) => name),
      ]);
    }
    const target: SendTarget = { ...scope, runId: run.id, attempt: run.attempt, dryRun: run.dryRun };
    const place = {
      fingerprint,
      expectedRows,
      after: resumed?.after ?? null,
      rowsLength: await files.rows.endPage(),
      rejectsLength: files.rejects.length,
    };
    noting = createNoting({ host, target, checkpoint, position: place });
    host.reportProgress({ phase: 'sending', expectedRows });
    const write = await stop.race(openWrite(prepared, expectedRows));
    const firstReason = await sendRows({
      write,
      rules: {
        compiled,
        hashesOf: rowHasher(compiled.fields, job, { filled: spec.filled, object: prepared.object }),
        sendsAll: run.mode === 'full',
      },
      nextPage: (after) => pageAfter(prepared, after),
      after: place.after,
      files,
      rejectColumns: [...keyNames, ...prepared.attributes],
      noting,
      dryRun: run.dryRun,
      stop,
    });
    await noting.drain();
    stop.check();
    host.reportProgress({ phase: 'finishing', expectedRows });
    await write.close();
    refuseNothingSent(noting.counts, firstReason);
    return null;
  }

  function openWrite({ object, compiled }: PreparedOutbound, expectedRows: number): Promise<Write> {
    return client.openWrite({
      object,
      fields: compiled.fields.map(({ name, refersTo }) => ({ name, refersTo })),
      matchOn: job.target.matchOn,
      ...job.settings,
      expectedRows,
      resumeFrom: resumed?.write ?? null,
      signal: stop.crm,
    });
  }

  function pageAfter(
    { scope, selection, attributes, parentObject }: PreparedOutbound,
    after: number | null,
  ): Promise<SelectedPage<OutboundRecord>> {
    return host.selectOutbound(scope, selection, { attributes, after, limit: pageRows, parentObject });
  }

  return {
    execute,
    get counts() {
      return noting?.counts ?? checkpoint?.counts ?? zeroCounts;
    },
    get files() {
      return files?.paths ?? { rows: null, rejects: null };
    },
    async close() {
      await noting?.settle();
      await files?.close();
    },
  };
}
