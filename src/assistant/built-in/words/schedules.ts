/** When a job is to run, as people say it. */
import { pad } from '../../../domain/calendar.ts';
import { weekdays, type Weekday } from '../../../domain/job.ts';
import type { ProposedSchedule } from '../../proposal.ts';
import { weekdayNumbers } from './calendar-words.ts';
import { numberOfWord } from './number-words.ts';
import { phraseAt, phraseTable } from './phrases.ts';
import type { Token } from './tokens.ts';

export interface SaidSchedule {
  /** null where only a time of day was said. */
  readonly run: ProposedSchedule['run'] | null;
  readonly at: string | null;
  readonly on: readonly Weekday[];
  readonly every: number | null;
  readonly minute: number | null;
  readonly day: number | null;
  /** Indexes of the tokens that said it. */
  readonly used: ReadonlySet<number>;
}

type Cadence =
  | 'minute'
  | 'hourly'
  | 'daily'
  | 'workdays'
  | 'weekly'
  | 'monthly'
  | 'morning'
  | 'night'
  | 'evening'
  | 'noon';

const cadences = phraseTable<Cadence>([
  ['every minute|each minute|jede minute', 'minute'],
  [
    'hourly|every hour|each hour|once an hour|once per hour|once every hour|per hour|stundlich|jede stunde|toutes les heures|cada hora|on the hour',
    'hourly',
  ],
  [
    'daily|every day|each day|once a day|once per day|once every day|once daily|per day|taglich|jeden tag|tous les jours|chaque jour|quotidien|cada dia|diario|todos los dias|everyday',
    'daily',
  ],
  [
    'workdays|workday|every workday|every working day|working days|weekdays|weekday|every weekday|each weekday|on weekdays|on workdays|business days|every business day|monday to friday|mon to fri|mon fri|monday through friday|mondays to fridays|werktags|an werktagen|wochentags|en semaine|jours ouvres|dias laborables',
    'workdays',
  ],
  [
    'twice a week|three times a week|several times a week|weekly|every week|each week|once a week|once per week|once every week|once weekly|per week|wochentlich|jede woche|chaque semaine|cada semana|hebdomadaire',
    'weekly',
  ],
  [
    'monthly|every month|each month|once a month|once per month|once every month|once monthly|per month|monatlich|jeden monat|chaque mois|cada mes|mensuel|of the month|of each month|of every month',
    'monthly',
  ],
  ['every morning|each morning|mornings|jeden morgen|chaque matin|cada manana|in the mornings', 'morning'],
  ['every night|each night|nightly|nights|jede nacht|chaque nuit|cada noche|overnight', 'night'],
  ['every evening|each evening|evenings|jeden abend|chaque soir|cada tarde', 'evening'],
  ['every noon|every lunchtime', 'noon'],
]);
const usualTimes = { morning: '08:00', night: '02:00', evening: '18:00', noon: '12:00' } as const;
/** Where nobody says when in the day. */
const usualTime = '06:00';

const every = new Set(['every', 'each', 'alle', 'jede', 'toutes', 'tous', 'cada', 'jeden']);
const minuteWords = new Set(['minute', 'minutes', 'min', 'mins', 'minuten', 'minutos']);
const hourWords = new Set([
  'hour',
  'hours',
  'hr',
  'hrs',
  'h',
  'stunde',
  'stunden',
  'heures',
  'heure',
  'horas',
  'hora',
]);

