/**
 * What people of one workspace do in Slack, taken once, on behalf of a person with a role; whatever goes wrong is told to
 * that person. `listen.ts` has answered Slack by then, and found out whose it is.
 */
import type { BlockAction, BlockSuggestion, RespondFn, SlashCommand } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import type { Log } from '../log.ts';
import type { OperationContext } from '../operations/operation.ts';
import type { Timers } from '../timing/timers.ts';
import { UserError } from '../domain/errors.ts';
import { createRateLimit } from '../domain/rate-limit.ts';
import type { RateLimitOptions } from '../domain/rate-limit.ts';
import { byId } from './by-id.ts';
import { actionValue, clickParts, listenerId, shownView, stampMs, surfaceOf } from './bodies.ts';
import { commandName } from './command-name.ts';
import { digest } from './deliveries.ts';
import type { Deliveries } from './deliveries.ts';
import type { Call, CommandCall, Feature, Offered, ShownView, Told } from './feature.ts';
import type { Identity } from './identity.ts';
import type { People, Person } from './people.ts';
import { createSubmissions } from './submissions.ts';
import type { Submissions } from './submissions.ts';
import { tell, troubleText, troubleTold } from './tell.ts';

export interface TeamListenersDeps {
  readonly slack: WebClient;
  readonly people: People;
  readonly deliveries: Deliveries;
  /** Every `/crosswalk …`; which sub-command it is, is its business. */
  readonly command: (call: CommandCall) => Promise<void>;
  /** Says something in App Home, where there is no channel for an ephemeral message. */
  readonly notice: (person: Person, message: Told, view: ShownView) => Promise<void>;
  /** Who the bot is there; null where that is not known yet. */
  readonly self: () => Promise<Identity | null>;
  /** Slack says that the workspace has removed the app. */
  readonly onLeft: (workspace: string | undefined) => Promise<void>;
  readonly log: Log;
  readonly now: () => Date;
  readonly timers: Timers;
  readonly newId: () => string;
}

/** None of them throws, but those that say so. */
export interface TeamListeners extends Submissions {
  command(body: SlashCommand, respond: RespondFn): Promise<void>;
  actions(body: BlockAction, respond: RespondFn | undefined): Promise<void>;
  options(body: BlockSuggestion): Promise<Offered>;
  event(eventId: string, event: Readonly<Record<string, unknown>>): Promise<void>;
  /** Slack says that a workspace has removed the app. */
  left(eventId: string, workspace: string | undefined): Promise<void>;
}

/** Of one person, on this machine: more than anybody clicks and types, and less than would keep others waiting. */
const personalRate: RateLimitOptions = { perMinute: 240, burst: 240, maxCallers: 2_000 };

const nothingOffered: Offered = { options: [] };

