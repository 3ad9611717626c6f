import { expect } from 'chai';
import { FatalError, isTold, RecordError, RetryableError, UserError } from '../../src/domain/errors.ts';

describe('the four errors', () => {
  const kinds = { UserError, RetryableError, RecordError, FatalError };

  it('are told apart by class and by name', () => {
    for (const [name, Kind] of Object.entries(kinds)) {
      const error = new Kind('What happened, where, and what to do.');
      expect(error).to.be.instanceOf(Error);
      expect(error.name).to.equal(name);
      for (const Other of Object.values(kinds)) expect(error instanceof Other).to.equal(Other === Kind);
    }
  });

  it('have a code a program can read, and keep what they come from', () => {
    const cause = new Error('socket hang up');
    for (const Kind of Object.values(kinds)) {
      expect(new Kind('…', { code: 'some_code', cause })).to.include({ code: 'some_code', cause });
      expect(new Kind('…').code).to.match(/^[a-z_]+$/);
    }
  });

  it('are told to whoever waits, but for that of a row; anything else is a bug', () => {
    for (const Kind of [UserError, RetryableError, FatalError]) expect(isTold(new Kind('…'))).to.equal(true);
    for (const other of [new RecordError('…'), new Error('…'), 'text', null, undefined])
      expect(isTold(other)).to.equal(false);
  });

  it('say where the trouble is, and how long to wait', () => {
    const error = new UserError('…', { position: 3, path: ['auth', 'clientId'] });
    expect(error).to.deep.include({ position: 3, path: ['auth', 'clientId'] });
    expect(new RetryableError('…', { retryAfterMs: 1_500 }).retryAfterMs).to.equal(1_500);
    expect(new RetryableError('…').retryAfterMs).to.equal(undefined);
  });
});
