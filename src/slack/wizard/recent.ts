import { createHash } from 'node:crypto';
import type { StoredDraft } from '../../domain/stored-draft.ts';

/** What was asked of CRM and hub a moment ago, so that turning pages does not ask again. In memory only. */
export interface Recent<Value> {
  /** What it was for this draft as it is now, or what `load` gives. A failure is not kept. */
  get(stored: StoredDraft, load: () => Promise<Value>): Promise<Value>;
  /** The next one is asked for anew. */
  forget(stored: StoredDraft): void;
}

/** So many people look at previews at the same time; a row of ten values is some hundred kB at most. */
const maxKept = 50;
const keptMs = 60_000;

interface Kept<Value> {
  readonly meaning: string;
  readonly since: number;
  readonly loaded: Promise<Value>;
}

export function createRecent<Value>(now: () => Date): Recent<Value> {
  // A Map keeps the order of insertion.
  const kept = new Map<string, Kept<Value>>();
  return {
    async get(stored, load) {
      const meaning = meaningOf(stored);
      const since = now().getTime();
      const known = kept.get(stored.id);
      if (known?.meaning === meaning && since - known.since < keptMs) return await known.loaded;
      const entry = { meaning, since, loaded: load() };
      kept.delete(stored.id);
      kept.set(stored.id, entry);
      for (const oldest of kept.keys()) {
        if (kept.size <= maxKept) break;
        kept.delete(oldest);
      }
      entry.loaded.catch(() => {
        if (kept.get(stored.id) === entry) kept.delete(stored.id);
      });
      return await entry.loaded;
    },
    forget: ({ id }) => void kept.delete(id),
  };
}

function meaningOf({ draft }: StoredDraft): string {
  const { connectionId, source, target, mapping, settings } = draft;
  return createHash('sha256')
    .update(JSON.stringify([connectionId, source, target, mapping, settings]))
    .digest('base64');
}
