type DateWords = (at: Date, now: Date, zone: string) => string;

const day =
  (options: Intl.DateTimeFormatOptions): DateWords =>
  (at, _now, timeZone) =>
    new Intl.DateTimeFormat('en-US', { ...options, timeZone }).format(at);

const long = day({ weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' });
const usual = day({ year: 'numeric', month: 'long', day: 'numeric' });
const short = day({ year: 'numeric', month: 'short', day: 'numeric' });
const isoDay = (at: Date, timeZone: string): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(
    at,
  );

const msPerDay = 86_400_000;

/** "today", "yesterday" or "tomorrow" where it is one of them. */
function nearOr(words: DateWords): DateWords {
  return (at, now, zone) => {
    const [of, today] = [at, now].map((each) => Date.parse(isoDay(each, zone)));
    const name = { '-1': 'yesterday', 0: 'today', 1: 'tomorrow' }[
      String(((of ?? 0) - (today ?? 0)) / msPerDay)
    ];
    return name ?? words(at, now, zone);
  };
}

const tokens: Readonly<Record<string, DateWords>> = {
  date_num: (at, _now, zone) => isoDay(at, zone),
  date: usual,
  date_short: short,
  date_long: long,
  date_pretty: nearOr(usual),
  date_short_pretty: nearOr(short),
  date_long_pretty: nearOr(long),
  time: day({ hour: 'numeric', minute: '2-digit' }),
  time_secs: day({ hour: 'numeric', minute: '2-digit', second: '2-digit' }),
  ago: (at, now) => agoText(at, now),
};

/**
 * A date of mrkdwn as the reader's clock has it.
 *
 * @param format such as `{date_short_pretty} at {time}`
 * @returns the fallback where the format holds a token that Slack does not know.
 */
export function dateText(
  { atSeconds, format, fallback }: { atSeconds: number; format: string; fallback: string },
  now: Date,
  timeZone: string,
): string {
  const at = new Date(atSeconds * 1000);
  const names = [...format.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  if (names.length === 0 || names.some((name) => tokens[name] === undefined)) return fallback;
  return format.replace(/\{(\w+)\}/g, (_, name: string) => tokens[name]?.(at, now, timeZone) ?? fallback);
}

const units = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

/** "3 minutes ago", "in 2 hours" */
export function agoText(at: Date, now: Date): string {
  const seconds = Math.round((at.getTime() - now.getTime()) / 1000);
  const [unit, size] = units.find(([, size]) => Math.abs(seconds) >= size) ?? ['second', 1];
  return new Intl.RelativeTimeFormat('en-US').format(Math.trunc(seconds / size), unit);
}
