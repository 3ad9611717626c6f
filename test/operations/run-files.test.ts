import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { zeroCounts } from '../../src/domain/run.ts';
import { operationsForEach, operator, viewer } from '../support/operations.ts';
import type { OperationsBench } from '../support/operations.ts';
import { rejectLines } from '../../src/slack/notifications/reject-lines.ts';
import { from } from '../support/mapping.ts';
import { aConfiguration, aNewRun, anOutboundJob, anOutcome, noon, withJobs } from '../support/records.ts';
import { rejection } from '../support/rejection.ts';

const runId = 'run-1';
const maxBytes = 1_000;

describe('the files of a run', () => {
  let bench: OperationsBench;
  operationsForEach(async (opened) => {
    bench = opened;
    await withJobs(bench.store, 1);
    await bench.store.runs.enqueue(aNewRun({ id: runId }));
    await bench.store.runs.claim('me', noon);
    const counts = { ...zeroCounts, read: 3, rejected: 3 };
    const files = { rows: 'rows.csv.gz', rejects: 'rejects.csv' };
    await bench.store.runs.finish(runId, 'me', 1, anOutcome({ counts, files }));
  });

  const write = (name: string, content: string): void =>
    writeFileSync(join(bench.deps.dataDir, name), content);
  const rows = (context = operator) =>
    bench.operations.openRunFile(context, { runId, kind: 'rows', maxBytes });

  it('are opened under the name of the job, and it is written down who took them', async () => {
    write('rows.csv.gz', 'abc');
    const { name, bytes, content } = await rows();
    expect([name, bytes, await text(content)]).to.deep.equal(['Job 1 2026-03-01 1200.csv.gz', 3, 'abc']);
    const [entry] = await bench.store.audit.list({ limit: 1, offset: 0 });
    expect(entry).to.deep.include({
      operation: 'download-run-file',
      subject: 'job-1',
      actor: 'bob',
      after: { run: runId, file: 'rows', bytes: 3 },
    });
  });

  it('say first that they are the rejected rows, and when it was in the zone of whoever asks', async () => {
    write('rejects.csv', 'abc');
    const timezone = 'Europe/Berlin';
    const { name, content } = await bench.operations.openRunFile(operator, {
      runId,
      kind: 'rejects',
      maxBytes,
      timezone,
    });
    content.destroy();
    expect(name).to.equal('Rejected Job 1 2026-03-01 1300.csv');
  });

  it('need an operator, and so do rejected rows', async () => {
    write('rows.csv.gz', 'abc');
    expect(await rejection(rows(viewer))).to.include({ code: 'role_needed' });
    expect(await rejection(bench.operations.rejectedRows(viewer, { runId }))).to.include({
      code: 'role_needed',
    });
  });

  it('are refused where they are gone, or larger than can be brought', async () => {
    expect(await rejection(rows())).to.include({ code: 'file_gone' });
    write('rows.csv.gz', 'x'.repeat(maxBytes + 1));
    const refusal = await rejection(rows());
    expect(refusal).to.include({ code: 'file_too_large' });
    expect(refusal.message).to.contain('rows.csv.gz');
    const { id } = await bench.store.runs.enqueue(aNewRun({ id: 'run-2' }));
    const none = bench.operations.openRunFile(operator, { runId: id, kind: 'rejects', maxBytes });
    expect(await rejection(none)).to.include({ code: 'no_file' });
  });

  it('say why rows were rejected: to operators row by row, to everybody by reason', async () => {
    expect(await bench.operations.rejectedRows(operator, { runId })).to.equal(null);
    const reason = 'name: "far" too long,\nin two lines';
    write(
      'rejects.csv',
      `\uFEFFcode,reason,crm_id,Id\ntoo_long,"${reason.replaceAll('"', '""')}",001,001\nkey_missing,no key,,\nkey_missing,no key,,\n`,
    );
    expect(await bench.operations.rejectedRows(operator, { runId })).to.deep.equal([
      { code: 'too_long', reason, crmId: '001', keys: [] },
      { code: 'key_missing', reason: 'no key', crmId: '', keys: [] },
      { code: 'key_missing', reason: 'no key', crmId: '', keys: [] },
    ]);
    expect(await bench.operations.rejectSummary(viewer, { runId })).to.deep.equal({
      codes: [
        { code: 'key_missing', count: 2, fields: [] },
        { code: 'too_long', count: 1, fields: [] },
      ],
      counted: 3,
    });
  });

  it('name of an export its records by their keys, and fields of the mapping, and never a value', async () => {
    const job = anOutboundJob({
      id: 'job-1',
      name: 'Job 1',
      source: { object: 'users', filter: '' },
      mapping: [from('email', 'Email'), from('last_name', 'LastName'), from('title', 'Title')],
    });
    await bench.store.applyConfiguration(aConfiguration({ jobs: [{ job }] }));
    write(
      'rejects.csv',
      '\uFEFFcode,reason,crm_id,account_id,user_id,email\n' +
        'too_long,Title: the value of attribute title is longer.,,acme,1,a@b\n' +
        'STRING_TOO_LONG,data value too large: Smithson in LastName,003,acme,2,a@b\n' +
        'OTHER,Smithson is not allowed,,acme,3,a@b\n',
    );
    const rejects = await bench.operations.rejectedRows(operator, { runId });
    expect(rejects?.map(({ keys }) => keys)).to.deep.equal([
      ['acme', '1'],
      ['acme', '2'],
      ['acme', '3'],
    ]);
    const summary = await bench.operations.rejectSummary(viewer, { runId });
    expect(summary?.codes).to.deep.equal([
      { code: 'too_long', count: 1, fields: ['Title'] },
      { code: 'STRING_TOO_LONG', count: 1, fields: ['LastName'] },
      { code: 'OTHER', count: 1, fields: [] },
    ]);
    expect(rejectLines(summary ?? { codes: [], counted: 0 }, 2)).to.deep.equal([
      '• 1 × a value is longer than the hub keeps (Title)',
      '• 1 × a value is longer than its field in the CRM (LastName)',
      '• 1 × other reasons',
    ]);
  });
});
