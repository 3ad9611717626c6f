/** What a person sees who installs the app in a workspace. */
import type { InstallOutcome } from '../../domain/installation.ts';
import { document, html } from '../html.ts';
import type { Page } from '../send-page.ts';

export function installedPage({
  workspace,
  link,
}: Extract<InstallOutcome, { readonly kind: 'installed' }>): Page {
  const body = html`<h1>Crosswalk is installed in ${workspace}</h1>
    <p><a class="button" href="${link}">Open it in Slack</a></p>
    <p>
      Begin in its "Home" tab with "Connect", or type <code>/crosswalk help</code> in any channel. Admins and
      owners of the workspace are Crosswalk's admins; they let others do more by <code>/crosswalk role</code>.
    </p>`;
  return { status: 200, body: document('Installed', body) };
}

/** @param again where it is begun */
export function againPage(status: number, message: string, again: string): Page {
  const body = html`<h1>Crosswalk is not installed</h1>
    <p class="error" role="alert">${message}</p>
    <p><a class="button" href="${again}">Install it</a></p>`;
  return { status, body: document('Not installed', body) };
}
