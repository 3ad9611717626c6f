/** One line of the table that the bench prints. */
export interface Figure {
  /** Letter of the part. */
  readonly part: string;
  readonly what: string;
  readonly measured: string;
  /** What it is held against, measured in the same run, as text. */
  readonly against: string;
  /** Measured divided by what it is held against; null where a goal is an amount. */
  readonly ratio: number | null;
  readonly goal: Goal | null;
}

export interface Goal {
  readonly text: string;
  readonly isMet: boolean;
}

export const atLeast = (least: number, value: number): Goal => ({
  text: `≥ ${least}`,
  isMet: value >= least,
});
export const atMost = (most: number, value: number): Goal => ({ text: `≤ ${most}`, isMet: value <= most });
export const below = (limit: number, unit: string, value: number): Goal => ({
  text: `< ${limit} ${unit}`,
  isMet: value < limit,
});

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

export const perSecond = (count: number, seconds: number, noun = 'rows'): string =>
  `${whole.format(count / seconds)} ${noun}/s`;
export const inSeconds = (seconds: number): string => `${seconds.toFixed(1)} s`;
export const inMegabytes = (megabytes: number): string => `${whole.format(megabytes)} MB`;
export const inRows = (rows: number): string => whole.format(rows);
export const inMilliseconds = (ms: number): string => `${ms.toFixed(1)} ms`;
