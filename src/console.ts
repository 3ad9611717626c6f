/** Of what a library prints only the beginning is of use. */
const maxPrinted = 300;

export interface Printed {
  warn(line: string): void;
  error(line: string): void;
}

/**
 * Libraries that are given no log print warnings on the console (Sequelize does where a transaction cannot be taken back):
 * they become lines of the log. Returns what undoes that.
 */
export function takeConsole(printed: Printed): () => void {
  const { warn, error } = console;
  Object.assign(console, {
    warn: (...said: readonly unknown[]) => printed.warn(lineOf(said)),
    error: (...said: readonly unknown[]) => printed.error(lineOf(said)),
  });
  return () => Object.assign(console, { warn, error });
}

/** What follows the first may be anything, values of rows too. */
function lineOf([first]: readonly unknown[]): string {
  const text = first instanceof Error ? first.name : typeof first === 'string' ? first : typeof first;
  return `A library printed: ${text.split('\n', 1)[0]?.slice(0, maxPrinted)}`;
}
