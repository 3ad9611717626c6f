import { toRows } from '../domain/draft.ts';
import type { JobPatch } from '../domain/draft-patch.ts';
import type { DraftProblem } from '../domain/draft-problem.ts';
import type { MappingEntry, MappingSource } from '../domain/job.ts';
import type { JobDocument, RowDocument } from './job-document.ts';
import type { SourcePath } from './yaml-source.ts';

/** All that a job of a file says, but for its connection, which it names by name. */
export function patchOf(document: JobDocument): JobPatch {
  const { name, description, source, target, settings, notify, schedule } = document;
  const { timezone, fullSync, enabled, disableAfter, ...cadence } = schedule ?? { run: 'once' };
  return {
    name,
    description: description ?? '',
    source,
    target,
    mapping: [{ change: 'replace', rows: toRows(document.mapping.map(entryOf)) }],
    settings: settings ?? {},
    schedule: { cadence, timezone, fullSync, enabled, disableAfter },
    notify: notify ?? {},
  };
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