/** null where nothing in the text says when. */
export function readSchedule(tokens: readonly Token[]): SaidSchedule | null {
  const used = new Set<number>();
  let run: SaidSchedule['run'] = null;
  let count: number | null = null;
  let minute: number | null = null;
  let day: number | null = null;
  let at: string | null = null;
  let usual: string | null = null;
  const on: Weekday[] = [];
  const take = (from: number, length: number): void => {
    for (let index = from; index < from + length; index++) used.add(index);
  };

  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index];
    if (token === undefined || used.has(index)) continue;
    const replaced = replacedAt(tokens, index);
    if (replaced > 0) {
      take(index, replaced);
      continue;
    }
    const minutes = everyMinutes(tokens, index);
    if (minutes !== null) {
      [run, count] = ['minutes', minutes.every];
      take(index, minutes.length);
      continue;
    }
    const cadence = phraseAt(tokens, index, cadences);
    if (cadence !== null) {
      take(index, cadence.length);
      const { meaning } = cadence;
      if (meaning === 'minute') [run, count] = ['minutes', 1];
      else if (meaning === 'morning' || meaning === 'night' || meaning === 'evening' || meaning === 'noon') {
        run ??= 'daily';
        usual = usualTimes[meaning];
      } else if (run !== 'weekly' || meaning !== 'weekly') run = meaning;
      continue;
    }
    const ofMonth = dayOfMonth(tokens, index);
    if (ofMonth !== null) {
      [run, day] = ['monthly', ofMonth.day];
      take(index, ofMonth.length);
      continue;
    }
    const past = minutesPast(tokens, index);
    if (past !== null) {
      minute = past.minute;
      run ??= 'hourly';
      take(index, past.length);
      continue;
    }
    const weekday = weekdayAt(tokens, index);
    if (weekday !== null) {
      run = run === 'monthly' || run === 'workdays' ? run : 'weekly';
      on.push(...weekday.on);
      take(index, weekday.length);
      continue;
    }
    const time = timeOfDayAt(tokens, index);
    if (time !== null) {
      at = time.at;
      take(index, time.length);
    }
  }
  if (run === null && at === null) return null;
  return {
    run,
    at: at ?? usual,
    on: weekdays.filter((each) => on.includes(each)),
    every: count,
    minute,
    day,
    used,
  };
}

/** Words of what it is instead of: more than a cadence and a time do not have. */
const maxReplaced = 5;

/** How many words say how it is now, and not how it is to be: `instead of hourly`, `rather than at 7`. */
function replacedAt(tokens: readonly Token[], at: number): number {
  const lead = [tokens[at]?.text, tokens[at + 1]?.text].join(' ');
  if (!['instead of', 'rather than', 'anstatt um'].includes(lead)) return 0;
  let end = at + 2;
  while (end < tokens.length && end < at + 2 + maxReplaced && tokens[end]?.kind !== 'symbol') end++;
  return end - at;
}

/**
 * The schedule that was said; what was left open is taken from how the job runs now.
 *
 * @param now null for a new job.
 */
export function scheduleOf(said: SaidSchedule, now: ProposedSchedule | null): ProposedSchedule {
  const nowAt = now !== null && 'at' in now ? now.at : null;
  const at = said.at ?? nowAt ?? usualTime;
  const run = said.run ?? (now !== null && 'at' in now ? now.run : 'daily');
  switch (run) {
    case 'once':
      return { run };
    case 'minutes':
      return { run, every: Math.min(Math.max(said.every ?? 60, 1), 1_440) };
    case 'hourly':
      return { run, minute: said.minute ?? 0 };
    case 'daily':
    case 'workdays':
      return { run, at };
    case 'weekly': {
      const on = said.on.length > 0 ? said.on : now?.run === 'weekly' ? now.on : (['mon'] as const);
      return { run, on: [...on], at };
    }
    case 'monthly':
      break;
  }
  return { run, day: said.day ?? (now?.run === 'monthly' ? now.day : 1), at };
}

function everyMinutes(tokens: readonly Token[], at: number): { every: number; length: number } | null {
  if (!every.has(tokens[at]?.text ?? '')) return null;
  let next = at + 1;
  const half = tokens[next]?.text === 'half' || tokens[next]?.text === 'quarter' ? tokens[next]?.text : null;
  if (half !== null) {
    let skip = 1;
    while (skip < 3 && ['an', 'a', 'of'].includes(tokens[next + skip]?.text ?? '')) skip++;
    return hourWords.has(tokens[next + skip]?.text ?? '')
      ? { every: half === 'half' ? 30 : 15, length: 2 + skip }
      : null;
  }
  if (['other', 'second'].includes(tokens[next]?.text ?? '') && hourWords.has(tokens[next + 1]?.text ?? '')) {
    return { every: 120, length: 3 };
  }
  if (tokens[next]?.text === 'les') next++;
  const count = numberAt(tokens[next]);
  if (count === null || count < 1) return null;
  const unit = tokens[next + 1]?.text ?? '';
  if (minuteWords.has(unit)) return { every: Math.min(count, 1_440), length: next + 2 - at };
  return hourWords.has(unit) ? { every: Math.min(count * 60, 1_440), length: next + 2 - at } : null;
}

function numberAt(token: Token | undefined): number | null {
  if (token?.kind === 'number' && /^\d{1,4}$/.test(token.text)) return Number(token.text);
  return numberOfWord(token?.text ?? '');
}

