import type { WritePosition } from '../../connectors/writing.ts';
import { awaitedLater } from '../../domain/awaited-later.ts';
import { zeroCounts } from '../../domain/run.ts';
import type { RunCounts } from '../../domain/run.ts';
import { settled } from '../../domain/settled.ts';
import type { SendTarget, SentBatch, SentRecord } from '../../hub/selection.ts';
import type { RunCheckpoint } from '../../hub/hub.ts';
import type { RunHost } from '../run-host.ts';
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
  /** Resolves when the batch before is noted, while this one is on its way. @throws what that failed with. */
  note(noted: Noted): Promise<void>;
  /**
   * Where the results of the rows that are on their way will be, or what becomes of the run; resolves when it is noted.
   */
  bookmark(
    write: WritePosition | null,
    change?: Pick<OutboundPosition, 'pass' | 'askedAt' | 'pendingLength' | 'rowsLength'>,
  ): Promise<void>;
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
  readonly position: Omit<OutboundPosition, 'version' | 'write'>;
}

export function createNoting({ host, target, checkpoint, position: first }: NotingOptions): Noting {
  let position = first;
  let counts = checkpoint?.counts ?? zeroCounts;
  let sequence = checkpoint?.sequence ?? 0;
  let isSettling = false;
  let underWay: Promise<void> = Promise.resolve();

  async function tell(batch: Omit<SentBatch, 'sequence'>): Promise<void> {
    await underWay;
    if (isSettling) return;
    sequence += 1;
    const told = host.noteSent(target, { ...batch, sequence }).then((given) => {
      counts = given;
    });
    underWay = awaitedLater(told);
  }

  return {
    get counts() {
      return counts;
    },
    async note({ records, counts: ofBatch, ...place }) {
      position = { ...position, ...place };
      await tell({
        records,
        counts: ofBatch,
        checkpoint: outboundPosition({ ...position, write: null }),
      });
    },
    async bookmark(write, change) {
      position = { ...position, ...change };
      await tell({ records: [], counts: zeroCounts, checkpoint: outboundPosition({ ...position, write }) });
      await underWay;
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
