/** The account `nobody` of most systems. */
const nobody = 65_534;

/** Does something without root's right to everything; who is not root has no such right anyway. */
export async function asNobody<T>(task: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0) return await task();
  process.seteuid?.(nobody);
  try {
    return await task();
  } finally {
    process.seteuid?.(0);
  }
}
