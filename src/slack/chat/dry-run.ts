import { UserError } from '../../domain/errors.ts';
import { asTyped, bold, section } from '../blocks/index.ts';
import type { Call, Told } from '../feature.ts';
import { whereText } from '../runs/start-run.ts';
import type { ChatDeps } from './index.ts';
import type { Place } from './heard.ts';

/** It changes nothing, so that nobody has to confirm it. */
export async function dryRun(
  deps: ChatDeps,
  { context, person }: Pick<Call, 'context' | 'person'>,
  jobs: readonly string[],
  { channelId }: Place,
): Promise<Told> {
  const lines: string[] = [];
  for (const name of jobs) {
    try {
      const { job } = await deps.operations.startRun(
        { ...context, door: 'assistant' },
        {
          job: name,
          mode: 'incremental',
          dryRun: true,
          askedIn: { conversation: channelId === '' ? null : channelId, person: person.id },
        },
      );
      const where = await whereText(job.notify.channel, deps);
      lines.push(`▶️ ${bold(name)}: dry run started. Nothing is written. ${where}`);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      lines.push(`⚠️ ${bold(name)}: ${asTyped(error.message)}`);
    }
  }
  deps.wake();
  deps.changed();
  const text = lines.join('\n');
  return { text, blocks: [section(text)] };
}