/** `the 1st`, `the last day of the month`, `day 15`. */
function dayOfMonth(tokens: readonly Token[], at: number): { day: number; length: number } | null {
  let next = at;
  while (['on', 'the', 'every'].includes(tokens[next]?.text ?? '')) next++;
  const word = tokens[next]?.text ?? '';
  if (word === 'last' && tokens[next + 1]?.text === 'day') return { day: 31, length: next + 2 - at };
  if (word === 'month' && tokens[next + 1]?.text === 'end') return { day: 31, length: next + 2 - at };
  if (word === 'first' && (tokens[next + 1]?.text === 'of' || tokens[next + 1]?.text === 'day'))
    return { day: 1, length: next + 2 - at };
  if (word === 'day' && numberAt(tokens[next + 1]) !== null && tokens[next + 1]?.kind === 'number') {
    const day = numberAt(tokens[next + 1]) ?? 0;
    return day >= 1 && day <= 31 ? { day, length: next + 2 - at } : null;
  }
  const number = numberAt(tokens[next]);
  const ending = tokens[next + 1];
  const isOrdinal = ending?.isJoined === true && ['st', 'nd', 'rd', 'th'].includes(ending.text);
  return isOrdinal && number !== null && number >= 1 && number <= 31
    ? { day: number, length: next + 2 - at }
    : null;
}

/** `half past`, `quarter past every hour`. */
const partsOfHour: ReadonlyMap<string, number> = new Map([
  ['half', 30],
  ['quarter', 15],
]);

/** `at minute 20`, `20 past`, `at :20`, `quarter past every hour`. */
function minutesPast(tokens: readonly Token[], at: number): { minute: number; length: number } | null {
  let next = at;
  if (tokens[next]?.text === 'at') next++;
  if (tokens[next]?.text === 'minute' || tokens[next]?.text === ':') {
    const minute = numberAt(tokens[next + 1]);
    return minute !== null && minute < 60 && tokens[next + 1]?.kind === 'number'
      ? { minute, length: next + 2 - at }
      : null;
  }
  if (tokens[next]?.text === 'a' || tokens[next]?.text === 'on') next++;
  const part = partsOfHour.get(tokens[next]?.text ?? '');
  const minute = part ?? numberAt(tokens[next]);
  if (minute === null || minute > 59) return null;
  let end = next + 1;
  if (minuteWords.has(tokens[end]?.text ?? '')) end++;
  const isPast = tokens[end]?.text === 'past' || tokens[end]?.text === 'after';
  if (!isPast || numberAt(tokens[end + 1]) !== null) return null;
  const tail =
    ['the', 'each', 'every'].includes(tokens[end + 1]?.text ?? '') &&
    hourWords.has(tokens[end + 2]?.text ?? '')
      ? 3
      : 1;
  return { minute, length: end + tail - at };
}

function weekdayAt(tokens: readonly Token[], at: number): { on: Weekday[]; length: number } | null {
  let next = at;
  while (
    ['on', 'every', 'each', 'am', 'jeden', 'le', 'los', 'cada'].includes(tokens[next]?.text ?? '') &&
    next < at + 2
  )
    next++;
  const found = phraseAt(tokens, next, weekdayNumbers);
  const word = tokens[next]?.text ?? '';
  if (
    found === null ||
    ((word === 'sun' || word === 'mar' || word === 'mon') &&
      next === at &&
      tokens.length > at + 1 &&
      word !== 'mon')
  )
    return null;
  const first = weekdays[found.meaning - 1];
  if (first === undefined) return null;
  next += found.length;
  if (['to', 'through', 'until', '-', 'bis'].includes(tokens[next]?.text ?? '')) {
    const last = phraseAt(tokens, next + 1, weekdayNumbers);
    if (last !== null && last.meaning > found.meaning) {
      return { on: weekdays.slice(found.meaning - 1, last.meaning), length: next + 1 + last.length - at };
    }
  }
  return { on: [first], length: next - at };
}

