import { defaultOutboundSettings, toRows } from '../domain/draft.ts';
import type { DraftSchedule } from '../domain/draft.ts';
import type { JobPatch } from '../domain/draft-patch.ts';
import type { DraftProblem } from '../domain/draft-problem.ts';
import type { Cadence, MappingEntry, MappingSource } from '../domain/job.ts';
import type { JobDocument, RowDocument } from './job-document.ts';
import type { SourcePath } from './yaml-source.ts';

/** All that a job of a file says, but for its connection, which it names by name. */
export function patchOf(document: JobDocument): JobPatch {
  const { name, description, notify } = document;
  const common = {
    name,
    description: description ?? '',
    mapping: [{ change: 'replace' as const, rows: toRows(document.mapping.map(entryOf)) }],
    notify: notify ?? {},
  };
  switch (document.direction) {
    case 'inbound': {
      const { direction, source, target, settings = {} } = document;
      return { ...common, direction, source, target, settings, schedule: scheduleOf(document.schedule) };
    }
    case 'outbound':
      break;
  }
  const { direction, source, target } = document;
  return {
    ...common,
    direction,
    source,
    target: { ...target, parent: target.parent ?? null },
    // What a file does not say is as decided on as what it does.
    settings: { ...defaultOutboundSettings, ...document.settings },
    schedule: scheduleOf(document.schedule),
  };
}

type Scheduled = Cadence & Omit<DraftSchedule, 'cadence'>;

function scheduleOf(schedule: Scheduled = { run: 'once' }): DraftSchedule {
  const { timezone, fullSync, enabled, disableAfter, ...cadence } = schedule;
  return { cadence, timezone, fullSync, enabled, disableAfter };
}

function entryOf(row: RowDocument): MappingEntry {
  const { from: _from, constant: _constant, formula: _formula, to, ...rest } = row;
  return { source: sourceOf(row), target: to, ...rest };
}

function sourceOf({ from, constant, formula }: RowDocument): MappingSource {
  if (constant !== undefined) return { kind: 'constant', value: constant };
  return formula === undefined ? { kind: 'field', path: from ?? '' } : { kind: 'formula', text: formula };
}

/** Where in the file stands what a problem of the draft is about. */
export function pathInFile(job: SourcePath, document: JobDocument, problem: DraftProblem): SourcePath {
  const [part, row, ofRow] = problem.path;
  if (part !== 'mapping' || typeof row !== 'number') return [...job, ...problem.path];
  return [...job, part, row, namesOfRow.get(String(ofRow)) ?? sourceName(document.mapping[row])];
}

const namesOfRow: ReadonlyMap<string, string> = new Map([
  ['target', 'to'],
  ['type', 'type'],
  ['formats', 'formats'],
  ['note', 'note'],
]);

function sourceName(row: RowDocument | undefined): string {
  if (row?.constant !== undefined) return 'constant';
  return row?.formula === undefined ? 'from' : 'formula';
}
