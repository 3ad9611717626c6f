import { IANAZone } from 'luxon';
import type { Slack } from '../slack.ts';
import type { Person } from '../workspace/model.ts';
import { ApiError } from './api-error.ts';
import { conversationJson } from './conversation-json.ts';
import { arg, method, tiers } from './method.ts';
import type { Methods } from './method.ts';
import { pageArgs, pageOf } from './pages.ts';

export const userMethods: Methods = {
  'users.info': method({
    scopes: ['users:read'],
    perMinute: tiers.four,
    args: { user: arg.text, include_locale: arg.flag.optional() },
    run: (slack, args) => ({ user: userJson(slack, personById(slack, args.user), args.include_locale) }),
  }),

  'users.list': method({
    scopes: ['users:read'],
    perMinute: tiers.two,
    args: { ...pageArgs, include_locale: arg.flag.optional() },
    run(slack, args) {
      const { items, nextCursor } = pageOf([...slack.workspace.people.values()], args);
      return {
        members: items.map((person) => userJson(slack, person, args.include_locale)),
        response_metadata: { next_cursor: nextCursor },
      };
    },
  }),

  'users.lookupByEmail': method({
    scopes: ['users:read.email'],
    args: { email: arg.text },
    run(slack, { email }) {
      const found = [...slack.workspace.people.values()].find((person) => person.email === email);
      if (found === undefined) throw new ApiError('users_not_found');
      return { user: userJson(slack, found) };
    },
  }),

  'users.conversations': method({
    scopes: ['channels:read', 'groups:read', 'im:read', 'mpim:read'],
    perMinute: tiers.two,
    args: {
      ...pageArgs,
      user: arg.text.optional(),
      types: arg.text.optional(),
      exclude_archived: arg.flag.optional(),
    },
    run(slack, args) {
      const { workspace } = slack;
      const user = personById(slack, args.user ?? workspace.bot.id).id;
      const types = new Set((args.types ?? 'public_channel').split(','));
      const all = [...workspace.conversations.values()]
        .filter(({ members }) => members.has(user) && members.has(workspace.bot.id))
        .filter((each) => types.has(typeNames[each.type]))
        .filter(({ isArchived }) => args.exclude_archived !== true || !isArchived);
      const { items, nextCursor } = pageOf(all, args);
      return {
        channels: items.map((each) => conversationJson(slack, each)),
        response_metadata: { next_cursor: nextCursor },
      };
    },
  }),
};

export const typeNames = { public: 'public_channel', private: 'private_channel', direct: 'im' } as const;

export function personById({ workspace }: Slack, id: string): Person {
  const person = workspace.people.get(id);
  if (person === undefined) throw new ApiError('user_not_found');
  return person;
}

function userJson({ workspace, clock }: Slack, person: Person, isWithLocale = false) {
  const [first = '', ...rest] = person.name.split(' ');
  const offset = IANAZone.create(person.timeZone).offset(clock.now().getTime());
  return {
    id: person.id,
    team_id: workspace.id,
    name: person.handle,
    real_name: person.name,
    deleted: person.isDeactivated,
    tz: person.timeZone,
    tz_label: person.timeZone,
    tz_offset: offset * 60,
    is_admin: person.isAdmin,
    is_owner: person.isOwner,
    is_primary_owner: false,
    is_restricted: person.isGuest,
    is_ultra_restricted: false,
    is_bot: person.isBot,
    is_app_user: false,
    ...(isWithLocale ? { locale: person.locale } : {}),
    profile: {
      real_name: person.name,
      display_name: person.handle,
      first_name: first,
      last_name: rest.join(' '),
      title: person.title,
      team: workspace.id,
      ...(workspace.scopes.includes('users:read.email') ? { email: person.email } : {}),
      ...(person.isBot ? { bot_id: workspace.botId, api_app_id: workspace.appId } : {}),
    },
  };
}
