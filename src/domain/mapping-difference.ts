import type { Difference } from './job-difference.ts';
import type { MappingEntry, MappingSource } from './job.ts';

interface Pair {
  readonly before: MappingEntry;
  readonly after: MappingEntry;
}

/**
 * One entry a row that came, went or changed. Rows are the same one where they fill the same attribute, or else read
 * the same source.
 */
export function mappingDifferences(
  before: readonly MappingEntry[],
  after: readonly MappingEntry[],
): Difference[] {
  const pairs = pairsOf(before, after);
  const changed = new Map(pairs.map((pair) => [pair.after, pair.before]));
  const kept = new Set(pairs.map((pair) => pair.before));
  const gone = before
    .filter((entry) => !kept.has(entry))
    .map((entry) => ({ part: partOf(entry), before: entryInWords(entry), after: null }));
  const there = after.flatMap((entry): Difference[] => {
    const was = changed.get(entry);
    const words = entryInWords(entry);
    if (was === undefined) return [{ part: partOf(entry), before: null, after: words }];
    const wasWords = entryInWords(was);
    return wasWords === words ? [] : [{ part: partOf(was), before: wasWords, after: words }];
  });
  return [...gone, ...there, ...orderDifference(pairs, before)];
}

function pairsOf(before: readonly MappingEntry[], after: readonly MappingEntry[]): readonly Pair[] {
  const pairs = new Map<MappingEntry, MappingEntry>();
  const kept = new Set<MappingEntry>();
  for (const keyOf of [targetKey, sourceKey]) {
    const left = new Map<string, MappingEntry[]>();
    for (const entry of before) {
      if (kept.has(entry)) continue;
      const key = keyOf(entry);
      left.set(key, [...(left.get(key) ?? []), entry]);
    }
    for (const entry of after) {
      if (pairs.has(entry)) continue;
      const was = left.get(keyOf(entry))?.shift();
      if (was === undefined) continue;
      pairs.set(entry, was);
      kept.add(was);
    }
  }
  return after.flatMap((entry) => {
    const was = pairs.get(entry);
    return was === undefined ? [] : [{ before: was, after: entry }];
  });
}

const targetKey = ({ target }: MappingEntry): string => target;
const sourceKey = ({ source }: MappingEntry): string => sourceText(source);

/** Rows that are in both, in another order. */
function orderDifference(pairs: readonly Pair[], before: readonly MappingEntry[]): Difference[] {
  const kept = new Set(pairs.map((pair) => pair.before));
  const order = before.filter((entry) => kept.has(entry));
  const isSame = pairs.every((pair, index) => pair.before === order[index]);
  if (isSame) return [];
  return [
    {
      part: 'Order of the mapping',
      before: namesOf(order),
      after: namesOf(pairs.map((pair) => pair.after)),
    },
  ];
}

function namesOf(entries: readonly MappingEntry[]): string {
  return entries.map(nameOf).join(', ');
}

function partOf(entry: MappingEntry): string {
  return `Mapping of ${nameOf(entry)}`;
}

function nameOf({ target, source }: MappingEntry): string {
  return target === '' ? sourceText(source) : target;
}

/** `CloseDate__c → renewal_date (date, read as dd/MM/yyyy or yyyy-MM-dd, note: by hand)` */
function entryInWords({ source, target, type, formats = [], note }: MappingEntry): string {
  const more = [
    ...(type === undefined ? [] : [type]),
    ...(formats.length === 0 ? [] : [`read as ${formats.join(' or ')}`]),
    ...(note === undefined || note === '' ? [] : [`note: ${note}`]),
  ];
  const end = more.length === 0 ? '' : ` (${more.join(', ')})`;
  return `${sourceText(source)} → ${target || 'nothing yet'}${end}`;
}

function sourceText(source: MappingSource): string {
  switch (source.kind) {
    case 'field':
      return source.path;
    case 'constant':
      return `"${source.value}"`;
    case 'formula':
      break;
  }
  return `= ${source.text}`;
}
