/** What the filter of a draft is written against, and tried on: an object of the CRM, or one of the hub. */
import type { AskClock } from '../../assistant/assistant.ts';
import { parentsNamed } from '../../assistant/parents-named.ts';
import type { JobDraft } from '../../domain/draft.ts';
import type { SourceSchema } from '../../domain/source-schema.ts';
import type { StoredDraft } from '../../domain/stored-draft.ts';
import { sourceQuery } from '../../engine/source-query.ts';
import { askCrm } from '../drafts/ask-crm.ts';
import { countRecords } from '../drafts/count-records.ts';
import { sentRecords } from '../drafts/outbound/ends.ts';
import { hubRecords } from '../drafts/outbound/hub-selection.ts';
import { sourceOf } from '../drafts/own-draft.ts';
import type { OperationContext, OperationDeps } from '../operation.ts';

export interface FilterSource extends AskClock {
  /** With the parents that the text may speak of. */
  readonly schema: SourceSchema;
  /** @throws UserError where the filter cannot be read, does not go with the object, or its owner cannot say it. */
  check(filter: string): Promise<void>;
  /** Records that pass a filter that was checked. */
  count(filter: string): Promise<number>;
}

/** A person looks at the proposal meanwhile: it is worth having without the number, too. */
export const countDeadlineMs = 8_000;

/**
 * @param text what is asked, for the parents that it names
 * @param timezone the person's, by which an export's days are told; an import's are told by the connection's
 */
export async function filterSource(
  deps: OperationDeps,
  context: OperationContext,
  {
    stored,
    text,
    timezone,
  }: { readonly stored: StoredDraft; readonly text: string; readonly timezone: string },
): Promise<FilterSource> {
  const { draft } = stored;
  return draft.direction === 'inbound'
    ? await crmSource(deps, context, stored, text)
    : await hubSource(deps, context, draft, timezone);
}

async function crmSource(
  deps: OperationDeps,
  context: OperationContext,
  { id, draft }: StoredDraft,
  text: string,
): Promise<FilterSource> {
  const { connectionId, object } = sourceOf(draft);
  return await askCrm(deps, connectionId, async (client) => {
    const own = await client.loadSchema(object, []);
    const parents = parentsNamed(text, own.object);
    const schema =
      parents.length === 0
        ? own
        : await client.loadSchema(
            object,
            parents.map((name) => `${name}.Id`),
          );
    const { timezone } = await client.identify();
    return {
      schema,
      now: context.now,
      timezone,
      async check(filter) {
        await askCrm(deps, connectionId, (asked) => sourceQuery(asked, { object, filter }, []));
      },
      count: (filter) => countRecords(deps, context, { draft: id, filter, deadlineMs: countDeadlineMs }),
    };
  });
}

async function hubSource(
  deps: OperationDeps,
  context: OperationContext,
  draft: JobDraft,
  timezone: string,
): Promise<FilterSource> {
  const { object } = sentRecords(draft);
  const recordsOf = (filter: string) => hubRecords(deps, context, { object, filter });
  const { schema } = await recordsOf('');
  const selectionOf = async (filter: string) => (await recordsOf(filter)).selection({ timezone });
  return {
    schema,
    now: context.now,
    timezone,
    async check(filter) {
      await selectionOf(filter);
    },
    async count(filter) {
      return await (await deps.hub()).countSelected(await selectionOf(filter));
    },
  };
}
