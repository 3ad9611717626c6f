export interface Once<Part> {
  readonly get: () => Promise<Part>;
  /** null where it was not asked for, or could not be opened. */
  readonly opened: () => Part | null;
}

/** Something that is opened when it is first asked for. */
export function once<Part>(open: () => Promise<Part>): Once<Part> {
  let pending: Promise<Part> | null = null;
  let part: Part | null = null;
  return {
    get: () => (pending ??= open().then((opened) => (part = opened))),
    opened: () => part,
  };
}
