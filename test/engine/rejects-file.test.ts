import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { openRejectsFile } from '../../src/engine/rejects-file.ts';

const path = 'runs/job-1/run-1.rejects.csv';
const columns = ['Id', 'Name'];
const aReject = (crmId: string, name: string | null) => ({
  code: 'too_long',
  reason: 'name: the value of field Name is longer than 128 characters.',
  crmId,
  row: [crmId, name],
});

describe('a rejects file', () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'crosswalk-rejects-'));
  });
  afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

  const lines = (): string[] => readFileSync(join(dataDir, path), 'utf8').split('\n');

  it('is there once a row was rejected, with code, reason, id and the row, to be opened in a spreadsheet', () => {
    const file = openRejectsFile({ dataDir, path, length: 0 });
    file.add([], columns);
    expect(file.path).to.equal(null);
    expect(existsSync(join(dataDir, path))).to.equal(false);
    file.add([aReject('001', 'Müller, "GmbH"')], columns);
    file.add([aReject('002', null)], columns);
    file.close();
    expect(file.path).to.equal(path);
    expect(lines()).to.deep.equal([
      '\uFEFFcode,reason,crm_id,Id,Name',
      'too_long,name: the value of field Name is longer than 128 characters.,001,001,"Müller, ""GmbH"""',
      'too_long,name: the value of field Name is longer than 128 characters.,002,002,',
      '',
    ]);
  });

  for (const formula of ['=HYPERLINK("http://evil")', '+1', '-1', '@SUM(A1)', '\t=1']) {
    it(`does not let a spreadsheet take ${JSON.stringify(formula)} for a formula`, () => {
      const file = openRejectsFile({ dataDir, path, length: 0 });
      file.add([aReject('001', formula)], columns);
      file.close();
      expect(lines().join('\n')).to.match(new RegExp(`,"?'${formula.charAt(0).replace(/[+]/, '\\+')}`));
    });
  }

  it('goes on from a length, and begins again where there is none', () => {
    const first = openRejectsFile({ dataDir, path, length: 0 });
    first.add([aReject('001', 'a')], columns);
    const { length } = first;
    first.add([aReject('lost', 'b')], columns);
    first.close();
    const second = openRejectsFile({ dataDir, path, length });
    second.add([aReject('002', 'c')], columns);
    second.close();
    expect(lines().map((line) => line.split(',')[2])).to.deep.equal(['crm_id', '001', '002', undefined]);
    openRejectsFile({ dataDir, path, length: 0 }).close();
    expect(existsSync(join(dataDir, path))).to.equal(false);
  });
});
