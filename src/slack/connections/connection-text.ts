import type { ListedConnection } from '../../operations/list-connections.ts';
import { asTyped, bold } from '../blocks/index.ts';
import { numberText } from '../jobs/words.ts';

const icons: Readonly<Record<ListedConnection['state'], string>> = {
  connected: '🟢',
  expired: '🟠',
  failing: '🔴',
};

/** One or two lines of mrkdwn: how it stands, and why it does not. */
export function connectionText({ name, crm, state, stateReason, apiUsage }: ListedConnection): string {
  const waits = state === 'expired' ? ' · its jobs wait' : '';
  const why = stateReason === null ? '' : `\n${asTyped(stateReason)}`;
  const usage =
    apiUsage === null
      ? ''
      : ` · ${numberText(apiUsage.used)} of ${numberText(apiUsage.limit)} API requests a day used`;
  return `${icons[state]} ${bold(name)} · ${asTyped(crm)} · ${state}${waits}${usage}${why}`;
}

/** `Acme · sync@acme.com`; empty where nobody has looked yet. */
export function orgText({ org }: Pick<ListedConnection, 'org'>): string {
  return org === null ? '' : [asTyped(org.orgName), asTyped(org.userName)].join(' · ');
}
