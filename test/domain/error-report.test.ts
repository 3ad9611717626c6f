import { expect } from 'chai';
import { QueryTypes } from 'sequelize';
import { openDatabase } from '../../src/database/open-database.ts';
import { kindOf, reportOf } from '../../src/domain/error-report.ts';
import { FatalError, RecordError } from '../../src/domain/errors.ts';
import { carryError, errorOf } from '../../src/engine/carried-error.ts';
import { createLog } from '../../src/log.ts';
import { caught } from '../support/caught.ts';
import { describeOnBothDatabases } from '../support/postgres.ts';

const planted = 'Jane Doe, born 1980';

describe('the report of an error', () => {
  it('has class, code and the way there, but no message', () => {
    const error = Object.assign(new TypeError(`cannot read ${planted}`), { code: 'ERR_X', about: planted });
    const report = reportOf(error);
    expect(report).to.include({ type: 'TypeError', code: 'ERR_X' });
    expect(report.stack).to.match(/^ {4}at .*error-report\.test/);
    expect(JSON.stringify(report)).not.to.include(planted);
    expect(kindOf(error)).to.equal('TypeError ERR_X');
  });

  it('has the message of an error that was written for people', () => {
    expect(reportOf(new FatalError('The field Name is gone.', { code: 'unknown_field' }))).to.include({
      code: 'unknown_field',
      message: 'The field Name is gone.',
    });
    expect(reportOf(new RecordError(planted)).message).to.equal(undefined);
  });

  it('has no value that looks like a part of it', () => {
    const frames = [
      `${planted}\n    at ${planted} (/etc/passwd:1:2)`,
      `x\n    at /${planted}:1:1`,
      `x\n    at async f (file:///x.js:1:2)\n${planted}`,
    ];
    for (const message of frames) {
      const error = new Error(message);
      expect(JSON.stringify(reportOf(error)), message).not.to.include(planted);
      error.message = 'changed afterwards';
      expect(reportOf(error).type).to.equal('Error');
    }
    const odd = Object.assign(new Error('x'), { name: planted, code: planted });
    expect(JSON.stringify(reportOf(odd))).not.to.include(planted);
    expect(reportOf(planted)).to.deep.equal({ type: 'string' });
  });

  it('goes down to causes and to errors of errors, so far and no further', () => {
    const cause = new AggregateError([new RangeError(planted), planted], planted);
    const report = reportOf(new Error(planted, { cause }));
    expect(report.cause?.errors?.map(({ type }) => type)).to.deep.equal(['RangeError', 'string']);
    const loop: Error & { cause?: unknown } = new Error(planted);
    loop.cause = loop;
    expect(JSON.stringify(reportOf(loop)).match(/"type"/g)).to.have.length(4);
  });
});

describeOnBothDatabases('what a log has of an error of the database', (fresh) => {
  it('is why it refused a row, and nothing of the row', async () => {
    const database = await openDatabase(await fresh());
    try {
      await database.query('CREATE TABLE people (name TEXT PRIMARY KEY, age INTEGER CHECK (age > 0))');
      const insert = (age: number) =>
        caught(database.query('INSERT INTO people (name, age) VALUES ($1, $2)', { bind: [planted, age] }));
      await database.query('INSERT INTO people (name, age) VALUES ($1, 1)', { bind: [planted] });
      const taken = await insert(2);
      const refused = await insert(-1);
      const unread = await caught(
        database.query(`SELECT CAST('${planted}' AS INTEGER) + json('${planted}')`, {
          type: QueryTypes.SELECT,
        }),
      );
      for (const error of [taken, refused, unread]) {
        let text = '';
        createLog({ level: 'info', destination: { write: (line) => void (text += line) } }).error(
          { err: error },
          'a run was interrupted by an error',
        );
        expect(text).not.to.include(planted).and.not.to.include('INSERT INTO');
        const { err } = JSON.parse(text) as { err: { type: string; stack: string; cause: { code: string } } };
        expect(err.type).to.match(/^Sequelize\w+Error$/);
        expect(err.cause.code).to.match(/^(?:SQLITE_\w+|[0-9A-Z]{5})$/);
        expect(err.stack).to.include('error-report.test');
        const carried = errorOf(carryError(error));
        expect(reportOf(carried).code).to.equal(`${err.type}:${err.cause.code}`);
      }
    } finally {
      await database.close();
    }
  });
});
