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

/** Whether they say the same, whatever their secrets are and in whatever order it is said. */
export function areAlikeButSecrets(one: Settings, other: Settings, secretPaths: readonly string[]): boolean {
  const canonical = (settings: Settings): string =>
    JSON.stringify(splitSecrets(settings, secretPaths).settings, (_key, value: unknown) =>
      isSettings(value)
        ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
        : value,
    );
  return canonical(one) === canonical(other);
}

export function withValueAt(settings: Settings, [name, ...rest]: readonly string[], value: string): Settings {
  if (name === undefined) return settings;
  if (rest.length === 0) return { ...settings, [name]: value };
  const inner = settings[name];
  return { ...settings, [name]: withValueAt(isSettings(inner) ? inner : {}, rest, value) };
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
