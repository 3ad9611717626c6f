import { hash } from 'node:crypto';
import type { OutboundField } from '../../domain/outbound/compiled.ts';
import type { OutboundJob } from '../../domain/job.ts';
import type { FilledAttribute } from '../run-host.ts';

/** What of a row is compared with what was sent before. */
export interface RowHash {
  /** Of all that would be sent. */
  readonly hash: string;
  /** Of those fields that no inbound job fills from the very field that they go to. */
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
  filled: readonly FilledAttribute[],
): (cells: readonly (string | null)[]) => RowHash {
  const names = fields.map(({ name, refersTo }) => [name, refersTo]);
  const meaning = digest([names, target.matchOn.toLowerCase(), settings.emptyValues]);
  const plain = new Set(
    mapping.flatMap(({ source, target: to }) =>
      source.kind === 'field' ? [pairOf({ field: to, attribute: source.path })] : [],
    ),
  );
  const fromCrm = new Set(filled.map(pairOf));
  const isOwn = fields.map(({ name, attributes: [attribute = ''] }) => {
    const pair = pairOf({ field: name, attribute });
    return !(plain.has(pair) && fromCrm.has(pair));
  });
  return (cells) => ({
    hash: digest([meaning, cells]),
    ownHash: digest([meaning, cells.filter((_, index) => isOwn[index])]),
  });
}

function pairOf({ field, attribute }: FilledAttribute): string {
  return `${field.toLowerCase()} ${attribute.toLowerCase()}`;
}

function digest(value: unknown): string {
  return hash('sha256', JSON.stringify(value), 'base64url').slice(0, digestLength);
}
