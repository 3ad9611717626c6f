import type { Act, ActResult } from '../../../src/playground/act.ts';
import type { Screen } from '../../../src/playground/screen.ts';

/** The playground did not let the person do it. */
export class ActRefused extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

export interface Connection {
  /** The latest. */
  readonly screen: Screen;
  /** Resolves with the next one, or rejects at the signal or where there will be none. */
  next(signal: AbortSignal): Promise<void>;
  /** Done once the screen shows what the act did at once. @throws ActRefused. */
  act(act: Act): Promise<ActResult>;
  download(path: string): Promise<Uint8Array>;
  close(): void;
}

/** Looks at one person's screen, and acts for them, over HTTP. */
export async function connect(url: string, personId: string): Promise<Connection> {
  const base = `${url}/playground/api/people/${personId}`;
  const closing = new AbortController();
  const response = await fetch(`${base}/events`, { signal: closing.signal });
  if (response.body === null) throw new Error('The playground shows nothing.');
  const screens = screensIn(response.body)[Symbol.asyncIterator]();
  const first = await screens.next();
  if (first.done === true) throw new Error('The playground showed nothing.');
  let screen = first.value;
  let isOver = false;
  const waiting = new Set<() => void>();
  const wake = (): void => {
    for (const each of waiting) each();
    waiting.clear();
  };

  async function follow(): Promise<void> {
    for (let each = await screens.next(); each.done !== true; each = await screens.next()) {
      screen = each.value;
      wake();
    }
  }
  // However the stream ends, with the playground or by `close`, there is nothing more to see.
  void follow()
    .catch(() => undefined)
    .finally(() => {
      isOver = true;
      wake();
    });

  const next = (signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      const settle = (): void => {
        signal.removeEventListener('abort', giveUp);
        if (isOver) reject(new Error('The playground is closed.'));
        else resolve();
      };
      const giveUp = (): void => {
        waiting.delete(settle);
        reject(new Error('It took too long.'));
      };
      if (isOver || signal.aborted) {
        reject(new Error('Nothing more comes.'));
        return;
      }
      waiting.add(settle);
      signal.addEventListener('abort', giveUp);
    });

  return {
    get screen() {
      return screen;
    },
    next,
    async act(act) {
      const answer = await fetch(`${base}/acts`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(act),
      });
      const body = (await answer.json()) as ActResult & { readonly error: string; readonly message: string };
      if (!answer.ok) throw new ActRefused(body.error, body.message);
      while (screen.version < body.version) await next(closing.signal);
      return body;
    },
    async download(path) {
      const answer = await fetch(`${url}${path}`);
      if (!answer.ok) throw new Error(`The file could not be downloaded: ${await answer.text()}`);
      return new Uint8Array(await answer.arrayBuffer());
    },
    close: () => closing.abort(),
  };
}

async function* screensIn(body: ReadableStream<Uint8Array>): AsyncGenerator<Screen> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const bytes of body) {
    text += decoder.decode(bytes, { stream: true });
    const events = text.split('\n\n');
    text = events.pop() ?? '';
    for (const event of events) {
      const data = /^data: (.*)$/m.exec(event)?.[1];
      if (data !== undefined) yield JSON.parse(data) as Screen;
    }
  }
}
