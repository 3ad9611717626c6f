import type { WritePosition } from '../../connectors/writing.ts';
import { awaitedLater } from '../../domain/awaited-later.ts';
import { zeroCounts } from '../../domain/run.ts';
import type { RunCounts } from '../../domain/run.ts';
import { settled } from '../../domain/settled.ts';
import type { SendTarget, SentBatch, SentRecord } from '../../hub/selection.ts';
import type { RunCheckpoint } from '../../hub/hub.ts';
import type { RunHost } from '../run-host.ts';
import { RunStopped } from '../run-stopped.ts';
import { outboundPosition } from './position.ts';
import type { OutboundPosition } from './position.ts';

/** What became of a batch, and the files with it in them. */
export interface Noted extends Pick<OutboundPosition, 'rowsLength' | 'rejectsLength'> {
  readonly records: readonly SentRecord[];
  readonly counts: RunCounts;
  /** The batch's last record. */
  readonly after: number;
}

/** Tells the hub what became of batches, one after the other, and keeps count. */
export interface Noting {
  /** Of the whole run so far, earlier attempts included. */
  readonly counts: RunCounts;
  /** Where the results of the rows that are on their way will be. Resolves when it is noted, and all that was before. */
  bookmark(write: WritePosition): Promise<void>;
  /** The rows that were on their way are answered: they are noted next, and others may be on their way meanwhile. */
  answered(): void;
  /** Resolves when the batch before is noted, while this one is on its way. @throws what that failed with. */
  note(noted: Noted): Promise<void>;
  /** What becomes of the run; resolves when it is noted. */
  turn(change: Pick<OutboundPosition, 'pass' | 'askedAt' | 'pendingLength' | 'rowsLength'>): Promise<void>;
  /** @throws what the last one failed with. */
  drain(): Promise<void>;
  /** Notes nothing more, and waits for what is under way. Never rejects. */
  settle(): Promise<void>;
}

export interface NotingOptions {
  readonly host: Pick<RunHost, 'noteSent'>;
  readonly target: SendTarget;
  readonly checkpoint: RunCheckpoint | null;
  /** Where the run stands before the first of them. */
  readonly position: Omit<OutboundPosition, 'version' | 'writes'>;
  /** Of an earlier attempt, whose rows come again. */
  readonly earlier: readonly WritePosition[];
}

/** The rows of an earlier attempt that were not settled are in so many batches: one was answered, one on its way. */
const earlierBatches = 2;

export function createNoting(options: NotingOptions): Noting {
  const { host, target, checkpoint } = options;
  let { position, earlier } = options;
  let counts = checkpoint?.counts ?? zeroCounts;
  let sequence = checkpoint?.sequence ?? 0;
  let batches = 0;
  let answered: WritePosition | null = null;
  let onTheWay: WritePosition | null = null;
  let isSettling = false;
  let underWay: Promise<void> = Promise.resolve();

  /** In the order of the calls. Resolves when it is noted. */
  function tell(batch: Pick<SentBatch, 'records' | 'counts'>): Promise<void> {
    const writes = [...earlier, answered, onTheWay].filter((write) => write !== null);
    const told = { ...batch, checkpoint: outboundPosition({ ...position, writes }) };
    const before = underWay;
    underWay = awaitedLater(tellAfter(before, told));
    return underWay;
  }

  async function tellAfter(before: Promise<void>, batch: Omit<SentBatch, 'sequence'>): Promise<void> {
    await before;
    // Whoever waits for it is not to go on as if it were noted.
    if (isSettling) throw new RunStopped('lost');
    sequence += 1;
    counts = await host.noteSent(target, { ...batch, sequence });
  }

  return {
    get counts() {
      return counts;
    },
    async bookmark(write) {
      onTheWay = write;
      await tell({ records: [], counts: zeroCounts });
    },
    answered() {
      answered = onTheWay;
      onTheWay = null;
    },
    async note({ records, counts: ofBatch, ...place }) {
      position = { ...position, ...place };
      answered = null;
      batches += 1;
      if (batches === earlierBatches) earlier = [];
      const before = underWay;
      void tell({ records, counts: ofBatch });
      await before;
    },
    async turn(change) {
      position = { ...position, ...change };
      await tell({ records: [], counts: zeroCounts });
    },
    async drain() {
      await underWay;
    },
    async settle() {
      isSettling = true;
      await settled(underWay);
    },
  };
}
