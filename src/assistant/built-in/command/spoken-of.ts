/** Whether a text speaks of all jobs, of what was spoken of before, or of how many records there are. */
import { units } from '../words/calendar-words.ts';
import { phraseAt } from '../words/phrases.ts';
import type { Token } from '../words/tokens.ts';

const backWords = new Set(
  'it its that this them those same again instead too also one es ihn sie le la lo then more'.split(' '),
);
const pointing = new Set(['this', 'that', 'same']);
const partsOfDay = new Set(['morning', 'afternoon', 'evening', 'night', 'time']);

/** `run it again`; and not `this week`. */
export function refersBack(tokens: readonly Token[]): boolean {
  return tokens.some(({ text }, at) => {
    if (!backWords.has(text)) return false;
    const next = tokens[at + 1];
    const isTime =
      next !== undefined && (partsOfDay.has(next.text) || phraseAt(tokens, at + 1, units) !== null);
    return !(pointing.has(text) && isTime);
  });
}

export const everyWords = new Set([
  'everything',
  'all',
  'every',
  'alles',
  'alle',
  'tout',
  'tous',
  'todo',
  'todos',
]);

const wholes = new Set(['everything', 'anything', 'alles']);
const choosing = new Set([...everyWords, 'any', 'each', 'which', 'what', 'welche', 'welcher']);
const jobNouns = new Set(
  'job jobs integration integrations sync syncs import imports export exports run runs'.split(' '),
);
const plurals = new Set(['jobs', 'integrations', 'syncs']);
const known = new Set(['those', 'these', 'both']);
const between = new Set(['the', 'our', 'my', 'of', 'other']);

/** `which jobs failed`, `how are the jobs doing`, `did any run fail`. @param named tokens that name a job */
export function speaksOfAll(tokens: readonly Token[], named: ReadonlySet<number>): boolean {
  return tokens.some(({ text }, at) => {
    if (named.has(at)) return false;
    if (wholes.has(text)) return true;
    if (plurals.has(text)) return !known.has(tokens[at - 1]?.text ?? '');
    let next = at + 1;
    while (between.has(tokens[next]?.text ?? '')) next++;
    return choosing.has(text) && !named.has(next) && jobNouns.has(tokens[next]?.text ?? '');
  });
}

const countings = new Set(['how many', 'number of', 'wie viele', 'combien de']);
/** Of these the runs tell. */
const ofRuns = new Set(
  'job jobs run runs integration integrations sync syncs times time minutes hours days errors connections rows'.split(
    ' ',
  ),
);
const lookedAt = 3;

/** `how many accounts are red`: records are to be counted, and not what runs did. */
export function asksHowMany(tokens: readonly Token[]): boolean {
  return tokens.some(({ text }, at) => {
    if (!countings.has(`${text} ${tokens[at + 1]?.text ?? ''}`)) return false;
    const counted = tokens.slice(at + 2, at + 2 + lookedAt);
    return counted.length > 0 && !counted.some((token) => ofRuns.has(token.text));
  });
}
