import { expect } from 'chai';
import { takeConsole } from '../src/console.ts';
import { recordedLog } from './support/recorded-log.ts';

describe('what libraries print on the console', () => {
  it('is taken, until that is undone: the beginning of a text, and nothing of what may be a value', () => {
    const { warn } = console;
    const { log, lines } = recordedLog();
    const undo = takeConsole(log);
    console.warn('Rolling back transaction 1 failed.\nat x', { value: 'of a row' });
    console.error(new TypeError('of a row'));
    console.error(Object.create(null), 'of a row');
    undo();
    expect(console.warn).to.equal(warn);
    expect(lines.map(({ level, msg }) => [level, msg])).to.deep.equal([
      [40, 'A library printed: Rolling back transaction 1 failed.'],
      [50, 'A library printed: TypeError'],
      [50, 'A library printed: object'],
    ]);
    expect(JSON.stringify(lines)).not.to.include('of a row');
  });
});
