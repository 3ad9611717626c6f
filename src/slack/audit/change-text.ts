/** What an entry of the audit log was about, and what became of it, in words. */
import { asTyped, cut } from '../blocks/index.ts';
import { momentText } from '../jobs/words.ts';
import type { Clock } from '../jobs/words.ts';

const mostParts = 6;
const maxValueLength = 80;
/** As deep as anything is that the log keeps; what is deeper is not taken apart. */
const maxDepth = 6;

/** What an exported file says in place of values: the values stand beside it. */
const unsaid: ReadonlySet<string> = new Set(['placeholders']);

export interface ChangeWords {
  /** Of jobs and connections, by id. */
  readonly names: ReadonlyMap<string, string>;
  readonly clock: Clock;
}

/**
 * `run 8f3a · mode full` of what was made, `schedule minute 5 → 20` of what was changed; mrkdwn. Empty where nothing is
 * known of it.
 *
 * @param before plain data as the log has it; null where there was nothing
 */
export function changeText(before: unknown, after: unknown, words: ChangeWords): string {
  const was = partsOf(before, words);
  const is = partsOf(after, words);
  const isChange = before !== null && after !== null;
  const paths = [...new Set([...was.keys(), ...is.keys()])];
  const told = paths.flatMap((path) => {
    const [old, now] = [was.get(path), is.get(path)];
    const name = (now ?? old)?.name ?? '';
    const start = name === '' ? '' : `${name} `;
    if (!isChange) return [`${start}${(now ?? old)?.text ?? ''}`];
    return old?.text === now?.text ? [] : [`${start}${old?.text ?? 'nothing'} → ${now?.text ?? 'nothing'}`];
  });
  const more = told.length - mostParts;
  return [...told.slice(0, mostParts), ...(more > 0 ? [`and ${more} more`] : [])].join(' · ');
}

/** One of ours, which nobody reads. */
export function isId(text: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}

interface Part {
  readonly name: string;
  readonly text: string;
}

/** Values by where they stand. */
function partsOf(value: unknown, words: ChangeWords): ReadonlyMap<string, Part> {
  const parts = new Map<string, Part>();
  const take = (part: unknown, path: readonly string[]): void => {
    if (part === null || part === undefined) return;
    if (typeof part !== 'object' || path.length === maxDepth)
      parts.set(JSON.stringify(path), partOf(path, part, words));
    else if (Array.isArray(part)) part.forEach((each, index) => take(each, [...path, String(index + 1)]));
    else for (const [key, each] of Object.entries(part)) if (!unsaid.has(key)) take(each, [...path, key]);
  };
  take(value, []);
  return parts;
}

function partOf(path: readonly string[], value: unknown, words: ChangeWords): Part {
  // Settings are called by their own names, and what has a name is no id: `connectionId` is a connection.
  const keys = path[0] === 'settings' ? path.slice(1) : path;
  const name = keys.map(wordsOf).join(' ');
  const isNamed = typeof value === 'string' && words.names.has(value);
  return { name: isNamed ? name.replace(/ id$/, '') : name, text: textOf(value, words) };
}

/** `dryRun` is called dry run. */
function wordsOf(key: string): string {
  return asTyped(key.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).trim());
}

function textOf(value: unknown, { names, clock }: ChangeWords): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value !== 'string') return asTyped(cut(JSON.stringify(value), maxValueLength));
  if (moment.test(value)) return momentText(new Date(value), clock);
  return asTyped(cut(names.get(value) ?? value, maxValueLength));
}

/** As the log keeps times. */
const moment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
