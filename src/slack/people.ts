import type { UsersInfoResponse, WebClient } from '@slack/web-api';
import { WebAPIPlatformError } from '@slack/web-api';
import { IANAZone } from 'luxon';
import { UserError } from '../domain/errors.ts';
import type { Role } from '../domain/role.ts';
import type { Log } from '../log.ts';
import type { Operations } from '../operations/index.ts';
import { keepNewest } from '../domain/keep-newest.ts';
import { isPersonId } from '../domain/person-id.ts';

/** Who was made an admin of the workspace is one here after this time at the latest; likewise who no longer is. */
const profileForMs = 5 * 60_000;
/** While Slack does not tell, what it told last counts for so long after that. */
const lastWordForMs = 60 * 60_000;
const maxProfiles = 2_000;

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  /** IANA name that luxon knows; UTC where Slack does not tell one. */
  readonly timezone: string;
  readonly isWorkspaceAdmin: boolean;
}

export type Profile = Omit<Person, 'role'>;

export interface People {
  /** Who asks, with their role of this moment. @throws UserError for whom the bot is not there. */
  find(id: string): Promise<Person>;
  /** Somebody who is spoken of. @throws UserError where there is no such person. */
  profile(id: string): Promise<Profile>;
  /** Of somebody who may have left; null for what is no person, and where Slack does not tell. */
  nameOf(id: string): Promise<string | null>;
}

export interface PeopleDeps {
  readonly slack: WebClient;
  readonly operations: Pick<Operations, 'roleOf'>;
  readonly now: () => Date;
  readonly log: Log;
}

export function createPeople({ slack, operations, now, log }: PeopleDeps): People {
  /** Oldest first. */
  const known = new Map<string, { readonly profile: Profile; readonly untilMs: number }>();

  async function profile(id: string): Promise<Profile> {
    const kept = known.get(id);
    if (kept !== undefined && kept.untilMs > now().getTime()) return kept.profile;
    const profile = await ask(slack, id);
    keepNewest(known, id, { profile, untilMs: now().getTime() + profileForMs }, maxProfiles);
    return profile;
  }

  function lastWord(id: string): Profile | null {
    const kept = known.get(id);
    return kept !== undefined && kept.untilMs + lastWordForMs > now().getTime() ? kept.profile : null;
  }

  return {
    profile,
    async nameOf(id) {
      if (!isPersonId(id)) return null;
      try {
        return nameIn((await slack.users.info({ user: id })).user);
      } catch (error) {
        if (!isUnknown(error)) log.warn({ err: error, person: id }, 'Slack did not tell who this is');
        return null;
      }
    },
    async find(id) {
      const found = await profile(id).catch((error: unknown) => {
        if (error instanceof UserError) throw error;
        // Without Slack's word nobody is an admin of the workspace; a role that was granted counts all the same.
        log.warn({ err: error, person: id }, 'Slack did not tell who this is');
        return lastWord(id) ?? stranger(id);
      });
      const context = { actor: id, role: 'viewer', door: 'slack', now: now() } as const;
      const role = await operations.roleOf(context, { isWorkspaceAdmin: found.isWorkspaceAdmin });
      return { ...found, role };
    },
  };
}

async function ask(slack: WebClient, id: string): Promise<Profile> {
  const { user } = await slack.users.info({ user: id }).catch((error: unknown) => {
    if (isUnknown(error)) {
      throw new UserError('There is no such person in this workspace.', {
        code: 'unknown_person',
        cause: error,
      });
    }
    throw error;
  });
  if (user === undefined) return stranger(id);
  if (user.deleted === true || user.is_bot === true || user.is_stranger === true) {
    throw new UserError('Crosswalk is there for the members of this workspace only.', {
      code: 'not_a_member',
    });
  }
  return {
    id,
    name: nameIn(user) ?? id,
    timezone: zoneOf(user.tz),
    isWorkspaceAdmin: user.is_admin === true || user.is_owner === true || user.is_primary_owner === true,
  };
}

/** Slack has zones that are newer than those of this Node. */
function zoneOf(name: string | undefined): string {
  return name !== undefined && IANAZone.isValidZone(name) ? name : 'UTC';
}

const unknownPerson: readonly string[] = ['user_not_found', 'user_not_visible', 'users_not_found'];

function nameIn(user: UsersInfoResponse['user']): string | null {
  return user?.profile?.display_name || user?.real_name || user?.name || null;
}

function isUnknown(error: unknown): boolean {
  return error instanceof WebAPIPlatformError && unknownPerson.includes(error.data.error);
}

function stranger(id: string): Profile {
  return { id, name: id, timezone: 'UTC', isWorkspaceAdmin: false };
}
