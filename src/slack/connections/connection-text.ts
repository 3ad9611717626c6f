import type { RemovedConnection } from '../../operations/connections/remove-connection.ts';
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

/** That it is gone, and what became of what somebody allowed for it in the CRM. */
export function removedText(name: string, consent: RemovedConnection['consent']): string {
  const gone = `✅ ${bold(name)} is removed`;
  if (consent === null) return `${gone}.`;
  const crm = asTyped(consent.crm);
  if (consent.kind === 'taken back') return `${gone}, and its access to ${crm} is taken back there.`;
  return `${gone}.\n⚠️ What was allowed for it in ${crm} stands: ${asTyped(consent.why)}`;
}
