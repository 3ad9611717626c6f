import { hash } from 'node:crypto';
import type { OutboundField } from '../../domain/outbound/compiled.ts';
import type { OutboundJob } from '../../domain/job.ts';
import { fieldsFedBack } from './feedback.ts';
import type { FeedbackInput } from './feedback.ts';

/** What of a row is compared with what was sent before. */
export interface RowHash {
  /** Of all that would be sent. */
  readonly hash: string;
  /** Of those fields that do not come back by inbound jobs of the pair: see feedback.ts. */
  readonly ownHash: string;
}

/** Enough to tell two states of one record apart. */
const digestLength = 22;

/**
 * A record is sent again where its values differ, or what they mean: other fields, another way to find the record,
 * another rule for empty values. The fields have one order however the mapping's rows stand.
 */
export function rowHasher(
  fields: readonly OutboundField[],
  { mapping, target, settings }: OutboundJob,
  { filled, object }: Pick<FeedbackInput, 'filled' | 'object'>,
): (cells: readonly (string | null)[]) => RowHash {
  const names = fields.map(({ name, refersTo }) => [name, refersTo]);
  const meaning = digest([names, target.matchOn.toLowerCase(), settings.emptyValues]);
  const fedBack = fieldsFedBack({ fields, mapping, filled, object });
  const isOwn = fields.map(({ name }) => !fedBack.has(name));
  const isAllOwn = isOwn.every(Boolean);
  return (cells) => {
    const all = digest([meaning, cells]);
    // A digest is the dearest step of a row that did not change: none is made twice.
    const ownHash = isAllOwn ? all : digest([meaning, cells.filter((_, index) => isOwn[index])]);
    return { hash: all, ownHash };
  };
}

function digest(value: unknown): string {
  return hash('sha256', JSON.stringify(value), 'base64url').slice(0, digestLength);
}
