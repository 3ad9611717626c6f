/** Whether Slack was reached is not asked more often than this, however often somebody looks. */
const askEveryMs = 30_000;

/** What was answered last, or is being asked. A failure is told to whoever asks, and asked about again by the next one. */
export function askedSeldom<Answer>(ask: () => Promise<Answer>, now: () => Date): () => Promise<Answer> {
  let askedAtMs = -Infinity;
  let pending: Promise<Answer> | null = null;
  return () => {
    const nowMs = now().getTime();
    if (pending !== null && nowMs - askedAtMs < askEveryMs) return pending;
    askedAtMs = nowMs;
    const asked = ask();
    pending = asked;
    asked.catch(() => {
      if (pending === asked) pending = null;
    });
    return asked;
  };
}