export function createTeamListeners(features: readonly Feature[], deps: TeamListenersDeps): TeamListeners {
  const rateLimit = createRateLimit(personalRate);
  const actions = byId(
    features.flatMap((each) => each.actions ?? []),
    ({ actionId }) => actionId,
  );
  const options = byId(
    features.flatMap((each) => each.options ?? []),
    ({ actionId }) => actionId,
  );
  const events = features.flatMap((each) => each.events ?? []);

  return {
    ...createSubmissions(features, { ...deps, begin }),
    command: onCommand,
    actions: onActions,
    options: onOptions,
    event: onEvent,
    left: onLeft,
  };

  async function begin(personId: string): Promise<Omit<Call, 'tell'>> {
    const waitMs = rateLimit.take(personId, deps.now());
    if (waitMs !== null) throw tooOften(waitMs);
    const person = await deps.people.find(personId);
    const context: OperationContext = { actor: person.id, role: person.role, door: 'slack', now: deps.now() };
    return { person, context, slack: deps.slack };
  }

  async function onCommand(body: SlashCommand, respond: RespondFn): Promise<void> {
    const place = { respond, channelId: body.channel_id, personId: body.user_id };
    const say = (message: Told): Promise<void> => tell(deps.slack, place, message);
    await guarded(`${commandName} ${body.text}`, body.user_id, say, async () => {
      if (!(await deps.deliveries.takeOnce(`command:${digest(JSON.stringify(body))}`))) return;
      const call = await begin(body.user_id);
      const { trigger_id: triggerId, channel_id: channelId, team_id: teamId, api_app_id: appId } = body;
      await deps.command({ ...call, tell: say, text: body.text.trim(), triggerId, channelId, teamId, appId });
    });
  }

  async function onActions(body: BlockAction, respond: RespondFn | undefined): Promise<void> {
    const surface = surfaceOf(body);
    const personId = body.user.id;
    let person: Person | null = null;
    const say = async (message: Told): Promise<void> => {
      const channelId = surface.kind === 'message' ? surface.channelId : null;
      await tell(deps.slack, { respond, channelId, personId }, message);
      if (surface.kind === 'home' && person !== null) await deps.notice(person, message, surface.view);
    };
    await guarded(`action ${body.actions[0]?.action_id}`, personId, say, async () => {
      if (!(await deps.deliveries.takeOnce(`action:${digest(JSON.stringify(body))}`))) return;
      for (const action of body.actions) {
        const listener = actions.get(listenerId(action.action_id));
        if (listener === undefined) {
          if ('url' in action) continue;
          throw new UserError('This button belongs to an older version of Crosswalk. Open the page again.');
        }
        const atMs = stampMs(action.action_ts) ?? deps.now().getTime();
        if (!(await deps.deliveries.takeClick(clickParts(body, action), atMs))) continue;
        const call = await begin(personId);
        person = call.person;
        await listener.handle({
          ...call,
          tell: say,
          actionId: action.action_id,
          blockId: action.block_id,
          value: actionValue(action),
          triggerId: body.trigger_id,
          surface,
          replace: (message) => replace(respond, message),
        });
      }
    });
  }

  async function onOptions(body: BlockSuggestion): Promise<Offered> {
    const { action_id: actionId, block_id: blockId, value: typed } = body;
    try {
      const call = await begin(body.user.id);
      const view = body.view === undefined ? null : shownView(body.view);
      const listener = options.get(listenerId(actionId));
      return (await listener?.handle({ ...call, actionId, blockId, typed, view })) ?? nothingOffered;
    } catch (error) {
      const trouble = { error, doing: `options of ${actionId}`, personId: body.user.id };
      troubleText(trouble, deps.log, deps.newId);
      return nothingOffered;
    }
  }

  async function onEvent(eventId: string, event: Readonly<Record<string, unknown>>): Promise<void> {
    const type = String(event['type']);
    const listeners = events.filter((each) => each.event === type && each.accepts?.(event) !== false);
    const personId = event['user'];
    if (listeners.length === 0 || typeof personId !== 'string') return;
    await guarded(`event ${type}`, personId, tellNobody, async () => {
      if ((await deps.self())?.botUserId === personId) return;
      if (!(await deps.deliveries.takeOnce(`event:${eventId}`))) return;
      const call = await begin(personId);
      for (const listener of listeners) await listener.handle({ ...call, event });
    });
  }

  async function onLeft(eventId: string, workspace: string | undefined): Promise<void> {
    try {
      if (await deps.deliveries.takeOnce(`event:${eventId}`)) await deps.onLeft(workspace);
    } catch (error) {
      deps.log.error({ err: error }, 'Slack: it could not be written that the workspace has removed the app');
    }
  }

  /** Tells the person what went wrong; never throws. */
  async function guarded(
    doing: string,
    personId: string,
    say: (message: Told) => Promise<void>,
    work: () => Promise<void>,
  ): Promise<void> {
    try {
      await work();
    } catch (error) {
      await say(troubleTold({ error, doing, personId }, deps.log, deps.newId)).catch((failure: unknown) => {
        deps.log.warn({ err: failure, person: personId }, `Slack: nobody could be told that ${doing} failed`);
      });
    }
  }
}

function tooOften(waitMs: number): UserError {
  const seconds = Math.ceil(waitMs / 1_000);
  return new UserError(
    `That is more than Crosswalk does for one person at a time. Try again in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`,
    { code: 'too_often' },
  );
}

/** For events: what nobody asked for by a click is not answered with an excuse. */
const tellNobody = (): Promise<void> => Promise.resolve();

async function replace(respond: RespondFn | undefined, { text, blocks }: Told): Promise<void> {
  if (respond === undefined) return;
  await respond({ replace_original: true, text, ...(blocks === undefined ? {} : { blocks: [...blocks] }) });
}
