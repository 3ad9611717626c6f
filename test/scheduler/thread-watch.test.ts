import { expect } from 'chai';
import { watchThread } from '../../src/scheduler/thread-watch.ts';
import { fakeTime } from '../support/fake-time.ts';
import { rejection } from '../support/rejection.ts';

const minute = 60_000;

function watched(answers: (question: number) => boolean): {
  readonly time: ReturnType<typeof fakeTime>;
  readonly watch: ReturnType<typeof watchThread>;
  readonly asked: () => number;
} {
  const time = fakeTime();
  let asked = 0;
  const watch = watchThread(() => {
    asked += 1;
    if (answers(asked)) watch.heard();
  }, time);
  return { time, watch, asked: () => asked };
}

describe('the watch over the thread of a run', () => {
  it('gives it up when it has not answered for five minutes', async () => {
    const { time, watch, asked } = watched((question) => question <= 12);
    time.pass(2 * minute + 5 * minute);
    expect(time.delays()).to.have.length(1);
    time.pass(10_000);
    expect(await rejection(watch.deaf)).to.include({ code: 'run_thread_hangs' });
    expect(asked()).to.equal(42);
    expect(time.delays()).to.deep.equal([]);
  });

  it('goes on for as long as it answers now and then', () => {
    const { time } = watched((question) => question % 30 === 0);
    time.pass(24 * 60 * minute);
    expect(time.delays()).to.have.length(1);
  });

  it('asks no more when the run has ended', () => {
    const { time, watch } = watched(() => true);
    watch.end();
    expect(time.delays()).to.deep.equal([]);
  });
});
