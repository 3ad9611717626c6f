/**
 * How often `work` is done in a second, once the compiler has had half the time to settle.
 *
 * @param units that one call counts for.
 */
export function measureRate(work: () => void, units: number, measureMs: number): number {
  runFor(work, measureMs / 2);
  const { calls, ms } = runFor(work, measureMs);
  return (calls * units * 1_000) / ms;
}

function runFor(work: () => void, forMs: number): { calls: number; ms: number } {
  const startedAt = performance.now();
  let calls = 0;
  let ms = 0;
  while (ms < forMs) {
    work();
    calls += 1;
    ms = performance.now() - startedAt;
  }
  return { calls, ms };
}
