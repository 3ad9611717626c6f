import type { ObjectDefinition } from '../object-definition.ts';
import { accountTeamMember } from './account-team-member.ts';
import { account } from './account.ts';
import { contactCase, event, task } from './activities.ts';
import { contact } from './contact.ts';
import { opportunity } from './opportunity.ts';
import { attachment, group, lead, name, organization } from './setup.ts';
import { user } from './user.ts';

/** What an org has before anybody adds to it. */
export const standardObjects: readonly ObjectDefinition[] = [
  account,
  accountTeamMember,
  attachment,
  contactCase,
  contact,
  event,
  group,
  lead,
  name,
  opportunity,
  organization,
  task,
  user,
];
