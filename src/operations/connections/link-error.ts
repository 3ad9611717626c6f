import type { LinkRefusal } from '../../domain/connect-link.ts';
import { UserError } from '../../domain/errors.ts';

const askAgain = 'Press "Connect" in Slack for another one.';

const refusals: Readonly<Record<LinkRefusal, { readonly code: string; readonly message: string }>> = {
  unknown: { code: 'link_unknown', message: `This link leads nowhere. ${askAgain}` },
  expired: { code: 'link_expired', message: `This link has expired: it is good for 15 minutes. ${askAgain}` },
  used: { code: 'link_used', message: `This link has been used, and is good once. ${askAgain}` },
  'other browser': {
    code: 'link_other_browser',
    message: `This link was opened in another browser, and works in that one only. Go on there. ${askAgain}`,
  },
  'too many tries': {
    code: 'link_too_many_tries',
    message: `This link was tried too often. Check what the CRM's app is set up with. ${askAgain}`,
  },
};

export function linkError(refusal: LinkRefusal): UserError {
  const { code, message } = refusals[refusal];
  return new UserError(message, { code });
}
