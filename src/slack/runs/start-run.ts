import { WebAPIPlatformError } from '@slack/web-api';
import { UserError } from '../../domain/errors.ts';
import type { RunMode } from '../../domain/run.ts';
import { activeRunStatuses, runModes } from '../../domain/run.ts';
import { actions, asTyped, bold, escape, section } from '../blocks/index.ts';
import { readJobName } from '../commands/job-name.ts';
import type { ActionCall, Call, Feature, Told } from '../feature.ts';
import { momentText, numberText } from '../jobs/words.ts';
import type { Conversations } from '../conversations.ts';
import type { SlackServices } from '../services.ts';
import type { Answer } from './answer.ts';
import { wouldText } from '../../domain/guard.ts';
import { decisionButtonsFor, historyButton, runActions } from './run-buttons.ts';
import { modeText, starterText } from './run-words.ts';

export interface StartDeps extends Pick<SlackServices, 'operations' | 'slack' | 'changed' | 'log'> {
  readonly conversations: Pick<Conversations, 'idOf'>;
  /** There is something to be sent. */
  readonly wake: () => void;
  readonly answer: Answer;
}

/** "Run now", "Run full sync now", `/crosswalk run` and `fullsync`, and "Retry". */
export function createStart(deps: StartDeps): Feature {
  const fromMenu =
    (mode: RunMode) =>
    async (call: ActionCall, job: string): Promise<void> => {
      await startRun(deps, call, { job, mode, conversation: conversationOf(call) });
    };
  const command = (name: string, mode: RunMode, summary: string) => ({
    name,
    usage: '<job>',
    summary,
    handle: async (call: Call & { readonly text: string; readonly channelId: string }) => {
      const job = readJobName(call.text, name);
      await startRun(deps, call, { job, mode, conversation: call.channelId });
    },
  });
  return {
    commands: [
      command('run', 'incremental', 'Run a job now; its schedule stays as it is'),
      command('fullsync', 'full', 'Run a full sync of a job now'),
    ],
    jobMenu: [
      { label: 'Run now', role: 'operator', handle: fromMenu('incremental') },
      { label: 'Run full sync now', role: 'operator', handle: fromMenu('full') },
    ],
    actions: [
      {
        actionId: runActions.retry,
        handle: (call) =>
          deps.answer(call, () =>
            tryToStart(deps, call, { ...readRetry(call.value), conversation: conversationOf(call) }),
          ),
      },
      {
        actionId: runActions.retryRejected,
        handle: (call) => deps.answer(call, () => retryRejected(deps, call)),
      },
    ],
  };
}

interface Start {
  /** Name or id. */
  readonly job: string;
  readonly mode: RunMode;
  /** Where it was asked for; null in App Home and modals. */
  readonly conversation: string | null;
}

/** Starts a run, or tells where the one that is in the way can be watched. */
async function startRun(deps: StartDeps, call: Call, start: Start): Promise<void> {
  const told = await tryToStart(deps, call, start);
  if (told !== null) await call.tell(told);
}

/** What the person is to be told; null where they see it where they are. */
async function tryToStart(
  deps: StartDeps,
  { context, person }: Call,
  { job: wanted, mode, conversation }: Start,
): Promise<Told | null> {
  const { operations, slack, wake, changed } = deps;
  try {
    const askedIn = { conversation, person: person.id };
    const { job, run } = await operations.startRun(context, { job: wanted, mode, dryRun: false, askedIn });
    wake();
    changed();
    const { channel } = job.notify;
    if (channel === null ? conversation !== null : channel === conversation) return null;
    const text = `${bold(job.name)}: ${modeText(run)} started. ${await whereText(channel, deps)}`;
    return { text, blocks: [section(text)] };
  } catch (error) {
    if (!(error instanceof UserError) || error.code !== 'run_active') throw error;
    return await inTheWay({ operations, slack }, { context, person }, wanted);
  }
}

