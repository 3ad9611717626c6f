import { maxBatchesInFlight, zeroCounts } from '../domain/run.ts';
import type { RunCounts } from '../domain/run.ts';
import { settled } from '../domain/settled.ts';
import type { LoadReject, LoadTarget, RunCheckpoint } from '../hub/hub.ts';
import type { MappedBatch } from './map-batch.ts';
import type { Loaded, RunHost } from './run-host.ts';
import type { ReadProgress, RunPosition } from './run-position.ts';

/** A batch and what goes with it. */
export interface Loading {
  readonly batch: MappedBatch;
  /** Called when it is the batch's turn. */
  readonly progress: () => Promise<ReadProgress>;
  /** Called once the batch is in, with what the hub rejected of it and the memory of its rows. */
  readonly loaded: (rejects: readonly LoadReject[], rows: Uint8Array) => void;
}

/** Hands batches to the hub in order, a few ahead of its answers, and keeps count. */
export interface Loader {
  /** Of the whole run so far, earlier attempts included. */
  readonly counts: RunCounts;
  /** Sequence of the latest batch that was answered. */
  readonly answered: number;
  /** Waits while `maxBatchesInFlight` are under way. @throws what an earlier batch failed with. */
  load(loading: Loading): Promise<void>;
  applyDeletes(crmIds: readonly string[]): Promise<void>;
  /** Notes where another attempt goes on, without a batch. */
  bookmark(position: RunPosition): Promise<void>;
  reconcile(read: ReadProgress): Promise<void>;
  /** Waits for every answer. @throws what a batch failed with. */
  drain(): Promise<void>;
  /** Hands over no more, and waits for the answers that are due. Never rejects. */
  settle(): Promise<void>;
}

export interface LoaderOptions {
  readonly host: Pick<RunHost, 'load' | 'applyDeletes' | 'reconcile'>;
  readonly target: LoadTarget;
  /** What is kept with a batch, so that another attempt may go on behind it. */
  readonly positionAt: (read: ReadProgress | null) => RunPosition;
  readonly checkpoint: RunCheckpoint | null;
}

export function createLoader({ host, target, positionAt, checkpoint }: LoaderOptions): Loader {
  let counts = checkpoint?.counts ?? zeroCounts;
  let sequence = checkpoint?.sequence ?? 0;
  let answered = sequence;
  let failure: { readonly error: unknown } | null = null;
  let isSettling = false;
  /** Resolves when the latest batch was handed over, not when it was answered. */
  let handedOver: Promise<void> = Promise.resolve();
  const underWay = new Set<Promise<void>>();

  function throwFailure(): void {
    if (failure !== null) throw failure.error;
  }

  async function handOver(own: number, { batch, progress }: Loading): Promise<{ answer: Promise<Loaded> }> {
    const read = await progress();
    throwFailure();
    const { rows, rowCount, hasRepeats, seenIds, countsBefore } = batch;
    const position = positionAt(read);
    const toLoad = { sequence: own, rows, rowCount, hasRepeats, seenIds, countsBefore, checkpoint: position };
    // In an object, or who waits for the handing over would wait for the answer.
    return { answer: host.load(target, toLoad) };
  }

  async function answer(own: number, loading: Loading, handing: ReturnType<typeof handOver>): Promise<void> {
    try {
      const { result, rows } = await (await handing).answer;
      counts = result.counts;
      loading.loaded(result.rejects, rows);
      answered = own;
    } catch (error) {
      failure ??= { error };
    }
  }

  async function applyDeletes(crmIds: readonly string[], position: RunPosition): Promise<void> {
    if (isSettling) return;
    sequence += 1;
    ({ counts } = await host.applyDeletes(target, sequence, crmIds, position));
    answered = sequence;
  }

  async function drain(): Promise<void> {
    await Promise.all(underWay);
    throwFailure();
  }

  return {
    get counts() {
      return counts;
    },
    get answered() {
      return answered;
    },
    async load(loading) {
      while (underWay.size >= maxBatchesInFlight) await Promise.race(underWay);
      throwFailure();
      if (isSettling) return;
      sequence += 1;
      const own = sequence;
      const handing = handedOver.then(() => handOver(own, loading));
      // Its error is seen by `answer`, below.
      handedOver = settled(handing);
      const answering = answer(own, loading, handing).finally(() => underWay.delete(answering));
      underWay.add(answering);
    },
    applyDeletes: (crmIds) => applyDeletes(crmIds, positionAt(null)),
    bookmark: (position) => applyDeletes([], position),
    async reconcile(read) {
      if (isSettling) return;
      sequence += 1;
      ({ counts } = await host.reconcile(target, sequence, positionAt(read)));
      answered = sequence;
    },
    drain,
    async settle() {
      isSettling = true;
      await Promise.all(underWay);
    },
  };
}
