/** Records gathered into what is sent, and noted, at once. */
import { zeroCounts } from '../../domain/run.ts';
import type { RunCounts } from '../../domain/run.ts';
import type { SentRecord } from '../../domain/sent-records.ts';
import type { Reject } from '../rejects-file.ts';
import type { Stop } from '../stop.ts';
import { createHeldRows } from './held-rows.ts';
import { heldCells, lastOf } from './judge.ts';
import type { ToSend, Verdict } from './judge.ts';
import type { Verdicts } from './verdicts.ts';

/** Records that follow each other; what becomes of all of them is noted at once. */
export interface OutboundBatch {
  readonly toSend: readonly ToSend[];
  /** Their new state came from the CRM: it is noted and not sent. */
  readonly adopted: readonly SentRecord[];
  /** Of those that are not sent. */
  readonly counts: RunCounts;
  readonly rejects: readonly Reject[];
  /** The last record of all. */
  readonly last: number;
}

/** Records of a batch that are read and not sent: after so many it is noted how far the run is. */
const maxReadRows = 20_000;

export interface BatchMaker {
  add(verdict: Verdict): void;
  /** Whether it is time to send what is gathered. */
  readonly isFull: boolean;
  /** What was gathered since the last call; null where nothing was. */
  take(): OutboundBatch | null;
}

/** @param batchRows most rows that are sent at once; of wide or long rows fewer are */
export function createBatchMaker(batchRows: number): BatchMaker {
  let toSend: ToSend[] = [];
  let adopted: SentRecord[] = [];
  let rejects: Reject[] = [];
  let unchanged = 0;
  let last = 0;
  const held = createHeldRows(batchRows);
  const read = (): number => toSend.length + adopted.length + rejects.length + unchanged;

  return {
    add(verdict) {
      last = lastOf(verdict);
      const cells = heldCells(verdict);
      if (cells !== null) held.add({ cells });
      if (verdict.kind === 'send') toSend.push(verdict.toSend);
      else if (verdict.kind === 'adopt') adopted.push(verdict.sent);
      else if (verdict.kind === 'reject') rejects.push(verdict.reject);
      else unchanged += verdict.records;
    },
    get isFull() {
      return held.isFull || read() >= maxReadRows;
    },
    take() {
      if (read() === 0) return null;
      const rejected = rejects.length;
      const asTheyAre = unchanged + adopted.length;
      const counts = { ...zeroCounts, read: asTheyAre + rejected, unchanged: asTheyAre, rejected };
      const batch = { toSend, adopted, rejects, counts, last };
      toSend = [];
      adopted = [];
      rejects = [];
      unchanged = 0;
      held.clear();
      return batch;
    },
  };
}

/** All of them, gathered. */
export async function* batchesOf(
  verdicts: Verdicts,
  batchRows: number,
  stop: Stop,
): AsyncGenerator<OutboundBatch, void> {
  const maker = createBatchMaker(batchRows);
  for (;;) {
    stop.check();
    const page = await stop.race(verdicts.take());
    if (page === null) break;
    for (const verdict of page) {
      maker.add(verdict);
      const batch = maker.isFull ? maker.take() : null;
      if (batch !== null) yield batch;
    }
  }
  const rest = maker.take();
  if (rest !== null) yield rest;
}
