import type { SourcePath } from './yaml-source.ts';

/** What is written as `${NAME}` and stands for a variable of the environment. */
const placeholder = /\$\{([^{}]*)\}/g;
const variableName = /^[A-Za-z_][A-Za-z0-9_]*$/;

export type Environment = (name: string) => string | undefined;

export interface Substituted {
  readonly settings: Readonly<Record<string, unknown>>;
  /** Dotted path → the text as it was written, of each setting that has a placeholder in it. */
  readonly placeholders: Readonly<Record<string, string>>;
  readonly problems: readonly { readonly path: SourcePath; readonly message: string }[];
}

/** The settings of a connection with values in place of placeholders. */
export function substitute(
  settings: Readonly<Record<string, unknown>>,
  environment: Environment,
): Substituted {
  const placeholders: Record<string, string> = {};
  const problems: { path: SourcePath; message: string }[] = [];

  const valueOf = (written: unknown, path: readonly string[]): unknown => {
    if (typeof written === 'object' && written !== null && !Array.isArray(written)) {
      return Object.fromEntries(
        Object.entries(written).map(([name, value]) => [name, valueOf(value, [...path, name])]),
      );
    }
    if (typeof written !== 'string' || !written.includes('${')) return written;
    placeholders[path.join('.')] = written;
    return written.replace(placeholder, (_, name: string) => {
      const value = variableName.test(name) ? environment(name) : undefined;
      if (value === undefined || value === '') problems.push({ path, message: whyMissing(name) });
      return value ?? '';
    });
  };

  const values = Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [name, valueOf(value, [name])]),
  );
  return { settings: values, placeholders, problems };
}

/** Whether the text is one placeholder and nothing else. */
export function isPlaceholder(text: unknown): boolean {
  return typeof text === 'string' && /^\$\{[A-Za-z_][A-Za-z0-9_]*\}$/.test(text);
}

function whyMissing(name: string): string {
  return variableName.test(name)
    ? `${name} is not set. Set it in the environment, or in a file .env beside where you start crosswalk.`
    : '"${…}" holds the name of a variable, such as "${SF_CLIENT_ID}".';
}
