import { expect } from 'chai';
import { makeRoom } from '../../../src/playground/workspace/file-room.ts';
import type { StoredFile } from '../../../src/playground/workspace/model.ts';

function filesOf(...sizes: readonly number[]): Map<string, StoredFile> {
  const files = sizes.map((size, i) => ({
    id: `F${i}`,
    name: 'rows.csv.gz',
    title: 'rows.csv.gz',
    userId: 'U1',
    mimetype: 'application/gzip',
    createdAt: i,
    size,
    bytes: size === 0 ? null : new Uint8Array(size),
    isComplete: size > 0,
    sharedIn: new Set<string>(),
  }));
  return new Map(files.map((file) => [file.id, file]));
}

function kept(files: Map<string, StoredFile>, maxBytes: number, maxFiles: number): string {
  makeRoom(files, { maxBytes, maxFiles });
  return [...files.keys()].join(' ');
}

describe('the files of a workspace', () => {
  it('stay while there is room', () => {
    expect(kept(filesOf(10, 20, 30), 60, 3)).to.equal('F0 F1 F2');
  });

  it('go, the oldest first, where there are too many or too large ones', () => {
    expect(kept(filesOf(10, 20, 30), 59, 3)).to.equal('F1 F2');
    expect(kept(filesOf(1, 0, 1, 1), 60, 2)).to.equal('F2 F3');
  });

  it('that came last stay, however large they are', () => {
    expect(kept(filesOf(10, 100), 50, 3)).to.equal('F1');
  });
});
