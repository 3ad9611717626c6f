import { expect } from 'chai';
import * as fc from 'fast-check';
import { FatalError } from '../../src/domain/errors.ts';
import {
  activeRunStatuses,
  addCounts,
  checkTransition,
  isActive,
  runStatuses,
  runTransitions,
  zeroCounts,
  type RunCounts,
  type RunStatus,
} from '../../src/domain/run.ts';

describe('the status of a run', () => {
  const allowed: readonly [from: RunStatus, to: RunStatus, why: string][] = [
    ['queued', 'running', 'it is claimed'],
    ['queued', 'cancelled', 'a person cancels it before it begins'],
    ['queued', 'failed', 'its job or connection is gone'],
    ['running', 'succeeded', 'all rows are in'],
    ['running', 'partly succeeded', 'some rows are rejected'],
    ['running', 'failed', 'it cannot go on'],
    ['running', 'cancelled', 'a person cancels it'],
    ['running', 'waiting for approval', 'it would change too much'],
    ['running', 'queued', 'its process ended and it is resumed'],
    ['waiting for approval', 'queued', 'it is approved'],
    ['waiting for approval', 'cancelled', 'it is rejected'],
    ['waiting for approval', 'failed', 'nobody answered'],
  ];
  for (const [from, to, why] of allowed) {
    it(`goes from ${from} to ${to}: ${why}`, () => {
      expect(() => checkTransition(from, to)).not.to.throw();
    });
  }

  it('goes no other way: that would be a bug, and is said to be one', () => {
    for (const from of runStatuses) {
      for (const to of runStatuses) {
        if (allowed.some(([a, b]) => a === from && b === to)) continue;
        expect(() => checkTransition(from, to))
          .to.throw(FatalError, `A run that is ${from} cannot become ${to}.`)
          .with.property('code', 'invalid_transition');
      }
    }
  });

  it('is final exactly where it is not active', () => {
    for (const status of runStatuses) {
      expect(isActive(status), status).to.equal(runTransitions[status].length > 0);
    }
    expect(activeRunStatuses).to.deep.equal(runStatuses.filter(isActive));
  });

  it('can be reached, each of them, from the queue', () => {
    const reached = new Set<RunStatus>(['queued']);
    for (const status of reached) for (const next of runTransitions[status]) reached.add(next);
    expect([...reached]).to.have.members([...runStatuses]);
  });
});

describe('counts of a run', () => {
  const count = fc.nat(1_000_000);
  const counts: fc.Arbitrary<RunCounts> = fc.record({
    read: count,
    created: count,
    updated: count,
    unchanged: count,
    ignored: count,
    rejected: count,
    deleted: count,
  });

  it('add up, whatever they are added to first', () => {
    fc.assert(
      fc.property(counts, counts, counts, (a, b, c) => {
        expect(addCounts(a, zeroCounts)).to.deep.equal(a);
        expect(addCounts(a, b)).to.deep.equal(addCounts(b, a));
        expect(addCounts(addCounts(a, b), c)).to.deep.equal(addCounts(a, addCounts(b, c)));
        expect(addCounts(a, b).read).to.equal(a.read + b.read);
      }),
    );
  });
});
