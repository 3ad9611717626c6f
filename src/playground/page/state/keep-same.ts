/**
 * The new value, with every part that did not change taken from the old one: a screen comes whole with each change, and
 * only what did change is to be rendered again.
 */
export function keepSame<Value>(before: Value, after: Value): Value {
  return same(before, after) as Value;
}

function same(before: unknown, after: unknown): unknown {
  if (before === after || !isObject(before) || !isObject(after)) return after;
  if (Array.isArray(before) !== Array.isArray(after)) return after;
  const names = Object.keys(after);
  let isSame = names.length === Object.keys(before).length;
  const kept: Record<string, unknown> = {};
  for (const name of names) {
    kept[name] = same(before[name], after[name]);
    if (kept[name] !== before[name] || !(name in before)) isSame = false;
  }
  if (isSame) return before;
  return Array.isArray(after) ? names.map((name) => kept[name]) : kept;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
