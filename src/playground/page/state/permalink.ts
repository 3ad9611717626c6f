import type { Act } from '../../act.ts';

/** `/archives/C0000001/p1764158400000100?thread_ts=…`: the address of a message, as Slack writes it. */
const pattern = /^\/archives\/([A-Z0-9]+)\/p(\d+)(\d{6})$/;

/** What brings a person to the message, or to App Home; null where it is the address of something else. */
export function actsOfPermalink(address: string, origin: string): readonly Act[] | null {
  if (!URL.canParse(address, origin)) return null;
  const url = new URL(address, origin);
  if (isAppHome(url)) return [{ act: 'open-home' }];
  const [, conversation] = pattern.exec(url.pathname) ?? [];
  if (url.origin !== origin || conversation === undefined) return null;
  const ts = url.searchParams.get('thread_ts');
  return [
    { act: 'open-conversation', conversation },
    ...(ts === null ? [] : [{ act: 'open-thread', conversation, ts } as const]),
  ];
}

/** `slack://app?team=…&id=…&tab=home`: how a message leads into Slack itself. */
function isAppHome({ protocol, host, searchParams }: URL): boolean {
  return protocol === 'slack:' && host === 'app' && searchParams.get('tab') === 'home';
}
