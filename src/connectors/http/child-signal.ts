/** A signal that is aborted with its parent, or alone: for work that is begun ahead and may not be wanted. */
export function childOf(parent: AbortSignal): { signal: AbortSignal; abort: () => void } {
  const controller = new AbortController();
  const onAbort = (): void => controller.abort(parent.reason);
  parent.addEventListener('abort', onAbort, { once: true });
  if (parent.aborted) onAbort();
  return {
    signal: controller.signal,
    abort: () => {
      parent.removeEventListener('abort', onAbort);
      controller.abort();
    },
  };
}
