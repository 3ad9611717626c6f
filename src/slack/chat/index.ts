/** Plain English, wherever people write it: mentions, direct messages, the agent's pane and `/crosswalk <anything>`. */
import type { Asked } from '../../operations/assistant/ask.ts';
import { isAllowed } from '../../domain/role.ts';
import { asTyped } from '../blocks/index.ts';
import type { ActionCall, Call, CommandCall, EventCall, Feature, Told } from '../feature.ts';
import { plainText, readDirect, readMention, threadOf } from './heard.ts';
import type { Heard, Place } from './heard.ts';
import { assistantCommand } from './assistant-command.ts';
import { decidedMessage } from './done-text.ts';
import { lookUp } from './looked-up.ts';
import { chatIds, noteBlocks, proposalMessage } from './proposed.ts';
import { dryRun } from './dry-run.ts';
import { suggestPrompts } from './prompts.ts';
import { showThinking } from './post.ts';
import type { SlackServices } from '../services.ts';
import { streamTo } from './streamed.ts';
import { troubleTold } from '../tell.ts';
import { whereText } from '../runs/start-run.ts';
import type { WizardDoor } from '../wizard/opening.ts';

export interface ChatDeps extends SlackServices {
  /** There is something to be sent. */
  readonly wake: () => void;
  readonly wizard: Pick<WizardDoor, 'create'>;
}

type By = Pick<Call, 'context' | 'person'>;

export function createChat(deps: ChatDeps): Feature {
  const { operations, log, newId } = deps;

  async function onHeard(call: EventCall, heard: Heard | null): Promise<void> {
    if (heard === null) return;
    const { place, text } = heard;
    const { person } = call;
    const streamed = streamTo(deps, place);
    try {
      await showThinking(deps, place);
      const asked = await operations.ask(
        call.context,
        { text, thread: threadOf(place), timezone: person.timezone },
        { onText: streamed.onText },
      );
      const to = { personId: person.id, isPrivate: isForOne(asked) };
      await streamed.end(to, await messageOf(deps, call, asked, place));
    } catch (error) {
      const trouble = { error, doing: 'what was said in chat', personId: person.id };
      await streamed.end({ personId: person.id, isPrivate: true }, troubleTold(trouble, log, newId));
    }
  }

  async function onCommand(call: CommandCall): Promise<void> {
    const { channelId, person } = call;
    const place = { channelId, threadTs: null, isShared: false };
    const asked = await operations.ask(call.context, {
      text: plainText(call.text),
      // What somebody asks unseen is nobody else's conversation.
      thread: `${channelId} ${person.id}`,
      timezone: person.timezone,
    });
    await call.tell(await messageOf(deps, call, asked, place));
  }

  async function decide(call: ActionCall): Promise<void> {
    const { person, surface } = call;
    const decision = call.actionId === chatIds.confirm ? 'confirmed' : 'dismissed';
    const conversation = surface.kind === 'message' ? surface.channelId : null;
    const decided = await operations.decide(call.context, {
      ticket: call.value ?? '',
      decision,
      askedIn: { conversation, person: person.id },
      timezone: person.timezone,
    });
    deps.wake();
    deps.changed();
    await call.replace(await decidedMessage(decided, person.id, (channel) => whereText(channel, deps)));
  }

  async function choose(call: ActionCall): Promise<void> {
    const { person, surface } = call;
    const [index = '', ...ticket] = (call.value ?? '').split(' ');
    const asked = await operations.choose(call.context, {
      ticket: ticket.join(' '),
      choice: Number(index),
      timezone: person.timezone,
    });
    const channelId = surface.kind === 'message' ? surface.channelId : '';
    const place = { channelId, threadTs: null, isShared: false };
    const told = await messageOf(deps, call, asked, place);
    if (!isForOne(asked)) return await call.replace(told);
    // What somebody may not do is not told to all who read along.
    await call.replace({ text: asTyped(asked.chosen) });
    await call.tell(told);
  }

  async function draft(call: ActionCall, startOver: boolean): Promise<void> {
    const ticket = call.value ?? '';
    const { timezone } = call.person;
    await deps.wizard.create(
      call,
      () => operations.draftProposal(call.context, { ticket, timezone, startOver }),
      { actionId: chatIds.draftAnew, value: ticket },
    );
  }

  return {
    otherwise: onCommand,
    commands: [assistantCommand(deps)],
    events: [
      {
        event: 'app_mention',
        accepts: (event) => readMention(event) !== null,
        handle: (call) => onHeard(call, readMention(call.event)),
      },
      {
        event: 'message',
        accepts: (event) => readDirect(event) !== null,
        handle: (call) => onHeard(call, readDirect(call.event)),
      },
      {
        event: 'app_home_opened',
        async handle(call) {
          if (call.event['tab'] === 'messages') await suggestPrompts(deps, call);
        },
      },
    ],
    actions: [
      { actionId: chatIds.decide, handle: decide },
      { actionId: chatIds.choose, handle: choose },
      { actionId: chatIds.draft, handle: (call) => draft(call, false) },
      { actionId: chatIds.draftAnew, handle: (call) => draft(call, true) },
    ],
  };
}

/** What somebody may not do is between them and the bot. */
function isForOne({ proposal }: Asked): boolean {
  return proposal.kind === 'answer' && proposal.topic === 'refused';
}

async function messageOf(deps: ChatDeps, by: By, asked: Asked, place: Place): Promise<Told> {
  const { proposal } = asked;
  if (proposal.kind === 'command' && !proposal.confirm) {
    if (proposal.intent === 'dryrun') return await dryRun(deps, by, proposal.jobs, place);
    const found = await lookUp(deps, by, { ...proposal, period: asked.period });
    return found.blocks === undefined ? found : { ...found, blocks: [...found.blocks, ...noteBlocks(asked)] };
  }
  // How many records there are with a value is as good as the value: for those who may look at records.
  const mayLook = proposal.kind === 'filter' && isAllowed(by.person.role, 'admin');
  const { timezone } = by.person;
  return proposalMessage(
    asked,
    mayLook ? await deps.operations.countProposed(by.context, { proposal, timezone }) : [],
  );
}
