import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';

/** What stands in the way of a call, by what happens next. */
export type Trouble =
  /** 429: not done, and nothing of the kind before that time is over. */
  | { readonly kind: 'slow down'; readonly afterMs: number }
  /** Nobody knows whether it was done. */
  | { readonly kind: 'unsure' }
  /** Not done; passes by itself. */
  | { readonly kind: 'later' }
  /** The token does not count (any more): nothing can be done for anybody. */
  | { readonly kind: 'locked out'; readonly code: string }
  /** The bot is not in the channel. */
  | { readonly kind: 'not a member' }
  /** This conversation takes no messages. */
  | { readonly kind: 'closed'; readonly code: string }
  /** Slack does not take this message, or it cannot be changed any more. */
  | { readonly kind: 'refused'; readonly code: string };

/** Where Slack does not say how long to wait. */
const usualWaitMs = 30_000;

const kinds: Readonly<Record<string, Exclude<Trouble['kind'], 'slow down'>>> = {
  internal_error: 'unsure',
  fatal_error: 'unsure',
  request_timeout: 'unsure',
  service_unavailable: 'unsure',
  message_limit_exceeded: 'later',
  accesslimited: 'later',
  team_added_to_org: 'later',
  not_authed: 'locked out',
  invalid_auth: 'locked out',
  account_inactive: 'locked out',
  token_revoked: 'locked out',
  token_expired: 'locked out',
  missing_scope: 'locked out',
  org_login_required: 'locked out',
  not_in_channel: 'not a member',
  channel_not_found: 'closed',
  is_archived: 'closed',
  restricted_action: 'closed',
  restricted_action_read_only_channel: 'closed',
  restricted_action_non_threadable_channel: 'closed',
  restricted_action_thread_only_channel: 'closed',
  no_permission: 'closed',
  access_denied: 'closed',
  ekm_access_denied: 'closed',
  team_access_not_granted: 'closed',
  method_not_supported_for_channel_type: 'closed',
  user_not_found: 'closed',
  user_disabled: 'closed',
  user_not_visible: 'closed',
  cannot_dm_bot: 'closed',
  messages_tab_disabled: 'closed',
};

/** @throws the error itself where it did not come from calling Slack */
export function troubleOf(error: unknown): Trouble {
  if (error instanceof WebAPIRateLimitedError) {
    return { kind: 'slow down', afterMs: error.retryAfter > 0 ? error.retryAfter * 1_000 : usualWaitMs };
  }
  if (error instanceof WebAPIRequestError) return { kind: 'unsure' };
  if (error instanceof WebAPIHTTPError) {
    if (error.statusCode === 429) return { kind: 'slow down', afterMs: usualWaitMs };
    return error.statusCode >= 500
      ? { kind: 'unsure' }
      : { kind: 'refused', code: `http_${error.statusCode}` };
  }
  if (!(error instanceof WebAPIPlatformError)) throw error;
  const { error: code } = error.data;
  if (code === 'ratelimited' || code === 'rate_limited') return { kind: 'slow down', afterMs: usualWaitMs };
  return { kind: kinds[code] ?? 'refused', code };
}

const closedBecause: Readonly<Record<string, string>> = {
  channel_not_found: 'there is no such channel, or it is private and Crosswalk is not in it',
  is_archived: 'it is archived',
  not_in_channel: 'Crosswalk is not in it and cannot join it',
  restricted_action: 'only some people may post there',
  restricted_action_read_only_channel: 'only some people may post there',
  restricted_action_non_threadable_channel: 'it takes no threads',
  restricted_action_thread_only_channel: 'it takes messages in threads only',
};

/** The end of a sentence that begins "because". */
export function becauseClosed(code: string): string {
  return closedBecause[code] ?? `Slack does not take messages there (${code})`;
}
