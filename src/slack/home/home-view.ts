/** App Home: connections, and jobs a page at a time. Never more than Slack takes, however many there are. */
import type { HomeView, KnownBlock } from '@slack/types';
import { naturalOrder } from '../../domain/natural-order.ts';
import { isAllowed } from '../../domain/role.ts';
import type { ListedConnection } from '../../operations/list-connections.ts';
import type { ListedJob } from '../../operations/list-jobs.ts';
import {
  actions,
  asTyped,
  bold,
  button,
  context,
  divider,
  header,
  input,
  section,
  select,
} from '../blocks/index.ts';
import { pageOf, pageText } from '../blocks/page.ts';
import type { Page } from '../blocks/page.ts';
import { pageButtons } from '../blocks/page-buttons.ts';
import { connectButton, connectionsButton } from '../connections/connection-buttons.ts';
import { connectionText } from '../connections/connection-text.ts';
import { chooseJobs, filterRules, jobFilters } from '../jobs/choose-jobs.ts';
import type { JobMenu } from '../jobs/menu.ts';
import { directionTitles, numberText } from '../jobs/words.ts';
import type { Clock } from '../jobs/words.ts';
import type { Person } from '../people.ts';
import { jobCard } from './job-card.ts';
import { maxSearchLength, writeQuery } from './query.ts';
import type { HomeQuery } from './query.ts';

/** With a heading above each, a button below, and all that stands around them, still below Slack's hundred blocks. */
const jobsOnPage = 20;
const connectionsShown = 8;

export const homeIds = {
  search: 'home-search',
  filter: 'home-filter',
  clear: 'home-clear',
  page: 'home-page',
  newIntegration: 'new-integration',
} as const;

export interface HomeData {
  readonly person: Person;
  readonly now: Date;
  readonly listed: readonly ListedJob[];
  readonly connections: readonly ListedConnection[];
  readonly query: HomeQuery;
  readonly menu: Pick<JobMenu, 'choices'>;
  /** Something to be told at the top, as mrkdwn; null where there is nothing. */
  readonly notice: string | null;
}

/** It is shown anew without being asked for: what can be pressed keeps its block, so that who presses it then is heard. */
export function homeView(data: HomeData): HomeView {
  const { person, query, listed, notice } = data;
  const mayCreate = isAllowed(person.role, 'admin');
  return {
    type: 'home',
    private_metadata: writeQuery(query),
    blocks: [
      ...(notice === null ? [] : [section(notice), divider()]),
      actions(
        [
          ...(mayCreate
            ? [button('New integration', homeIds.newIntegration, { style: 'primary' }), connectButton()]
            : []),
          connectionsButton(),
        ],
        'home',
      ),
      context(
        `Your role: ${person.role} · Times are in ${asTyped(person.timezone)} · \`/crosswalk help\` lists commands`,
      ),
      header('Connections'),
      ...connectionBlocks(data.connections, mayCreate),
      header('Jobs'),
      ...(listed.length === 0 ? [section(noJobsText(mayCreate))] : jobBlocks(data)),
    ],
  };
}

function connectionBlocks(connections: readonly ListedConnection[], mayConnect: boolean): KnownBlock[] {
  if (connections.length === 0)
    return [
      context(mayConnect ? 'None yet. Press *Connect* to begin.' : 'None yet. An admin connects a CRM.'),
    ];
  // What needs somebody is not to be left off.
  const ordered = connections.toSorted(
    (a, b) => Number(a.state === 'connected') - Number(b.state === 'connected'),
  );
  const more = ordered.length - connectionsShown;
  return [
    ...ordered.slice(0, connectionsShown).map((each) => section(connectionText(each))),
    ...(more > 0 ? [context(`and ${numberText(more)} more`)] : []),
  ];
}

function noJobsText(mayCreate: boolean): string {
  const what =
    'There are no jobs yet. A job brings records of your CRM into the hub, or hub records into the CRM.';
  return mayCreate
    ? `${what} Press *New integration* to begin.`
    : `${what} Ask an admin to create one: they find *New integration* in their App Home.`;
}

function jobBlocks(data: HomeData): KnownBlock[] {
  const { listed, query } = data;
  const found = chooseJobs(listed, query).toSorted(byGroup);
  const page = pageOf(found, query.page, jobsOnPage);
  return [
    ...findBlocks(query),
    ...(found.length === 0 ? [section(nothingFoundText(query))] : cardBlocks(data, page)),
    ...pageBlocks(page),
  ];
}

function findBlocks({ search, filter, turn }: HomeQuery): KnownBlock[] {
  const isNarrowed = search !== '' || filter !== 'all';
  const choices = jobFilters.map((value) => ({ value, text: filterRules[value].title }));
  return [
    input(
      'Search',
      {
        type: 'plain_text_input',
        action_id: homeIds.search,
        max_length: maxSearchLength,
        placeholder: { type: 'plain_text', text: 'Name of a job, then Enter' },
        ...(search === '' ? {} : { initial_value: search }),
      },
      { blockId: `${homeIds.search}:${turn}`, optional: true, dispatches: true },
    ),
    actions(
      [
        select(homeIds.filter, { placeholder: 'State', choices, chosen: filter }),
        ...(isNarrowed ? [button('Clear', homeIds.clear)] : []),
      ],
      `${homeIds.filter}:${turn}`,
    ),
  ];
}

function nothingFoundText({ search, filter }: HomeQuery): string {
  const named = search === '' ? '' : ` with “${asTyped(search)}” in its name`;
  const state = filter === 'all' ? '' : ` in the state “${filterRules[filter].title}”`;
  return `There is no job${named}${state}. Press *Clear* to see all.`;
}

/** By connection, then by direction; within those as they are, by name. */
function byGroup(a: ListedJob, b: ListedJob): number {
  return inOrder(a.connection, b.connection) || inOrder(a.job.direction, b.job.direction);
}

/** Most jobs have the connection of their neighbour, and comparing texts as people do takes its time. */
function inOrder(a: string, b: string): number {
  return a === b ? 0 : naturalOrder.compare(a, b);
}

function cardBlocks({ person, now, menu, query }: HomeData, { items }: Page<ListedJob>): KnownBlock[] {
  const clock: Clock = { timezone: person.timezone, now };
  const blocks: KnownBlock[] = [];
  let heading = '';
  for (const listed of items) {
    const group = `${bold(listed.connection)} · ${directionTitles[listed.job.direction]}`;
    if (group !== heading) blocks.push(context(group));
    heading = group;
    blocks.push(...jobCard(listed, { clock, role: person.role, menu, turn: query.turn }));
  }
  return blocks;
}

function pageBlocks(page: Page<ListedJob>): KnownBlock[] {
  if (page.pages === 1) return [];
  return [actions(pageButtons(homeIds.page, page), homeIds.page), context(`Jobs ${pageText(page)}`)];
}
