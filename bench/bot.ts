/** A bot with one job, which somebody starts in Slack. */
import { botAtWork } from './bot-at-work.ts';
import type { BotPlace } from './bot-at-work.ts';
import { measured } from './child.ts';
import { customerJobFile } from './customer-job.ts';

export interface BotInput extends BotPlace {
  readonly object: string;
}

export interface BotOutput {
  readonly status: string;
  readonly read: number;
  /** ISO 8601. */
  readonly finishedAt: string;
}

measured(({ object, ...place }: BotInput): Promise<BotOutput> =>
  botAtWork(place, {
    jobsFiles: [customerJobFile(place.org, object).text],
    outcome: ({ status, counts, finishedAt }) => ({
      status,
      read: counts.read,
      finishedAt: finishedAt?.toISOString() ?? '',
    }),
  }),
);
