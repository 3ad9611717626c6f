import { createHash } from 'node:crypto';

/** What was taken stays taken this long: an event is redelivered within minutes, a signature counts for five. */
const keepMs = 60 * 60_000;
/** Two clicks of one button on one and the same screen that are no further apart are one. */
const doubleClickMs = 500;
/** An answer is kept for whoever is given the same click a moment later, in another instance. */
const answerMs = 10_000;
const forgetEveryMs = 10 * 60_000;

/** Which requests were taken: kept where a restart and other machines see it. */
export interface DeliveryStore {
  take(id: string, now: Date, until: Date): Promise<boolean>;
  keepAnswer(id: string, answer: string, until: Date): Promise<void>;
  answerTo(id: string, now: Date): Promise<string | null>;
  forget(now: Date): Promise<void>;
}

export interface Deliveries {
  /** True once for each id, whoever asks, and however often Slack delivers it. */
  takeOnce(id: string): Promise<boolean>;
  /** True for the first of two clicks. `atMs` is when it was clicked, by Slack's clock. */
  takeClick(parts: readonly string[], atMs: number): Promise<boolean>;
  /** Keeps what was answered to the first of them, as JSON. */
  keepAnswer(parts: readonly string[], answer: string): Promise<void>;
  /** What was answered to it a moment ago, here or in another instance; null where nothing was yet. */
  answerTo(parts: readonly string[]): Promise<string | null>;
}

export function createDeliveries(store: DeliveryStore, now: () => Date): Deliveries {
  let forgottenAtMs = now().getTime();

  async function forget(): Promise<void> {
    const moment = now();
    if (moment.getTime() - forgottenAtMs < forgetEveryMs) return;
    forgottenAtMs = moment.getTime();
    await store.forget(moment);
  }

  return {
    async takeOnce(id) {
      await forget();
      const moment = now();
      return await store.take(id, moment, new Date(moment.getTime() + keepMs));
    },
    takeClick(parts, atMs) {
      const id = `click:${digest(parts.join('\n'))}`;
      return store.take(id, new Date(atMs), new Date(atMs + doubleClickMs));
    },
    keepAnswer: (parts, answer) =>
      store.keepAnswer(answerId(parts), answer, new Date(now().getTime() + answerMs)),
    answerTo: (parts) => store.answerTo(answerId(parts), now()),
  };
}

function answerId(parts: readonly string[]): string {
  return `answer:${digest(parts.join('\n'))}`;
}

export function digest(text: string | Buffer): string {
  return createHash('sha256').update(text).digest('base64url');
}
