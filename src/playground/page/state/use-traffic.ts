import { useEffect, useState } from 'react';
import type { TrafficEntry } from '../../traffic.ts';
import { getTraffic, trafficEventsPath } from './api.ts';
import { followEvents } from './follow-events.ts';

const mostEntries = 300;

/** What passed between the app and the workspace, latest last, while somebody looks. */
export function useTraffic(): readonly TrafficEntry[] {
  const [entries, setEntries] = useState<readonly TrafficEntry[]>([]);
  useEffect(() => {
    const stop = new AbortController();
    const unfollow = followEvents({
      path: trafficEventsPath,
      event: 'traffic',
      onData: (data) => setEntries((before) => withMore(before, [data as TrafficEntry])),
      onLink(link) {
        if (link !== 'open') return;
        // Also when the playground was restarted: its numbers then begin anew.
        getTraffic(stop.signal).then(
          (all) => setEntries(withMore([], all)),
          () => undefined, // The stream breaks as well, and this is asked again.
        );
      },
    });
    return () => {
      stop.abort();
      unfollow();
    };
  }, []);
  return entries;
}

function withMore(before: readonly TrafficEntry[], more: readonly TrafficEntry[]): readonly TrafficEntry[] {
  const last = before.at(-1)?.number ?? 0;
  return [...before, ...more.filter(({ number }) => number > last)].slice(-mostEntries);
}
