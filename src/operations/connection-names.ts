import type { Store } from '../store/store.ts';

/** By id. */
export async function connectionNames({ connections }: Store): Promise<ReadonlyMap<string, string>> {
  return new Map((await connections.list()).map(({ id, name }) => [id, name]));
}
