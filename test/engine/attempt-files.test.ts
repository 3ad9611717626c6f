import { mkdtempSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import { filePath, inheritFiles } from '../../src/engine/attempt-files.ts';
import { openRunFile } from '../../src/engine/run-file.ts';
import type { RunFile } from '../../src/engine/run-file.ts';

const attempt = (number: number) => ({ id: 'run-1', jobId: 'job-1', attempt: number });
const rowsOf = (number: number): string => filePath(attempt(number), 'rows');

async function addPage(file: RunFile, text: string): Promise<number> {
  await file.addCsv(Buffer.from(text));
  return await file.endPage();
}

describe('the files of a run that is tried again', () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'crosswalk-attempts-'));
  });
  afterEach(() => rmSync(dataDir, { recursive: true }));

  const content = (path: string): string => gunzipSync(readFileSync(join(dataDir, path))).toString();
  const names = (): string[] => readdirSync(join(dataDir, 'runs', 'job-1')).toSorted();

  it('are its own: an instance that was taken for dead and writes on changes nothing about them', async () => {
    const first = openRunFile({ dataDir, path: rowsOf(1), length: 0 });
    const length = await addPage(first, 'Id\n1\n');
    await addPage(first, 'lost\n');
    inheritFiles(dataDir, attempt(2));
    const second = openRunFile({ dataDir, path: rowsOf(2), length });
    await addPage(second, '2\n');
    await addPage(first, 'of a ghost\n');
    await addPage(second, '3\n');
    await Promise.all([first.close(), second.close()]);
    expect(content(rowsOf(2))).to.equal('Id\n1\n2\n3\n');
  });

  it('go on from its own, where it was put back into the queue in between', async () => {
    const first = openRunFile({ dataDir, path: rowsOf(1), length: 0 });
    await addPage(first, 'of the first\n');
    await first.close();
    inheritFiles(dataDir, attempt(2));
    const second = openRunFile({ dataDir, path: rowsOf(2), length: 0 });
    await addPage(second, 'of the second\n');
    await second.close();
    inheritFiles(dataDir, attempt(2));
    expect(content(rowsOf(2))).to.equal('of the second\n');
  });

  it('are there as a whole or not at all', () => {
    const place = join(dataDir, rowsOf(1));
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, 'rows');
    // A folder in the way: as good as a disk that is full.
    mkdirSync(join(dataDir, `${rowsOf(2)}.part`));
    inheritFiles(dataDir, attempt(2));
    expect(names()).to.deep.equal(['run-1.csv.gz']);
    inheritFiles(dataDir, attempt(2));
    expect(names()).to.deep.equal(['run-1.2.csv.gz', 'run-1.csv.gz']);
  });

  it('are none where there were none', () => {
    inheritFiles(dataDir, attempt(1));
    inheritFiles(dataDir, attempt(2));
    expect(readdirSync(dataDir)).to.deep.equal([]);
  });
});
