/** @throws Error where two listeners have one id: one of them would never be called. */
export function byId<Listener>(
  listeners: readonly Listener[],
  idOf: (listener: Listener) => string,
): ReadonlyMap<string, Listener> {
  const map = new Map<string, Listener>();
  for (const listener of listeners) {
    const id = idOf(listener);
    if (map.has(id)) throw new Error(`There are two listeners of the id ${id}.`);
    map.set(id, listener);
  }
  return map;
}
