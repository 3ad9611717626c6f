/** What was proposed, as it is read, with the buttons to decide on it. */
import type { Button, KnownBlock } from '@slack/types';
import type { Asked } from '../../operations/assistant/ask.ts';
import { actions, asTyped, button, code, context, section } from '../blocks/index.ts';
import { plain } from '../blocks/text.ts';
import type { Told } from '../feature.ts';
import { numberText } from '../jobs/words.ts';

export const chatIds = {
  confirm: 'chat-decide:confirmed',
  dismiss: 'chat-decide:dismissed',
  decide: 'chat-decide',
  choose: 'chat-choose',
  draft: 'chat-draft',
  draftAnew: 'chat-draft-anew',
} as const;

/** Slack shows so many buttons in a row well; a question has fewer. */
const maxChoices = 10;
const maxFilterLength = 2_000;
const maxSpokenLength = 3_000;

type Command = Extract<Asked['proposal'], { kind: 'command' }>;

const confirmLabels: Readonly<Partial<Record<Command['intent'], string>>> = {
  run: 'Run now',
  fullsync: 'Run full sync now',
  cancel: 'Cancel run',
  disable: 'Disable scheduling',
  enable: 'Enable scheduling',
  'edit-schedule': 'Change schedule',
};

/** @param counted how many records a filter takes, where that may be told */
export function proposalMessage(asked: Asked, counted: readonly Counted[] = []): Told {
  const { proposal } = asked;
  switch (proposal.kind) {
    case 'command':
      return commandMessage(proposal, asked);
    case 'question':
      return questionMessage(proposal, asked);
    case 'filter':
      return filterMessage(proposal, counted, asked);
    case 'job draft':
      return draftMessage(proposal, asked);
    case 'answer':
      return answerMessage(proposal.text, asked);
    case 'mapping':
    case 'formula':
      break;
  }
  return answerMessage(
    `Open the job in the wizard: there a ${proposal.kind} is written with its fields at hand.`,
    asked,
  );
}

function commandMessage(proposal: Command, asked: Pick<Asked, 'ticket' | 'note' | 'from'>): Told {
  const text = `${asTyped(proposal.words)}?`;
  return {
    text,
    blocks: [
      section(text),
      actions([
        decideButton(confirmLabels[proposal.intent] ?? 'Confirm', chatIds.confirm, asked.ticket, 'primary'),
        decideButton('Dismiss', chatIds.dismiss, asked.ticket),
      ]),
      context('Nothing happens until whoever asked presses a button, within 15 minutes.', ...notes(asked)),
    ],
  };
}

function decideButton(label: string, id: string, ticket: string | null, style?: 'primary'): Button {
  return button(label, id, { value: ticket ?? '', ...(style === undefined ? {} : { style }) });
}

function questionMessage(
  { text, choices }: Extract<Asked['proposal'], { kind: 'question' }>,
  asked: Pick<Asked, 'ticket' | 'note' | 'from'>,
): Told {
  const { ticket } = asked;
  const buttons =
    ticket === null
      ? []
      : choices
          .slice(0, maxChoices)
          .map((choice, index) =>
            button(choice, `${chatIds.choose}:${index}`, { value: `${index} ${ticket}` }),
          );
  const shown = asTyped(text);
  return {
    text: shown,
    blocks: [spoken(text), ...(buttons.length === 0 ? [] : [actions(buttons)]), ...noteBlocks(asked)],
  };
}

export interface Counted {
  readonly where: string;
  readonly count: number | null;
}

function filterMessage(
  { filter, words, object }: Extract<Asked['proposal'], { kind: 'filter' }>,
  counted: readonly Counted[],
  asked: Pick<Asked, 'note' | 'from'>,
): Told {
  const counts = counted.map(({ where, count }) =>
    count === null
      ? `${asTyped(where)}: could not be counted now`
      : `${asTyped(where)}: ${numberText(count)} ${count === 1 ? 'record' : 'records'}`,
  );
  const title = object === null ? 'Query filter' : `Query filter for ${asTyped(object)}`;
  return {
    text: `${title}: ${asTyped(words)}`,
    blocks: [
      section(`*${title}*\n${asTyped(words)}`),
      section(code(filter), { limit: maxFilterLength }),
      context(...counts, 'Paste it into "Query filter" of a job.', ...notes(asked)),
    ],
  };
}

function draftMessage(
  { words, filter }: Extract<Asked['proposal'], { kind: 'job draft' }>,
  asked: Pick<Asked, 'ticket' | 'note' | 'from'>,
): Told {
  const { ticket } = asked;
  const open = button('Open in wizard', chatIds.draft, { value: ticket ?? '', style: 'primary' });
  const blocks: KnownBlock[] = [
    section(`*A new job*\n${asTyped(words)}`),
    ...(filter === null ? [] : [section(code(filter), { limit: maxFilterLength })]),
    actions([open]),
    context('The wizard opens with this filled in; nothing is saved until you save it.', ...notes(asked)),
  ];
  return { text: asTyped(words), blocks };
}

export function answerMessage(text: string, asked: Pick<Asked, 'note' | 'from'>): Told {
  return { text: asTyped(text), blocks: [spoken(text), ...noteBlocks(asked)] };
}

/** Words that nothing vouches for: neither formatted nor linked, and nobody is mentioned by them. */
function spoken(text: string): KnownBlock {
  return { type: 'section', text: { ...plain(text, maxSpokenLength), emoji: false } };
}

/** Who has it, where that is not what answers always, and what went wrong on the way. */
export function notes({ from, note }: Pick<Asked, 'note' | 'from'>): string[] {
  return [
    ...(from === 'model' ? ['Written by a model, checked by Crosswalk.'] : []),
    ...(note === null ? [] : [asTyped(note)]),
  ];
}

export function noteBlocks(asked: Pick<Asked, 'note' | 'from'>): KnownBlock[] {
  const said = notes(asked);
  return said.length === 0 ? [] : [context(...said)];
}
