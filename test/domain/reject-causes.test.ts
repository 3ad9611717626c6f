import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { rejectCause, rejectCauses } from '../../src/domain/reject-causes.ts';
import { projectRoot } from '../support/project-root.ts';

/** The codes with which our own code rejects a row. */
function ownCodes(): readonly string[] {
  const folders = ['domain/mapping', 'domain/outbound', 'domain/formula', 'hub', 'connectors', 'engine'];
  return folders.flatMap((folder) => {
    const path = join(projectRoot, 'src', folder);
    const files = readdirSync(path, { recursive: true, encoding: 'utf8' });
    return files
      .filter((name) => name.endsWith('.ts'))
      .flatMap((name) => codesIn(readFileSync(join(path, name), 'utf8')));
  });
}

function codesIn(source: string): readonly string[] {
  const patterns = [
    // An error of one row, and the function that makes one.
    /new RecordError\([^;]*?code: '(\w+)'/gs,
    /wrong\([^;]*?, '(\w+)'\)/gs,
    /code = '(\w+)'\): never/g,
    // What a connector says of a row that it did not send, and the hub of one that it did not take.
    /kind: 'rejected',[^}]*?code: '(\w+)'/gs,
    /SET code = '(\w+)'/g,
  ];
  return patterns.flatMap((pattern) => [...source.matchAll(pattern)].map(([, code = '']) => code));
}

describe('why rows are rejected', () => {
  it('is in words for every code of our own', () => {
    const codes = [...new Set(ownCodes())];
    expect(codes).to.include.members(['key_missing', 'wrong_value', 'formula_failed', 'no_key', 'key_taken']);
    for (const code of codes) expect(rejectCauses, code).to.have.property(code);
  });

  it('is half a sentence, to stand after a number of rows', () => {
    for (const [code, words] of Object.entries(rejectCauses)) expect(words, code).to.match(/^[a-z].*[^.]$/);
  });

  it('is the code where nobody knows it, for people to look up', () => {
    expect(rejectCause('some_reason')).to.equal('some reason');
    expect(rejectCause('APEX_ERROR')).to.equal('the CRM answered APEX_ERROR');
    expect(rejectCause('0x80041234')).to.equal('the CRM answered 0x80041234');
    expect(rejectCause('constructor')).to.equal('constructor');
  });
});
