import { decodeEntities } from './entities.ts';

/** What stands between `<` and `>` in Slack's mrkdwn. */
export type Reference =
  | { readonly kind: 'link'; readonly url: string; readonly label: string }
  | { readonly kind: 'user'; readonly id: string; readonly label: string | null }
  | { readonly kind: 'channel'; readonly id: string; readonly label: string | null }
  | { readonly kind: 'broadcast'; readonly name: string }
  | {
      readonly kind: 'date';
      readonly atSeconds: number;
      readonly format: string;
      readonly url: string | null;
      readonly fallback: string;
    };

/** Only addresses that are safe to open: a message must not be able to run script in the page. */
const openable = /^(?:https?:\/\/|mailto:|slack:\/\/app\?)/i;

/** @returns null where it is nothing that Slack knows: it then stands as it was typed. */
export function parseReference(inside: string): Reference | null {
  const bar = inside.indexOf('|');
  const target = bar < 0 ? inside : inside.slice(0, bar);
  const label = bar < 0 ? null : decodeEntities(inside.slice(bar + 1));
  const named = /^([@#])([A-Z0-9]+)$/.exec(target);
  if (named?.[2] !== undefined) return { kind: named[1] === '@' ? 'user' : 'channel', id: named[2], label };
  if (target.startsWith('!date^')) return parseDate(target, label ?? '');
  const broadcast = /^!(here|channel|everyone)$/.exec(target);
  if (broadcast?.[1] !== undefined) return { kind: 'broadcast', name: broadcast[1] };
  if (!openable.test(target)) return null;
  const url = decodeEntities(target);
  return { kind: 'link', url, label: label ?? url.replace(/^mailto:/, '') };
}

function parseDate(target: string, fallback: string): Reference | null {
  const [, stamp = '', format = '', link = ''] = target.split('^');
  const atSeconds = Number(stamp);
  if (stamp === '' || !Number.isFinite(atSeconds)) return null;
  return { kind: 'date', atSeconds, format, url: openable.test(link) ? link : null, fallback };
}
