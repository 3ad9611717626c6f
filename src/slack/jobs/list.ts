/** `/crosswalk list`: all jobs, short, a page at a time. */
import type { Button, KnownBlock } from '@slack/types';
import type { ListedJob } from '../../operations/list-jobs.ts';
import { actions, asTyped, button, context, section, unescape } from '../blocks/index.ts';
import { pageOf, pageText } from '../blocks/page.ts';
import { commandName } from '../command-name.ts';
import type { Call, Feature, Told } from '../feature.ts';
import { jobLines } from '../home/job-card.ts';
import type { SlackServices } from '../services.ts';
import { chooseJobs } from './choose-jobs.ts';
import type { Clock } from './words.ts';

/** All blocks of a message together take some 13,000 characters. */
const jobsOnPage = 10;
const maxJobLength = 1_200;
const pageId = 'list-page';
/** With the page it must fit into a button's value. */
const maxSearchLength = 80;

export function createList({ operations }: SlackServices): Feature {
  async function message({ context: on, person }: Call, asked: Asked): Promise<Told> {
    const listed = await operations.listJobs(on);
    return jobsMessage(listed, asked, { timezone: person.timezone, now: on.now });
  }

  return {
    commands: [
      {
        name: 'list',
        usage: '[name]',
        summary: 'List the jobs, with schedule, next run and last result',
        async handle(call) {
          await call.tell(
            await message(call, { search: unescape(call.text).slice(0, maxSearchLength), page: 0 }),
          );
        },
      },
    ],
    actions: [
      {
        actionId: pageId,
        async handle(call) {
          const [page = '', ...search] = (call.value ?? '').split(' ');
          const asked = { search: search.join(' ').slice(0, maxSearchLength), page: Number(page) };
          await call.replace(await message(call, asked));
        },
      },
    ],
  };
}

interface Asked {
  /** Words of the name; empty for all. */
  readonly search: string;
  /** Counted from 0. */
  readonly page: number;
}

export function jobsMessage(listed: readonly ListedJob[], { search, page }: Asked, clock: Clock): Told {
  const found = chooseJobs(listed, { search, filter: 'all' });
  if (found.length === 0) return { text: noneText(listed, search) };
  const shown = pageOf(found, page, jobsOnPage);
  const turns = [
    ...(shown.page > 0 ? [turnTo('Previous', shown.page - 1, search)] : []),
    ...(shown.page < shown.pages - 1 ? [turnTo('Next', shown.page + 1, search)] : []),
  ];
  const blocks: KnownBlock[] = [
    ...shown.items.map((each) => section(jobLines(each, clock).join('\n'), { limit: maxJobLength })),
    context(`Jobs ${pageText(shown)} · Times are in ${asTyped(clock.timezone)}`),
    ...(turns.length === 0 ? [] : [actions(turns)]),
  ];
  return { text: `Jobs ${pageText(shown)}`, blocks };
}

function turnTo(text: string, page: number, search: string): Button {
  return button(text, `${pageId}:${text}`, { value: `${page} ${search}` });
}

function noneText(listed: readonly ListedJob[], search: string): string {
  if (listed.length === 0) return `There are no jobs yet. \`${commandName} new\` tells how to create one.`;
  return `There is no job with “${asTyped(search)}” in its name. \`${commandName} list\` lists all.`;
}
