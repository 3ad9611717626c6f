import { UserError } from '../../../domain/errors.ts';
import { checkFilter } from '../../../domain/filter/check.ts';
import { parseFilter } from '../../../domain/filter/parse.ts';
import { hubObjects } from '../../../domain/hub-object.ts';
import type { HubAttribute } from '../../../domain/hub-object.ts';
import { hubSchema } from '../../../domain/hub-schema.ts';
import type { SourceSchema } from '../../../domain/source-schema.ts';
import type { HubSelection } from '../../../hub/selection.ts';
import type { OperationContext, OperationDeps } from '../../operation.ts';
import type { SentRecords } from './ends.ts';

/** What relative dates of a filter are counted by. */
export interface SelectionClock {
  /** IANA name. */
  readonly timezone: string;
  /** 1 = Monday to 7 = Sunday; absent = Monday. */
  readonly firstWeekday?: number;
}

export interface HubRecords {
  readonly attributes: readonly HubAttribute[];
  /** Of the hub object. */
  readonly schema: SourceSchema;
  /** Without a filter: all of them. */
  readonly all: (clock: SelectionClock) => HubSelection;
  /** With the filter, by the clock; @throws UserError where the filter is wrong, with its position. */
  readonly selection: (clock: SelectionClock) => HubSelection;
}

/** A hub object as it is now, and which of its records a draft sends. */
export async function hubRecords(
  deps: OperationDeps,
  { now }: OperationContext,
  { object, filter }: SentRecords,
): Promise<HubRecords> {
  const attributes = await (await deps.hub()).attributes(object);
  const schema = hubSchema(hubObjects[object], attributes);
  const all = (clock: SelectionClock): HubSelection => ({
    object,
    filter: null,
    nowMs: now.getTime(),
    ...clock,
  });
  return {
    attributes,
    schema,
    all,
    selection(clock) {
      const parsed = parseFilter(filter);
      return { ...all(clock), filter: parsed === null ? null : checkFilter(parsed, schema) };
    },
  };
}

/** By the draft's filter, if it is right, or else all: its own step tells what is wrong with it. */
export function rightSelection({ selection, all }: HubRecords, clock: SelectionClock): HubSelection {
  try {
    return selection(clock);
  } catch (error) {
    if (error instanceof UserError) return all(clock);
    throw error;
  }
}
