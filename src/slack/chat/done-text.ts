import type { KnownBlock } from '@slack/types';
import { connectionExpired } from '../../domain/usable-connection.ts';
import type { Decided, DecidedJob } from '../../operations/assistant/decide.ts';
import { describeSchedule } from '../../domain/schedule-text.ts';
import { actions, asTyped, bold, section } from '../blocks/index.ts';
import { reconnectButton } from '../connections/connection-buttons.ts';
import type { Told } from '../feature.ts';
import { cancelledText } from '../runs/cancel-run.ts';
import { modeText } from '../runs/run-words.ts';

const maxButtons = 5;

/** Takes the place of the question: who decided what, and what became of it. Nothing is left to press. */
export function decidedMessage(
  { proposal, results }: Decided,
  personId: string,
  where: (channel: string | null) => Promise<string>,
): Promise<Told> {
  if (results.length === 0) {
    const text = `${asTyped(proposal.words)}: dismissed by <@${personId}>.`;
    return Promise.resolve({ text, blocks: [section(text)] });
  }
  return toldOf(results, proposal.words, personId, where);
}

async function toldOf(
  results: readonly DecidedJob[],
  words: string,
  personId: string,
  where: (channel: string | null) => Promise<string>,
): Promise<Told> {
  const lines = await Promise.all(results.map((result) => lineOf(result, where)));
  const text = [`${asTyped(words)}: confirmed by <@${personId}>.`, ...lines].join('\n');
  return { text, blocks: [section(text), ...reconnectBlocks(results)] };
}

/** For each connection that stands in the way, up to as many as people would press. */
function reconnectBlocks(results: readonly DecidedJob[]): KnownBlock[] {
  const expired = results.flatMap((result) =>
    result.kind === 'refused' && result.code === connectionExpired ? [result.about ?? ''] : [],
  );
  return [...new Set(expired)]
    .slice(0, maxButtons)
    .map((id) => actions([reconnectButton({ id, state: 'expired' })], `reconnect:${id}`));
}

async function lineOf(
  result: DecidedJob,
  where: (channel: string | null) => Promise<string>,
): Promise<string> {
  switch (result.kind) {
    case 'started':
      return `▶️ ${bold(result.name)}: ${modeText(result.run)} started. ${await where(result.job.notify.channel)}`;
    case 'changed': {
      const { schedule } = result.job;
      const when = schedule.enabled ? describeSchedule(schedule) : 'scheduling is disabled';
      return `✅ ${bold(result.name)}: ${asTyped(when)}.`;
    }
    case 'cancelled':
      return `🛑 ${bold(result.name)}: ${cancelledText}`;
    case 'refused':
      break;
  }
  return `⚠️ ${bold(result.name)}: ${asTyped(result.reason)}`;
}