/** `7:45 pm`, `18:00`, `at 7`, `half past six`, `5 in the morning`, `noon`. */
function timeOfDayAt(tokens: readonly Token[], at: number): { at: string; length: number } | null {
  let next = at;
  const lead = tokens[next]?.text ?? '';
  const isLed = ['at', 'to', 'um', 'a', 'alas', 'around', 'by', '@', 'las', 'for', 'from'].includes(lead);
  if (isLed) next++;
  if (tokens[next]?.text === 'las') next++;
  const word = tokens[next]?.text ?? '';
  if (['noon', 'midday', 'mittags', 'mediodia'].includes(word)) return { at: '12:00', length: next + 1 - at };
  if (['midnight', 'mitternacht', 'minuit', 'medianoche'].includes(word))
    return { at: '00:00', length: next + 1 - at };
  const spoken = spokenTime(tokens, next);
  if (spoken !== null) return withHalf(tokens, at, spoken.hour, spoken.minute, spoken.end, true);
  const token = tokens[next];
  const written = token?.kind === 'number' ? /^(\d{1,2})(?:\.(\d{2}))?$/.exec(token.text) : null;
  const hour = written !== null ? Number(written[1]) : numberAt(token);
  if (hour === null || token === undefined || hour > 24) return null;
  let minute = written?.[2] === undefined ? 0 : Number(written[2]);
  let end = next + 1;
  let isClear = written?.[2] !== undefined;
  const colon = tokens[end];
  const after = tokens[end + 1];
  if (
    (colon?.text === ':' || colon?.text === 'h') &&
    after?.isJoined === true &&
    /^\d{2}$/.test(after.text)
  ) {
    minute = Number(after.text);
    end += 2;
    isClear = true;
  }
  return withHalf(tokens, at, hour, minute, end, isClear || isLed);
}

function spokenTime(
  tokens: readonly Token[],
  at: number,
): { hour: number; minute: number; end: number } | null {
  const first = tokens[at]?.text;
  let next = at;
  if (first === 'a' && tokens[at + 1]?.text === 'quarter') next++;
  const part = tokens[next]?.text;
  if (part !== 'half' && part !== 'quarter') return null;
  const word = tokens[next + 1]?.text;
  const hour = numberAt(tokens[next + 2]);
  if (hour === null || hour > 12 || (word !== 'past' && word !== 'to')) return null;
  if (part === 'half') return word === 'past' ? { hour, minute: 30, end: next + 3 } : null;
  return word === 'past'
    ? { hour, minute: 15, end: next + 3 }
    : { hour: (hour + 23) % 24, minute: 45, end: next + 3 };
}

/** With `am`, `pm`, `in the evening`; null where the number need not be a time. */
function withHalf(
  tokens: readonly Token[],
  at: number,
  hour: number,
  minute: number,
  from: number,
  isClear: boolean,
): { at: string; length: number } | null {
  let end = from;
  let half: 'am' | 'pm' | null = null;
  const text = tokens[end]?.text ?? '';
  const dotted =
    (text === 'a' || text === 'p') && tokens[end + 1]?.text === '.' && tokens[end + 2]?.text === 'm';
  if (text === 'am' || text === 'pm') [half, end] = [text, end + 1];
  else if (dotted)
    [half, end] = [text === 'a' ? 'am' : 'pm', end + 3 + (tokens[end + 3]?.text === '.' ? 1 : 0)];
  else if (['uhr', 'h', 'oclock', 'heures'].includes(text)) [half, end] = [null, end + 1];
  else if (text === 'o' && tokens[end + 1]?.text === 'clock') end += 2;
  const isMarked = end > from;
  const part = dayPart(tokens, end);
  if (part !== null) [half, end] = [part.half, end + part.length];
  if (!isClear && !isMarked && part === null) return null;
  if (hour > 24 || minute > 59 || (hour > 12 && half === 'am' && hour !== 24)) return null;
  let real = hour === 24 ? 0 : hour;
  if (half === 'pm' && real < 12) real += 12;
  if (half === 'am' && real === 12) real = 0;
  return { at: `${pad(real, 2)}:${pad(minute, 2)}`, length: end - at };
}

function dayPart(tokens: readonly Token[], at: number): { half: 'am' | 'pm'; length: number } | null {
  const words = tokens.slice(at, at + 3).map(({ text }) => text);
  const joined = words.join(' ');
  if (joined === 'in the morning') return { half: 'am', length: 3 };
  if (joined === 'in the evening' || joined === 'in the afternoon') return { half: 'pm', length: 3 };
  if (words[0] === 'at' && words[1] === 'night') return { half: 'pm', length: 2 };
  if (['morgens', 'fruh'].includes(words[0] ?? '')) return { half: 'am', length: 1 };
  return ['abends', 'nachmittags', 'tonight'].includes(words[0] ?? '') ? { half: 'pm', length: 1 } : null;
}
