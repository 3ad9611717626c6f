import type { CrmClient, SourceQuery, SourceRow } from '../../connectors/connector.ts';
import type { JobDraft } from '../../domain/draft.ts';
import { UserError } from '../../domain/errors.ts';
import { hubObjects } from '../../domain/hub-object.ts';
import type { MappingEntry } from '../../domain/job.ts';
import { checkMapping } from '../../domain/mapping/check.ts';
import type { MappingInput, MappingProblem } from '../../domain/mapping/check.ts';
import { compileEntry } from '../../domain/mapping/compile.ts';
import { hubValueText, mapValue } from '../../domain/mapping/map-record.ts';
import { sourcePaths } from '../../domain/mapping/source-paths.ts';
import { sourceQuery } from '../../engine/source-query.ts';
import type { OperationContext, OperationDeps } from '../operation.ts';
import { askCrm } from './ask-crm.ts';
import { authorizeDrafts, ownDraft, sourceOf } from './own-draft.ts';
import { previewedRecords } from './preview-records.ts';
import { sampledRecords } from './sampled-records.ts';
import { valuesRead } from './source-values.ts';

export interface SampleEntryInput {
  readonly draft: string;
  /** A row as it is being edited; its target may be empty yet. */
  readonly entry: MappingEntry;
}

export interface EntrySample {
  /** What is read, as people read it; null where there is nothing. */
  readonly before: string | null;
  /** What is stored; null where there is nothing, or the record is rejected. */
  readonly after: string | null;
  /** Why it is rejected. */
  readonly reason: string | null;
}

export interface EntrySamples {
  /** Each once, at most five; none where the row has an error. */
  readonly samples: readonly EntrySample[];
  /** Of the row by itself: that others fill the same attribute is for the check of the whole draft. */
  readonly problems: readonly Pick<MappingProblem, 'severity' | 'code' | 'message' | 'position'>[];
}

const maxSamples = 5;
/** Stands for an attribute that is not chosen yet. */
const anyTarget = 'sample_value';

/**
 * What a row of a mapping makes of some records, rather of those in which its field has a value. Values are for whoever
 * asks, and for no log and no audit.
 *
 * @throws UserError, RetryableError, FatalError where the CRM cannot be asked.
 */
export async function sampleEntry(
  deps: OperationDeps,
  context: OperationContext,
  { draft: id, entry: given }: SampleEntryInput,
): Promise<EntrySamples> {
  authorizeDrafts(context);
  const { draft } = await ownDraft(await deps.store(), context, id);
  const { connectionId, target } = sourceOf(draft);
  const entry = given.target === '' ? { ...given, target: anyTarget, type: given.type ?? 'text' } : given;
  const attributes = await (await deps.hub()).attributes(target);
  return await askCrm(deps, connectionId, async (client, signal) => {
    const query = await samplingQuery(client, draft, entry);
    const input = { object: hubObjects[target], attributes, schema: query.schema };
    const problems = problemsOf(entry, input);
    if (problems.some(({ severity }) => severity === 'error')) return { samples: [], problems };
    const { records, timezone } = await sampledRecords(
      await deps.sessions(),
      [connectionId, query.schema.object.name, query.filter, query.fields],
      {
        now: context.now,
        async load() {
          const { timezone } = await client.identify();
          const isEmpty = query.fields.length === 0;
          return {
            timezone,
            records: isEmpty ? [[]] : await client.preview(query, previewedRecords, signal),
          };
        },
      },
    );
    const compiled = compileEntry(entry, { ...input, columns: query.fields, now: context.now, timezone });
    const read = valuesRead(entry, query.fields);
    const sampleOf = (record: SourceRow): EntrySample => {
      const mapped = mapValue(compiled, record);
      const before = read(record);
      return mapped.kind === 'rejected'
        ? { before, after: null, reason: withoutAnyTarget(mapped.reason) }
        : { before, after: hubValueText(mapped.value), reason: null };
    };
    return { samples: distinctSamples(records.map(sampleOf)), problems };
  });
}

function problemsOf(entry: MappingEntry, input: Omit<MappingInput, 'mapping'>): EntrySamples['problems'] {
  return checkMapping({ ...input, mapping: [entry] }).problems.filter(({ row }) => row !== null);
}

/** Of the records that the draft's filter lets through, if it is right; and of a field, those that have it. */
async function samplingQuery(client: CrmClient, draft: JobDraft, entry: MappingEntry): Promise<SourceQuery> {
  const { object, filter } = sourceOf(draft);
  const paths = sourcePaths([entry]);
  const query = await sourceQuery(client, { object, filter }, paths).catch((error: unknown) => {
    if (!(error instanceof UserError) || error.position === undefined) throw error;
    // The filter's own step tells what is wrong with it.
    return sourceQuery(client, { object, filter: '' }, paths);
  });
  const [only] = query.fields;
  if (entry.source.kind !== 'field' || only === undefined) return query;
  const found = query.schema.field(only);
  if (found.kind === 'missing' || !found.field.filterable || !found.field.nillable) return query;
  const span = { start: 0, end: 0 };
  const hasValue = {
    kind: 'comparison',
    field: { path: found.path, span },
    operator: '!=',
    value: { kind: 'null', span },
  } as const;
  return {
    ...query,
    filter: query.filter === null ? hasValue : { kind: 'and', operands: [query.filter, hasValue] },
  };
}

/** Reasons name the attribute that is filled: one that is not chosen yet has no name to tell. */
function withoutAnyTarget(reason: string): string {
  return reason.startsWith(`${anyTarget}: `) ? reason.slice(anyTarget.length + 2) : reason;
}

/** Each once, and no more than anybody reads. */
export function distinctSamples(samples: readonly EntrySample[]): EntrySample[] {
  const byText = new Map(samples.map((sample) => [JSON.stringify(sample), sample]));
  return [...byText.values()].slice(0, maxSamples);
}
