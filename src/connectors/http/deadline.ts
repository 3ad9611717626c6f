/**
 * A time limit on silence. `signal` is aborted when nothing happened for `ms` while armed, or when the
 * caller's signal is. (AbortSignal.any would do the second half, but on Node 20 it leaks on signals that
 * live as long as a run.)
 */
export interface Deadline {
  readonly signal: AbortSignal;
  /** True once it was this limit that ended the call. */
  readonly passed: boolean;
  arm(): void;
  disarm(): void;
  /** Ends the call, if it still goes on, and lets go of the timer and the caller's signal. */
  end(): void;
}

export function startDeadline(ms: number, outer: AbortSignal | undefined): Deadline {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | null = null;
  let passed = false;
  const onOuterAbort = (): void => controller.abort(outer?.reason);
  outer?.addEventListener('abort', onOuterAbort, { once: true });
  if (outer?.aborted) onOuterAbort();

  const disarm = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  };
  return {
    signal: controller.signal,
    get passed() {
      return passed;
    },
    arm() {
      disarm();
      timer = setTimeout(() => {
        passed = true;
        controller.abort();
      }, ms);
    },
    disarm,
    end() {
      disarm();
      outer?.removeEventListener('abort', onOuterAbort);
      controller.abort();
    },
  };
}
