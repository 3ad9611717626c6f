import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import { FatalError } from '../../src/domain/errors.ts';
import { findRows } from '../../src/engine/find-rows.ts';
import { openRunFile } from '../../src/engine/run-file.ts';
import { rejection } from '../support/rejection.ts';

const path = 'runs/job-1/run-1.csv.gz';
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('a run file', () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'crosswalk-run-file-'));
  });
  afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

  const text = (): string => gunzipSync(readFileSync(join(dataDir, path))).toString('utf8');

  it('without rows is a whole file with its header', async () => {
    const file = openRunFile({ dataDir, path, length: 0 });
    await file.addHeader(['Id', 'Owner.Name']);
    await file.close();
    expect(text()).to.equal('"Id","Owner.Name"\n');
  });

  it('is for the eyes of its own account only', async () => {
    const file = openRunFile({ dataDir, path, length: 0 });
    await file.addHeader(['Id']);
    await file.close();
    const rights = ['runs', 'runs/job-1', path].map((name) =>
      (statSync(join(dataDir, name)).mode & 0o777).toString(8),
    );
    expect(rights).to.deep.equal(['700', '700', '600']);
  });

  it('takes bytes as they came, and rows in the same form', async () => {
    const file = openRunFile({ dataDir, path, length: 0 });
    await file.addHeader(['Id', 'Name']);
    await file.addCsv(bytes('"1","quote"" 👩‍👩‍👧‍👦"\n'));
    await file.endPage();
    await file.addRows([
      ['2', 'two\nlines, "quoted"'],
      ['3', null],
      ['4', 'a\0b\r漢'],
    ]);
    await file.close();
    expect(text()).to.equal(
      '"Id","Name"\n"1","quote"" 👩‍👩‍👧‍👦"\n"2","two\nlines, ""quoted"""\n"3",""\n"4","a\0b\r漢"\n',
    );
  });

  it('tells where pages begin, and goes on from there after a crash', async () => {
    const first = openRunFile({ dataDir, path, length: 0 });
    await first.addHeader(['Id']);
    await first.addCsv(bytes('"1"\n'));
    const length = await first.endPage();
    expect(statSync(join(dataDir, path)).size).to.equal(length);
    await first.addCsv(bytes('"lost"\n'));
    expect(await first.pageStart).to.equal(length);
    await first.close();
    const second = openRunFile({ dataDir, path, length });
    expect(await second.pageStart).to.equal(length);
    await second.addCsv(bytes('"2"\n'));
    await second.close();
    expect(text()).to.equal('"Id"\n"1"\n"2"\n');
  });

  it('keeps its pages in order when one is begun before the last is written', async () => {
    const file = openRunFile({ dataDir, path, length: 0 });
    await file.addHeader(['n']);
    const ends: Promise<number>[] = [];
    let wanted = '"n"\n';
    for (let page = 0; page < 20; page += 1) {
      const lines = `"${page}"\n`.repeat(20_000);
      wanted += lines;
      await file.addCsv(bytes(lines));
      ends.push(file.endPage());
    }
    const lengths = await Promise.all(ends);
    await file.close();
    expect(lengths).to.deep.equal([...lengths].sort((a, b) => a - b));
    expect(text()).to.equal(wanted);
  });

  it('ends the page under way when it is closed, and may be closed twice', async () => {
    const file = openRunFile({ dataDir, path, length: 0 });
    await file.addHeader(['Id']);
    await file.addCsv(bytes('"1"\n'));
    await file.close();
    await file.close();
    expect(text()).to.equal('"Id"\n"1"\n');
    const error = await rejection(file.addCsv(bytes('"2"\n')).then(() => file.endPage()));
    expect(error.message).to.match(/closed/);
  });

  it('gives back records by their ids, as far as it was written', async () => {
    const file = openRunFile({ dataDir, path, length: 0 });
    await file.addHeader(['Name', 'Id']);
    await file.addRows([
      ['first\nline "quoted"', '001'],
      ['other', '002'],
    ]);
    const length = await file.endPage();
    await file.addRows([['too late', '003']]);
    await file.close();
    const found = await findRows({ dataDir, path, length }, new Set(['001', '003']), 1);
    expect(found.columns).to.deep.equal(['Name', 'Id']);
    expect([...found.rows]).to.deep.equal([['001', ['first\nline "quoted"', '001']]]);
  });

  it('that cannot be written says where, why and what to do', async () => {
    writeFileSync(join(dataDir, 'runs'), 'a file where the folder should be');
    try {
      openRunFile({ dataDir, path, length: 0 });
      expect.fail('it was opened');
    } catch (error) {
      expect(error).to.be.instanceOf(FatalError).and.have.property('code', 'file_not_writable');
      expect((error as Error).message)
        .to.include(dataDir)
        .and.match(/no folder.*DATA_DIR/);
    }
  });

  it('on a full disk fails as soon as the disk says so', async function () {
    // A device that is always full, where the system has one.
    if (!isFullDevicePresent()) return;
    mkdirSync(join(dataDir, 'runs'));
    symlinkSync('/dev/full', join(dataDir, 'runs/full'));
    const file = openRunFile({ dataDir, path: 'runs/full', length: 0 });
    const error = await rejection(file.addHeader(['Id']));
    expect(error).to.be.instanceOf(FatalError).and.have.property('code', 'disk_full');
    expect(error.message).to.match(/the disk is full/);
    expect(await rejection(file.close())).to.equal(error);
  });
});

function isFullDevicePresent(): boolean {
  return statSync('/dev/full', { throwIfNoEntry: false })?.isCharacterDevice() ?? false;
}
