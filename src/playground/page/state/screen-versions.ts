/** Lets whoever acted wait for the screen that shows it. */
export interface ScreenVersions {
  /** A screen of this version is shown. */
  reached(version: number): void;
  /** Done once a screen of this version or a later one is shown, or nothing more is to come. */
  until(version: number): Promise<void>;
  /** Nothing more is to come: the stream broke off. */
  end(): void;
}

export function createScreenVersions(): ScreenVersions {
  let latest = 0;
  let waiting: { readonly version: number; readonly done: () => void }[] = [];

  function release(version: number): void {
    const ready = waiting.filter((each) => each.version <= version);
    waiting = waiting.filter((each) => each.version > version);
    for (const { done } of ready) done();
  }

  return {
    reached(version) {
      latest = version;
      release(version);
    },
    until: (version) =>
      version <= latest
        ? Promise.resolve()
        : new Promise((done) => {
            waiting.push({ version, done });
          }),
    end: () => release(Number.POSITIVE_INFINITY),
  };
}
