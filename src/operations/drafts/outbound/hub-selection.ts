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
  return {
    attributes,
    schema,
    selection(clock) {
      const parsed = parseFilter(filter);
      const checked = parsed === null ? null : checkFilter(parsed, schema);
      return { object, filter: checked, nowMs: now.getTime(), ...clock };
    },
  };
}
