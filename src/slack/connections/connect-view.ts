import type { ModalView } from '@slack/types';
import type { CreatedLink } from '../../operations/connections/create-connect-link.ts';
import { actions, bold, button, context, modal, section } from '../blocks/index.ts';
import { momentText } from '../jobs/words.ts';
import type { Clock } from '../jobs/words.ts';
import { connectionIds } from './connection-buttons.ts';

export const connectTitle = 'Connect';

/** The link, for this person's eyes: whoever has it may use it. */
export function connectView({ connection, expiresAt }: CreatedLink, url: string, clock: Clock): ModalView {
  const what =
    connection === null
      ? 'Connect Salesforce or Dynamics 365 in your browser: sign in there and allow the access, or enter the key or the secret of an app.'
      : `Connect ${bold(connection)} again in your browser: sign in there, or enter its key or secret anew.`;
  return modal({
    title: connectTitle,
    callbackId: connectionIds.connectCallback,
    blocks: [
      section(what),
      actions([
        {
          ...button('Open in browser', connectionIds.followed, { style: 'primary' }),
          url,
        },
      ]),
      context(
        `The link is for you alone. It works once, in the browser that opens it first, until ${momentText(expiresAt, clock)}.`,
        'Secrets are entered there only, never in Slack.',
        'Close this when the page says that it worked. Crosswalk writes to you, too.',
      ),
    ],
  });
}
