/**
 * The one way in for everything that people do in Slack: answered first, taken once, on behalf of a person with a
 * role, and whatever goes wrong is told to that person.
 */
import type { App, BlockAction, RespondFn, SlashCommand } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import type { Log } from '../log.ts';
import type { OperationContext } from '../operations/operation.ts';
import type { Timers } from '../timing/timers.ts';
import { UserError } from '../domain/errors.ts';
import { createRateLimit } from '../domain/rate-limit.ts';
import type { RateLimitOptions } from '../domain/rate-limit.ts';
import { byId } from './by-id.ts';
import { actionValue, clickParts, listenerId, shownView, stampMs, surfaceOf } from './bodies.ts';
import { maxOptions } from './blocks/index.ts';
import { commandName } from './command-name.ts';
import { digest } from './deliveries.ts';
import type { Deliveries } from './deliveries.ts';
import type { Call, CommandCall, Feature, Offered, ShownView, Told } from './feature.ts';
import type { People, Person } from './people.ts';
import { storable } from './storable.ts';
import { tell, troubleText, troubleTold } from './tell.ts';
import { listenToSubmissions } from './submissions.ts';

export interface ListenDeps {
  readonly slack: WebClient;
  readonly people: People;
  readonly deliveries: Deliveries;
  /** Every `/crosswalk …`; which sub-command it is, is its business. */
  readonly command: (call: CommandCall) => Promise<void>;
  /** Says something in App Home, where there is no channel for an ephemeral message. */
  readonly notice: (person: Person, message: Told, view: ShownView) => Promise<void>;
  /** The workspace has removed the app. */
  readonly onLeft: () => Promise<void>;
  readonly log: Log;
  readonly now: () => Date;
  readonly timers: Timers;
  readonly newId: () => string;
}

/** Everything that waits to be answered or is being worked on. */
export interface Listening {
  /** Resolves when what was begun has ended. */
  idle(): Promise<void>;
}

/** Any id: what there is no listener for is answered too. */
const anything = /^/;

/** Of one person, on this machine: more than anybody clicks and types, and less than would keep others waiting. */
const personalRate: RateLimitOptions = { perMinute: 240, burst: 240, maxCallers: 2_000 };

export function listen(app: App, features: readonly Feature[], deps: ListenDeps): Listening {
  const working = new Set<Promise<void>>();
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

  app.command(commandName, ({ ack, body, respond }) =>
    track(acknowledge(() => ack()).then(() => onCommand(storable(body), respond))),
  );

  app.action<BlockAction>({ action_id: anything, type: 'block_actions' }, ({ ack, body, respond }) =>
    track(acknowledge(() => ack()).then(() => onActions(storable(body), respond as RespondFn | undefined))),
  );

  app.options(anything, async ({ ack, body: sent }) => {
    const body = storable(sent);
    const listener = options.get(listenerId(body.action_id));
    try {
      const call = await begin(body.user.id);
      const view = body.view === undefined ? null : shownView(body.view);
      const { action_id: actionId, block_id: blockId, value: typed } = body;
      const offered = await listener?.handle({ ...call, actionId, blockId, typed, view });
      await ack(offeredAnswer(offered ?? { options: [] }));
    } catch (error) {
      const trouble = { error, doing: `options of ${body.action_id}`, personId: body.user.id };
      troubleText(trouble, deps.log, deps.newId);
      await ack({ options: [] });
    }
  });

  app.event(anything, ({ event, body }) => track(onEvent(body.event_id, storable({ ...event }))));

  listenToSubmissions(app, features, { ...deps, begin, track, acknowledge });

  app.error(async (error) => {
    deps.log.error({ err: error }, 'Slack: a request could not be handled');
  });

  return {
    async idle() {
      await Promise.allSettled(working);
    },
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

  async function onEvent(eventId: string, event: Record<string, unknown>): Promise<void> {
    const type = String(event['type']);
    if (hasLeft(event)) return await onLeft(eventId);
    const listeners = events.filter((each) => each.event === type && each.accepts?.(event) !== false);
    const personId = event['user'];
    if (listeners.length === 0 || typeof personId !== 'string') return;
    await guarded(`event ${type}`, personId, tellNobody, async () => {
      if (!(await deps.deliveries.takeOnce(`event:${eventId}`))) return;
      const call = await begin(personId);
      for (const listener of listeners) await listener.handle({ ...call, event });
    });
  }

  async function onLeft(eventId: string): Promise<void> {
    try {
      if (await deps.deliveries.takeOnce(`event:${eventId}`)) await deps.onLeft();
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

/** `tokens_revoked` tells of tokens of people, too, which are none of ours. */
function hasLeft({ type, tokens }: Readonly<Record<string, unknown>>): boolean {
  if (type === 'app_uninstalled') return true;
  const isRevoked = type === 'tokens_revoked' && typeof tokens === 'object' && tokens !== null;
  return isRevoked && 'bot' in tokens && Array.isArray(tokens.bot) && tokens.bot.length > 0;
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

/** More than a hundred, and Slack would show nothing at all. */
function offeredAnswer(offered: Offered) {
  if ('options' in offered) return { options: offered.options.slice(0, maxOptions) };
  return { option_groups: offered.groups.slice(0, maxOptions) };
}
