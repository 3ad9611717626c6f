type Asynchronous = (...about: never[]) => Promise<unknown>;

/** Has calls of one method rejected, as when its database cannot be reached; which of them, `isDown` says. */
export function disturb<Name extends string>(
  target: Record<Name, Asynchronous>,
  name: Name,
  isDown: (...about: unknown[]) => boolean,
): void {
  const undisturbed = target[name].bind(target);
  target[name] = (...about) =>
    isDown(...about) ? Promise.reject(new Error('The database cannot be reached.')) : undisturbed(...about);
}
