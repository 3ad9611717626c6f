/** The settings of a connection, apart from its secrets. */

type Settings = Readonly<Record<string, unknown>>;

/** @param secretPaths dotted. */
export function splitSecrets(
  settings: Settings,
  secretPaths: readonly string[],
): { readonly settings: Settings; readonly secrets: Readonly<Record<string, string>> } {
  const secrets: Record<string, string> = {};
  let rest = settings;
  for (const dotted of secretPaths) {
    const path = dotted.split('.');
    const secret = valueAt(settings, path);
    if (typeof secret !== 'string') continue;
    secrets[dotted] = secret;
    rest = without(rest, path);
  }
  return { settings: rest, secrets };
}

export function valueAt(settings: unknown, path: readonly string[]): unknown {
  let value = settings;
  for (const name of path) {
    if (!isSettings(value) || !Object.hasOwn(value, name)) return undefined;
    value = value[name];
  }
  return value;
}

function without(settings: Settings, [name, ...rest]: readonly string[]): Settings {
  if (name === undefined || !Object.hasOwn(settings, name)) return settings;
  const kept = Object.entries(settings).filter(([each]) => each !== name);
  const inner = settings[name];
  if (rest.length > 0 && isSettings(inner)) kept.push([name, without(inner, rest)]);
  return Object.fromEntries(kept);
}

function isSettings(value: unknown): value is Settings {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
