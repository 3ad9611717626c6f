/**
 * The one way in for everything that people do in Slack: answered first, and given to the workspace that Slack has signed
 * it for.
 */
import type {
  App,
  BlockAction,
  Context,
  RespondFn,
  ViewClosedAction,
  ViewResponseAction,
  ViewSubmitAction,
} from '@slack/bolt';
import type { Log } from '../log.ts';
import type { Timers } from '../timing/timers.ts';
import { within } from '../timing/within.ts';
import { maxOptions } from './blocks/index.ts';
import { commandName } from './command-name.ts';
import type { Offered } from './feature.ts';
import { refusal } from './refusal.ts';
import { storable } from './storable.ts';
import type { TeamListeners } from './team-listeners.ts';
import { troubleText } from './tell.ts';

export interface ListenDeps {
  /** By Slack's id of the workspace; null where the app is not installed. */
  readonly teamOf: (workspace: string | undefined) => Promise<TeamListeners | null>;
  /** The same, also where it is not installed any more. */
  readonly leavingTeam: (workspace: string | undefined) => Promise<TeamListeners | null>;
  /** What people of a workspace in which it is not installed are told. */
  readonly notInstalled: string;
  readonly log: Log;
  readonly timers: Timers;
  readonly newId: () => string;
}

/** Everything that waits to be answered or is being worked on. */
export interface Listening {
  /** Resolves when what was begun has ended. */
  idle(): Promise<void>;
}

/** Slack waits for three seconds. */
const answerWithinMs = 2_300;
/** Of these, so long at most until it is known whose it is: afterwards there is something to do. */
const findWithinMs = 1_300;

/** Any id: what there is no listener for is answered too. */
const anything = /^/;

interface Asked {
  /** As Slack has signed it. */
  readonly workspace: string | undefined;
  /** For the log: `command`. */
  readonly doing: string;
  readonly personId: string | null;
  /** Where nobody is there for it. @param text why */
  readonly refuse: (text: string) => Promise<void>;
  /** Whether Slack waits for what comes of it. */
  readonly isAwaited?: true;
}

const slowText = 'Crosswalk is slow to answer at the moment, and nothing was done. Try again in a moment.';