/** Which rows are tried again stands in the run; what the job's other runs read stays to them. */
async function retryRejected(deps: StartDeps, call: ActionCall): Promise<Told> {
  const { operations, wake, changed } = deps;
  const askedIn = { conversation: conversationOf(call), person: call.person.id };
  const { job } = await operations.retryRejected(call.context, { runId: call.value ?? '', askedIn });
  wake();
  changed();
  const what =
    job.direction === 'outbound'
      ? 'the rejected rows are sent again, together with what has changed since'
      : 'the rejected rows are tried again';
  const text = `${bold(job.name)}: ${what}. ${await whereText(job.notify.channel, deps)}`;
  return { text, blocks: [section(text)] };
}

/** The run that the job has already, with a link to where it is told how it gets on. */
async function inTheWay(
  { operations, slack }: Pick<StartDeps, 'operations' | 'slack'>,
  { context, person }: Pick<Call, 'context' | 'person'>,
  wanted: string,
): Promise<Told> {
  const found = await operations.jobHistory(context, {
    job: wanted,
    statuses: activeRunStatuses,
    limit: 1,
    offset: 0,
  });
  const [run] = found.runs;
  if (run === undefined) {
    return { text: `${bold(found.job.name)} had a run that has just ended. Start it again.` };
  }
  const place = await operations.runProgress(context, { runId: run.id });
  const link = place === null ? null : await permalink(slack, place);
  const since = momentText(run.startedAt ?? run.queuedAt, { timezone: person.timezone, now: context.now });
  const state = run.status === 'running' ? 'is running' : `has a run that is ${run.status}`;
  const text = [
    `${bold(found.job.name)} ${state} already, since ${since}, started ${starterText(run)}: ${numberText(run.counts.read)} rows read so far.`,
    ...(run.approval === undefined || run.status !== 'waiting for approval'
      ? []
      : [`It ${wouldText(run.approval)}; an admin has to decide.`]),
    link === null ? 'Wait until it ends, or cancel it in its history.' : `<${link}|See how it gets on>`,
  ].join(' ');
  return {
    text,
    blocks: [section(text), actions([...decisionButtonsFor(person.role, run), historyButton(run)])],
  };
}

/** null where the message is gone: somebody has deleted it, or the whole channel. */
async function permalink(
  slack: SlackServices['slack'],
  { channel, ts }: { readonly channel: string; readonly ts: string },
): Promise<string | null> {
  try {
    const answer = await slack.chat.getPermalink({ channel, message_ts: ts });
    return answer.permalink ?? null;
  } catch (error) {
    if (error instanceof WebAPIPlatformError && nowhere.includes(error.data.error)) return null;
    throw error;
  }
}

const nowhere: readonly string[] = ['message_not_found', 'channel_not_found'];

function conversationOf({ surface }: ActionCall): string | null {
  return surface.kind === 'message' ? surface.channelId : null;
}

/** Where the person sees how it gets on: what has no channel that the bot can see comes to them. */
export async function whereText(
  channel: string | null,
  { conversations, log }: Pick<StartDeps, 'conversations' | 'log'>,
): Promise<string> {
  if (channel === null) return 'You see in our direct messages how it gets on.';
  const isThere = await conversations.idOf(channel).then(
    (id) => id !== null,
    (error: unknown) => {
      log.warn({ err: error, channel }, 'Slack: it could not be looked up whether a channel is there');
      return true;
    },
  );
  const where = channelText(channel);
  if (isThere) return `You see in ${where} how it gets on.`;
  return `You see in our direct messages how it gets on: there is no ${where} that Crosswalk can see.`;
}

function channelText(channel: string): string {
  return channel.startsWith('#') ? asTyped(channel) : `<#${escape(channel)}>`;
}

/** @throws UserError where the button is none of ours */
function readRetry(value: string | null): { readonly mode: RunMode; readonly job: string } {
  const [word = '', ...rest] = (value ?? '').split(' ');
  const mode = runModes.find((each) => each === word);
  if (mode !== undefined && rest.length > 0) return { mode, job: rest.join(' ') };
  throw new UserError('This button belongs to an older version of Crosswalk. Use /crosswalk run.');
}
