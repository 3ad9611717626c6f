import type { Act } from '../../act.ts';
import { uninstall } from '../../oauth/install.ts';
import type { Slack } from '../../slack.ts';
import { ActError } from '../act-error.ts';
import type { Desk } from '../desk.ts';

/** Takes the app out of the workspace, once that is confirmed. */
export async function removeApp(
  slack: Slack,
  desk: Desk,
  act: Extract<Act, { readonly act: 'remove-app' }>,
  isConfirmed = false,
): Promise<void> {
  const { name } = slack.workspace.app;
  if (!slack.workspace.isInstalled) throw new ActError('not_installed', `${name} is not installed here.`);
  if (!desk.person.isAdmin && !desk.person.isOwner) {
    throw new ActError('not_an_admin', `Only owners and admins of ${slack.workspace.name} remove apps.`);
  }
  if (isConfirmed) {
    await uninstall(slack);
    return;
  }
  desk.dialog = {
    title: `Remove ${name}?`,
    text: `It leaves ${slack.workspace.name} and all its channels, and its tokens are revoked.`,
    confirm: 'Remove app',
    deny: 'Cancel',
    style: 'danger',
    act,
  };
  slack.changed();
}