export function listen(app: App, deps: ListenDeps): Listening {
  const working = new Set<Promise<void>>();

  /** Keeps count of what is being done; errors are told within. */
  async function track(work: Promise<void>): Promise<void> {
    working.add(work);
    try {
      await work;
    } finally {
      working.delete(work);
    }
  }

  async function acknowledge(ack: () => Promise<void>): Promise<void> {
    try {
      await ack();
    } catch (error) {
      // The person sees a warning by Slack; what they asked for is done all the same.
      deps.log.warn({ err: error }, 'Slack was not answered in time');
    }
  }

  /** @throws what finding it failed with in time */
  async function find(
    finding: Promise<TeamListeners | null>,
    { workspace, doing, isAwaited }: Asked,
  ): Promise<TeamListeners | null | { readonly trouble: string }> {
    if (isAwaited !== true) return await finding;
    const inTime = await within(finding, findWithinMs, deps.timers);
    if (inTime !== null) return inTime.result;
    deps.log.warn({ workspace }, `Slack: ${doing}: whose it is took too long to find`);
    finding.catch((error: unknown) => {
      deps.log.warn({ err: error, workspace }, `Slack: ${doing}: whose it is could not be found`);
    });
    return { trouble: slowText };
  }

  async function forTeam(
    asked: Asked,
    work: (team: TeamListeners) => Promise<void>,
    teamOf = deps.teamOf,
  ): Promise<void> {
    const { workspace, doing, personId } = asked;
    const found = await find(teamOf(workspace), asked).catch((error: unknown) => ({
      trouble: troubleText({ error, doing, personId }, deps.log, deps.newId),
    }));
    if (found !== null && !('trouble' in found)) return await work(found);
    if (found === null) deps.log.warn({ workspace }, `Slack: ${doing}: it is not installed there`);
    await asked.refuse(found === null ? deps.notInstalled : found.trouble).catch((error: unknown) => {
      deps.log.warn({ err: error }, `Slack: nobody could be told that ${doing} came to nobody`);
    });
  }

  app.command(commandName, ({ ack, body, context, respond }) => {
    const refuse = (text: string): Promise<void> => say(respond, text);
    const asked = { workspace: context.teamId, doing: 'a command', personId: body.user_id, refuse };
    return track(
      acknowledge(() => ack()).then(() => forTeam(asked, (team) => team.command(storable(body), respond))),
    );
  });

  app.action<BlockAction>(
    { action_id: anything, type: 'block_actions' },
    ({ ack, body, context, respond: given }) => {
      const respond = given as RespondFn | undefined;
      const refuse = (text: string): Promise<void> => say(respond, text);
      const asked = {
        workspace: workspaceOf(body.view, context),
        doing: 'an action',
        personId: body.user.id,
        refuse,
      };
      return track(
        acknowledge(() => ack()).then(() => forTeam(asked, (team) => team.actions(storable(body), respond))),
      );
    },
  );

  app.options(anything, ({ ack, body, context }) => {
    const refuse = (): Promise<void> => acknowledge(() => ack({ options: [] }));
    const asked = {
      workspace: workspaceOf(body.view, context),
      doing: 'options',
      personId: body.user.id,
      refuse,
      isAwaited: true,
    } as const;
    return forTeam(asked, async (team) => {
      const offered = await team.options(storable(body));
      await ack(offeredAnswer(offered));
    });
  });

  app.event(anything, ({ event, body, context }) => {
    const asked = {
      workspace: context.teamId,
      doing: `the event ${event.type}`,
      personId: null,
      refuse: tellNobody,
    };
    if (hasLeft({ ...event })) {
      return track(forTeam(asked, (team) => team.left(body.event_id, context.teamId), deps.leavingTeam));
    }
    return track(forTeam(asked, (team) => team.event(body.event_id, storable({ ...event }))));
  });

  app.view<ViewSubmitAction>({ type: 'view_submission', callback_id: anything }, ({ ack, body, context }) => {
    const answerByMs = deps.timers.elapsedMs() + answerWithinMs;
    const answer = (response: ViewResponseAction | null): Promise<void> =>
      acknowledge(() => (response === null ? ack() : ack(response)));
    const asked = {
      workspace: context.teamId,
      doing: 'a submission',
      personId: body.user.id,
      refuse: (text: string) => answer(refusal(body.view, null, text)),
      isAwaited: true,
    } as const;
    return track(forTeam(asked, (team) => team.submission(storable(body), answer, answerByMs)));
  });

  app.view<ViewClosedAction>({ type: 'view_closed', callback_id: anything }, ({ ack, body, context }) => {
    const asked = {
      workspace: context.teamId,
      doing: 'the closing of a modal',
      personId: body.user.id,
      refuse: tellNobody,
    };
    return track(acknowledge(() => ack()).then(() => forTeam(asked, (team) => team.closing(storable(body)))));
  });

  app.error(async (error) => {
    deps.log.error({ err: error }, 'Slack: a request could not be handled');
  });

  return {
    async idle() {
      await Promise.allSettled(working);
    },
  };
}

/** Where nobody waits for an answer. */
const tellNobody = (): Promise<void> => Promise.resolve();

async function say(respond: RespondFn | undefined, text: string): Promise<void> {
  await respond?.({ response_type: 'ephemeral', replace_original: false, text });
}

/** More than a hundred, and Slack would show nothing at all. */
function offeredAnswer(offered: Offered) {
  if ('options' in offered) return { options: offered.options.slice(0, maxOptions) };
  return { option_groups: offered.groups.slice(0, maxOptions) };
}

/** `tokens_revoked` tells of tokens of people, too, which are none of ours. */
function hasLeft({ type, tokens }: Readonly<Record<string, unknown>>): boolean {
  if (type === 'app_uninstalled') return true;
  const isRevoked = type === 'tokens_revoked' && typeof tokens === 'object' && tokens !== null;
  return isRevoked && 'bot' in tokens && Array.isArray(tokens.bot) && tokens.bot.length > 0;
}

/** Bolt reads it of a modal that is submitted or closed only; what is clicked in one is for the same workspace. */
function workspaceOf(view: object | undefined, { teamId }: Context): string | undefined {
  const installed = view !== undefined && 'app_installed_team_id' in view ? view.app_installed_team_id : null;
  return typeof installed === 'string' && installed !== '' ? installed : teamId;
}
