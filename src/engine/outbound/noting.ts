import type { WritePosition } from '../../connectors/writing.ts';
import { awaitedLater } from '../../domain/awaited-later.ts';
import { zeroCounts } from '../../domain/run.ts';
import type { RunCounts } from '../../domain/run.ts';
import { settled } from '../../domain/settled.ts';
import type { SendTarget, SentBatch } from '../../hub/selection.ts';
import { noneSent } from '../../domain/sent-records.ts';
import type { PackedSent } from '../../domain/sent-records.ts';
import type { RunCheckpoint } from '../../hub/hub.ts';
import type { RunHost } from '../run-host.ts';
import { RunStopped } from '../run-stopped.ts';
import { outboundPosition } from './position.ts';
import type { OutboundPosition } from './position.ts';

/** What became of a batch, and the files with it in them. */
export interface Noted extends Pick<OutboundPosition, 'rowsLength' | 'rejectsLength'> {
  readonly records: PackedSent;
  readonly counts: RunCounts;
  /** The batch's last record. */
  readonly after: number;
}

/** One batch, from when its rows are known. */
export interface BatchNote {
  /** Where the results of its rows will be. Resolves when it is noted, and all that was before. */
  readonly bookmark: (write: WritePosition) => Promise<void>;
  /** Resolves when it is noted. The batches before it are. */
  readonly note: (noted: Noted) => Promise<void>;
}

/** Tells the hub what became of batches, one after the other, and keeps count. */
export interface Noting {
  /** Of the whole run so far, earlier attempts included. */
  readonly counts: RunCounts;
  /** The next batch. */
  begin(): BatchNote;
  /** What becomes of the run; resolves when it is noted. */
  turn(change: Pick<OutboundPosition, 'pass' | 'askedAt' | 'pendingLength' | 'rowsLength'>): Promise<void>;
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

/** The rows that an earlier attempt sent and did not settle are in so many batches: one was answered, one on its way. */
const earlierBatches = 2;

export function createNoting(options: NotingOptions): Noting {
  const { host, target, checkpoint } = options;
  let { position, earlier } = options;
  let counts = checkpoint?.counts ?? zeroCounts;
  let sequence = checkpoint?.sequence ?? 0;
  let settledBatches = 0;
  /** Those that are begun and not noted, in their order. */
  const open: { write: WritePosition | null }[] = [];
  let isSettling = false;
  let underWay: Promise<void> = Promise.resolve();

  /** In the order of the calls. Resolves when it is noted. */
  function tell(batch: Pick<SentBatch, 'records' | 'counts'>): Promise<void> {
    const writes = [...earlier, ...open.map(({ write }) => write)].filter((write) => write !== null);
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
    begin() {
      const batch: (typeof open)[number] = { write: null };
      open.push(batch);
      return {
        async bookmark(write) {
          batch.write = write;
          await tell({ records: noneSent, counts: zeroCounts });
        },
        async note({ records, counts: ofBatch, ...place }) {
          if (open.shift() !== batch) throw new Error('Batches are to be noted in their order');
          position = { ...position, ...place };
          settledBatches += 1;
          if (settledBatches === earlierBatches) earlier = [];
          await tell({ records, counts: ofBatch });
        },
      };
    },
    async turn(change) {
      position = { ...position, ...change };
      await tell({ records: noneSent, counts: zeroCounts });
    },
    async settle() {
      isSettling = true;
      await settled(underWay);
    },
  };
}
