/** What an entry of the audit log was about, and what became of it, in words. */
import { asTyped, cut } from '../blocks/index.ts';

const mostParts = 6;
const maxValueLength = 80;
/** As deep as anything is that the log keeps; what is deeper is not taken apart. */
const maxDepth = 6;

/**
 * `run 8f3a · mode full` of what was made, `schedule minute 5 → 20` of what was changed; mrkdwn. Empty where nothing is
 * known of it.
 *
 * @param before plain data as the log has it; null where there was nothing
 */
export function changeText(before: unknown, after: unknown): string {
  const was = partsOf(before);
  const is = partsOf(after);
  const isChange = before !== null && after !== null;
  const names = [...new Set([...was.keys(), ...is.keys()])];
  const told = names.flatMap((name) => {
    const [old, now] = [was.get(name), is.get(name)];
    if (!isChange) return [`${name} ${old ?? now ?? ''}`];
    return old === now ? [] : [`${name} ${old ?? 'nothing'} → ${now ?? 'nothing'}`];
  });
  const more = told.length - mostParts;
  return [...told.slice(0, mostParts), ...(more > 0 ? [`and ${more} more`] : [])].join(' · ');
}

/** Values by what they are called. */
function partsOf(value: unknown): ReadonlyMap<string, string> {
  const parts = new Map<string, string>();
  const take = (part: unknown, path: readonly string[]): void => {
    if (part === null || part === undefined) return;
    if (typeof part !== 'object' || path.length === maxDepth)
      parts.set(path.map(wordsOf).join(' '), textOf(part));
    else if (Array.isArray(part)) part.forEach((each, index) => take(each, [...path, String(index + 1)]));
    else for (const [key, each] of Object.entries(part)) take(each, [...path, key]);
  };
  take(value, []);
  return parts;
}

/** `dryRun` is called dry run. */
function wordsOf(key: string): string {
  return asTyped(key.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).trim());
}

function textOf(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return asTyped(cut(text, maxValueLength));
}
