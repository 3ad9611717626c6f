import { UserError } from '../../../src/domain/errors.ts';
import { hubObjects } from '../../../src/domain/hub-object.ts';
import type { HubAttribute, HubObjectName, HubValue } from '../../../src/domain/hub-object.ts';
import { addCounts, maxBatchesInFlight, zeroCounts } from '../../../src/domain/run.ts';
import type { RunCounts } from '../../../src/domain/run.ts';
import type { Hub, LoadReject, LoadResult, LoadTarget, RunCheckpoint } from '../../../src/hub/hub.ts';

interface HubRow {
  readonly keys: readonly string[];
  attributes: Record<string, HubValue>;
  hash: string;
  stamp: string;
  isDeleted: boolean;
  /** CRM id in the scope, and jobs that matched it. */
  match: string | null;
  readonly jobs: Set<string>;
}
interface RunState {
  checkpoint: RunCheckpoint;
  readonly seen: Set<string>;
}

const unique = (values: readonly string[]): boolean => new Set(values).size === values.length;

/** A hub in memory, with the meaning of the real one. */
export function createMemoryHub(): Hub {
  const tables = new Map<string, Map<string, HubRow>>();
  const added = new Map<HubObjectName, HubAttribute[]>();
  const runs = new Map<string, RunState>();
  const table = (name: string): Map<string, HubRow> => {
    const found = tables.get(name) ?? new Map<string, HubRow>();
    tables.set(name, found);
    return found;
  };
  const attributes = (object: HubObjectName): HubAttribute[] => [
    ...hubObjects[object].attributes,
    ...(added.get(object) ?? []),
  ];

  function settle(
    target: LoadTarget,
    sequence: number,
    checkpoint: unknown,
    work: (state: RunState) => { counts: RunCounts; rejects: LoadReject[] },
  ): LoadResult {
    const state = runs.get(target.runId) ?? {
      checkpoint: { sequence: 0, counts: zeroCounts, checkpoint: null, rejects: [] },
      seen: new Set<string>(),
    };
    const { checkpoint: last } = state;
    if (sequence <= last.sequence) {
      const known = last.rejects.find((each) => each.sequence === sequence);
      return { counts: last.counts, rejects: known?.rejects ?? [] };
    }
    if (sequence !== last.sequence + 1) throw new Error(`batch ${sequence} after ${last.sequence}`);
    const result = work(state);
    const counts = addCounts(last.counts, result.counts);
    const rejects = [...last.rejects, { sequence, rejects: result.rejects }].slice(-maxBatchesInFlight);
    runs.set(target.runId, {
      seen: state.seen,
      checkpoint: {
        sequence,
        counts,
        checkpoint: JSON.parse(JSON.stringify(checkpoint)) as unknown,
        rejects,
      },
    });
    return { counts, rejects: result.rejects };
  }

  return {
    attributes: (object) => Promise.resolve(attributes(object)),
    addAttributes(object, given) {
      const known = added.get(object) ?? [];
      for (const each of given) {
        const existing = attributes(object).find(({ name }) => name === each.name);
        if (existing !== undefined && existing.type !== each.type) {
          throw new UserError(`${each.name} has another type.`);
        }
        if (existing === undefined) known.push({ ...each, isKey: false, isStandard: false });
      }
      added.set(object, known);
      return Promise.resolve();
    },
    async load(target, batch) {
      await Promise.resolve();
      return settle(target, batch.sequence, batch.checkpoint, ({ seen }) => {
        const rejects: LoadReject[] = [];
        const n: { -readonly [K in keyof RunCounts]: number } = { ...zeroCounts };
        const rows = table(target.hubObject);
        const parsed = JSON.parse(new TextDecoder().decode(batch.rows)) as [
          string,
          string | null,
          string,
          Record<string, HubValue>,
          ...string[],
        ][];
        if (parsed.length !== batch.rowCount) throw new Error('wrong row count');
        if (!unique(parsed.map(([id]) => id))) throw new Error('a CRM id twice');
        if (!unique(parsed.map(([, , , , ...keys]) => keys.join('\0')))) throw new Error('a key twice');
        for (const id of batch.seenIds) seen.add(id);
        for (const [id, stamp, hash, values, ...keys] of parsed) {
          seen.add(id);
          n.read += 1;
          const key = keys.join('\0');
          const existing = rows.get(key);
          if (existing === undefined || existing.isDeleted) {
            if (!target.allowCreate) {
              n.ignored += 1;
              continue;
            }
            n.created += 1;
            if (target.dryRun) continue;
            rows.set(key, {
              keys,
              attributes: { ...values },
              hash,
              stamp: stamp ?? '',
              isDeleted: false,
              match: id,
              jobs: new Set([target.jobId]),
            });
            continue;
          }
          if (existing.match !== null && existing.match !== id) {
            if (!target.resolveConflicts) {
              n.rejected += 1;
              rejects.push({ crmId: id, code: 'conflict', message: `${existing.match} has the same key.` });
              continue;
            }
            const newer = (stamp ?? '') > existing.stamp || (stamp === existing.stamp && id > existing.match);
            if (!newer) {
              n.ignored += 1;
              continue;
            }
          }
          if (existing.hash === hash) n.unchanged += 1;
          else n.updated += 1;
          if (target.dryRun) continue;
          existing.jobs.add(target.jobId);
          Object.assign(existing, {
            attributes: { ...existing.attributes, ...values },
            hash,
            stamp: stamp ?? '',
            match: id,
          });
        }
        return { counts: addCounts(batch.countsBefore, n), rejects };
      });
    },
    async applyDeletes(target, sequence, crmIds, checkpoint) {
      await Promise.resolve();
      return settle(target, sequence, checkpoint, () => {
        let deleted = 0;
        const ids = new Set(crmIds);
        for (const row of table(target.hubObject).values()) {
          if (row.isDeleted || row.match === null || !ids.has(row.match)) continue;
          deleted += 1;
          if (!target.dryRun) Object.assign(row, { isDeleted: true, match: null });
        }
        return { counts: { ...zeroCounts, deleted }, rejects: [] };
      });
    },
    async reconcile(target, sequence, checkpoint) {
      await Promise.resolve();
      return settle(target, sequence, checkpoint, ({ seen }) => {
        let deleted = 0;
        for (const row of table(target.hubObject).values()) {
          if (row.isDeleted || row.match === null || seen.has(row.match) || !row.jobs.has(target.jobId))
            continue;
          deleted += 1;
          if (!target.dryRun) Object.assign(row, { isDeleted: true, match: null });
        }
        return { counts: { ...zeroCounts, deleted }, rejects: [] };
      });
    },
    checkpoint: (runId) => Promise.resolve(runs.get(runId)?.checkpoint ?? null),
    clearCheckpoint: (runId) => Promise.resolve(void runs.delete(runId)),
    runsWithCheckpoint: () => Promise.resolve([...runs.keys()]),
    dropMatches: () => Promise.resolve(0),
    count: (object) => Promise.resolve([...table(object).values()].filter((row) => !row.isDeleted).length),
    sample(object, limit) {
      const live = [...table(object).entries()]
        .filter(([, row]) => !row.isDeleted)
        .sort(([a], [b]) => (a < b ? -1 : 1));
      return Promise.resolve(
        live.slice(0, limit).map(([, row]) => {
          const keys = Object.fromEntries(
            hubObjects[object].keys.map((name, index) => [name, row.keys[index] ?? null]),
          );
          const blank = Object.fromEntries(attributes(object).map(({ name }) => [name, null]));
          return { ...blank, ...row.attributes, ...keys };
        }),
      );
    },
    close: () => Promise.resolve(),
  };
}
