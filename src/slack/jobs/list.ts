/** `/crosswalk list`: all jobs, short, a page at a time. */
import type { KnownBlock } from '@slack/types';
import type { ListedJob } from '../../operations/list-jobs.ts';
import { actions, button, context, escape, section } from '../blocks/index.ts';
import { pageOf, pageText } from '../blocks/page.ts';
import { commandName } from '../command-name.ts';
import type { Call, Feature, Told } from '../feature.ts';
import { jobLines } from '../home/job-card.ts';
import type { SlackServices } from '../services.ts';
import { chooseJobs } from './choose-jobs.ts';

/** All blocks of a message together take some 13,000 characters. */
const jobsOnPage = 10;
const maxJobLength = 1_200;
const pageId = 'list-page';
/** With the page it must fit into a button's value. */
const maxSearchLength = 80;

export function createList({ operations }: SlackServices): Feature {
  async function page({ context: on, person }: Call, search: string, at: number): Promise<Told> {
    const listed = await operations.listJobs(on);
    const clock = { timezone: person.timezone, now: on.now };
    const found = chooseJobs(listed, { search, filter: 'all' });
    const shown = pageOf(found, at, jobsOnPage);
    if (found.length === 0) return { text: noneText(listed, search) };
    const to = (text: string, target: number) =>
      button(text, `${pageId}:${text}`, { value: `${target} ${search}` });
    const turns = [
      ...(shown.page > 0 ? [to('Previous', shown.page - 1)] : []),
      ...(shown.page < shown.pages - 1 ? [to('Next', shown.page + 1)] : []),
    ];
    const blocks: KnownBlock[] = [
      ...shown.items.map((each) => section(jobLines(each, clock).join('\n'), { limit: maxJobLength })),
      context(`Jobs ${pageText(shown)} · Times are in ${escape(person.timezone)}`),
      ...(turns.length === 0 ? [] : [actions(turns)]),
    ];
    return { text: `Jobs ${pageText(shown)}`, blocks };
  }

  return {
    commands: [
      {
        name: 'list',
        usage: '[name]',
        summary: 'List the jobs, with schedule, next run and last result',
        async handle(call) {
          await call.tell(await page(call, call.text.slice(0, maxSearchLength), 0));
        },
      },
    ],
    actions: [
      {
        actionId: pageId,
        async handle(call) {
          const [at = '', ...search] = (call.value ?? '').split(' ');
          await call.replace(await page(call, search.join(' ').slice(0, maxSearchLength), Number(at)));
        },
      },
    ],
  };
}

function noneText(listed: readonly ListedJob[], search: string): string {
  if (listed.length > 0)
    return `There is no job with “${escape(search)}” in its name. \`${commandName} list\` lists all.`;
  return `There are no jobs yet. \`${commandName} new\` tells how to create one.`;
}
