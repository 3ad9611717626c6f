/** The entries of a queue of runs: ids in the order in which they were added, and nothing that is known about a run. */
export interface Entries {
  /** Resolves when all connections stand. Where it rejects, these entries are of no use. */
  opened(): Promise<void>;
  /** Adds those that are not there yet; `ahead` of the others where said. */
  add(runIds: readonly string[], where?: 'ahead' | 'behind'): Promise<void>;
  /** The first entry, for this instance alone until its lock expires; null where none waits. */
  next(): Promise<Entry | null>;
  /** How many wait. */
  count(): Promise<number>;
  /** Tells the other instances that there is something new. */
  tell(): Promise<void>;
  /** Told of entries that are added, and of what others `tell`. */
  listen(listener: EntriesListener): void;
  /** Ends all connections; never rejects. */
  close(): Promise<void>;
}

export interface EntriesListener {
  readonly onAdded: () => void;
  readonly onTold: () => void;
}

export interface Entry {
  readonly runId: string;
  /** Takes the entry out of the queue. */
  remove(): Promise<void>;
  /** It waits again, no sooner than after this long. */
  putBack(delayMs: number): Promise<void>;
}
