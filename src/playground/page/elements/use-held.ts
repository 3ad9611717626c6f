import { useState } from 'react';

/**
 * What an element holds: at once what was just put in, and from then on what the workspace says. It would otherwise
 * show the old value until the new one has gone there and back.
 */
export function useHeld<Held>(
  stored: Held,
  put: (held: Held) => Promise<void>,
): readonly [held: Held, hold: (held: Held) => Promise<void>] {
  const [pending, setPending] = useState<{ readonly held: Held } | null>(null);
  return [
    pending === null ? stored : pending.held,
    async (held) => {
      const mine = { held };
      setPending(mine);
      await put(held);
      setPending((now) => (now === mine ? null : now));
    },
  ];
}
