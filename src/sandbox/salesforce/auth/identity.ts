import type { Org } from '../org/org.ts';

export interface IdentityContext {
  readonly org: Org;
  readonly origin: string;
  readonly timeZone: string;
}

/** GET /services/oauth2/userinfo */
export function userInfo({ org, origin, timeZone }: IdentityContext): object {
  const user = org.record('User', org.userId) ?? {};
  return {
    sub: `${origin}/id/${org.id}/${org.userId}`,
    user_id: org.userId,
    organization_id: org.id,
    preferred_username: user['Username'],
    nickname: user['CommunityNickname'],
    name: [user['FirstName'], user['LastName']].join(' '),
    email: user['Email'],
    email_verified: true,
    given_name: user['FirstName'],
    family_name: user['LastName'],
    zoneinfo: timeZone,
    photos: { picture: `${origin}/profilephoto/005/F`, thumbnail: `${origin}/profilephoto/005/T` },
    profile: `${origin}/${org.userId}`,
    picture: `${origin}/profilephoto/005/F`,
    address: {},
    urls: addresses(origin, org.userId),
    active: true,
    user_type: 'STANDARD',
    language: 'en_US',
    locale: 'en_US',
    utcOffset: 0,
    updated_at: user['LastModifiedDate'],
    is_app_installed: true,
  };
}

/** GET /id/<org>/<user> */
export function identity({ org, origin, timeZone }: IdentityContext): object {
  const user = org.record('User', org.userId) ?? {};
  return {
    id: `${origin}/id/${org.id}/${org.userId}`,
    asserted_user: true,
    user_id: org.userId,
    organization_id: org.id,
    username: user['Username'],
    nick_name: user['CommunityNickname'],
    display_name: [user['FirstName'], user['LastName']].join(' '),
    email: user['Email'],
    email_verified: true,
    first_name: user['FirstName'],
    last_name: user['LastName'],
    timezone: timeZone,
    photos: {},
    urls: addresses(origin, org.userId),
    active: true,
    user_type: 'STANDARD',
    language: 'en_US',
    locale: 'en_US',
    utcOffset: 0,
    last_modified_date: user['LastModifiedDate'],
    is_app_installed: true,
  };
}

function addresses(origin: string, userId: string): object {
  const rest = `${origin}/services/data/v{version}/`;
  return {
    rest,
    sobjects: `${rest}sobjects/`,
    query: `${rest}query/`,
    recent: `${rest}recent/`,
    search: `${rest}search/`,
    profile: `${origin}/${userId}`,
  };
}
