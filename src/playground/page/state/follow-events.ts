export type Link = 'connecting' | 'open' | 'lost';

export interface FollowedEvents {
  readonly path: string;
  readonly event: string;
  readonly onData: (data: unknown) => void;
  readonly onLink: (link: Link) => void;
}

const firstWaitMs = 250;
const longestWaitMs = 4_000;

/** Follows a stream of events, and takes it up again whenever it breaks: the playground may be restarted. */
export function followEvents({ path, event, onData, onLink }: FollowedEvents): () => void {
  let waitMs = firstWaitMs;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let source: EventSource | null = null;

  const open = (): void => {
    source = new EventSource(path);
    source.addEventListener('open', () => {
      waitMs = firstWaitMs;
      onLink('open');
    });
    source.addEventListener(event, ({ data }: MessageEvent<string>) => onData(JSON.parse(data)));
    source.addEventListener('error', () => {
      // The browser's own way of taking it up again gives up at the first answer that is no stream.
      source?.close();
      onLink('lost');
      timer = setTimeout(open, waitMs);
      waitMs = Math.min(waitMs * 2, longestWaitMs);
    });
  };

  onLink('connecting');
  open();
  return () => {
    clearTimeout(timer);
    source?.close();
  };
}
