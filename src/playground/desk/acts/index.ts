import type { Act } from '../../act.ts';
import type { Slack } from '../../slack.ts';
import type { Desk } from '../desk.ts';
import { close } from './close.ts';
import { loadOptions } from './load-options.ts';
import { invite, join, remove } from './membership.ts';
import { closeThread, openConversation, openDirectMessage, openHome, openThread } from './places.ts';
import { post } from './post.ts';
import { removeApp } from './remove-app.ts';
import { answerDialog, closeMenu, dismissToast, reactTo, runShortcut, upload } from './small-acts.ts';
import { submit } from './submit.ts';
import { use } from './use.ts';

type Does<Name extends Act['act']> = (
  slack: Slack,
  desk: Desk,
  act: Extract<Act, { readonly act: Name }>,
) => Promise<void> | void | string;

/** Everything a person can do. A text that comes back is the id of a file. */
export const acts: { readonly [Name in Act['act']]: Does<Name> } = {
  'open-conversation': openConversation,
  'open-direct-message': openDirectMessage,
  'open-home': openHome,
  'open-thread': openThread,
  'close-thread': closeThread,
  post,
  join,
  invite,
  remove,
  react: reactTo,
  use: (slack, desk, act) => use(slack, desk, act),
  'load-options': loadOptions,
  'close-menu': closeMenu,
  'answer-dialog': answerDialog,
  submit,
  close,
  'run-shortcut': runShortcut,
  upload,
  'dismiss-toast': dismissToast,
  'remove-app': (slack, desk, act) => removeApp(slack, desk, act),
};
