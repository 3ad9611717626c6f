/** `/crosswalk role`: who may do what, and granting it. */
import { didYouMean } from '../domain/filter/filter-error.ts';
import { UserError } from '../domain/errors.ts';
import { nearestNames } from '../domain/nearest.ts';
import { requireRole, roles } from '../domain/role.ts';
import type { Role } from '../domain/role.ts';
import { bold, code, unescape } from './blocks/index.ts';
import { commandName } from './command-name.ts';
import type { CommandCall, Feature } from './feature.ts';
import type { SlackServices } from './services.ts';

/** As many as a message has room for. */
const maxListed = 50;

const example = `${commandName} role @user operator`;

export function createRoles({ operations, people, changed }: SlackServices): Feature {
  async function list({ context, tell }: CommandCall): Promise<void> {
    const { granted, defaultRole } = await operations.listRoles(context);
    const more = granted.length - maxListed;
    const lines = [
      '*Admins and owners of this workspace* are admin.',
      ...granted.slice(0, maxListed).map(({ person, role }) => `<@${person}> is ${role}.`),
      ...(more > 0 ? [`and ${more} more`] : []),
      `Everybody else is ${defaultRole}. An admin changes that with ${code(example)}.`,
    ];
    await tell({ text: lines.join('\n') });
  }

  async function grant(call: CommandCall): Promise<void> {
    const { context, person, tell } = call;
    // First, so that somebody who may not do it at all does not have to get the words right.
    requireRole(context.role, 'admin', 'grant a role');
    const { personId, role } = readGrant(call.text);
    const receiver = await people.profile(personId);
    await operations.grantRole(context, {
      person: receiver,
      role,
      byWorkspaceAdmin: person.isWorkspaceAdmin,
    });
    changed();
    await tell({ text: `<@${personId}> is ${bold(role)} now.` });
  }

  return {
    commands: [
      {
        name: 'role',
        usage: '[@user viewer | operator | admin]',
        summary: 'List who may do what, or grant a role',
        handle: (call) => (call.text === '' ? list(call) : grant(call)),
      },
    ],
  };
}

/** `<@U123|ada> operator`: Slack sends mentions as ids, for the command asks it to. */
function readGrant(text: string): { readonly personId: string; readonly role: Role } {
  const [who = '', word = '', ...rest] = text.split(/\s+/);
  const personId = /^<@([A-Z0-9]+)(?:\|[^>]*)?>$/.exec(who)?.[1];
  if (personId === undefined) {
    throw new UserError(
      `Who is “${unescape(who)}”? Choose the person from the list that Slack offers after @, for example ${example}.`,
    );
  }
  const role = roles.find((each) => each === word.toLowerCase());
  if (role === undefined || rest.length > 0) {
    const near = didYouMean(nearestNames(word, roles));
    throw new UserError(`Name one role: ${roles.join(', ')}.${near} For example: ${example}`);
  }
  return { personId, role };
}
