import type { Button, KnownBlock, ModalView } from '@slack/types';
import type { ListedVersion, ListedVersions } from '../../operations/job-versions.ts';
import {
  actions,
  bold,
  button,
  confirmation,
  context,
  divider,
  escape,
  modal,
  section,
} from '../blocks/index.ts';
import { pageOf, pageText } from '../blocks/page.ts';
import { byTime, pageButtons } from '../blocks/page-buttons.ts';
import { differenceLines, differenceText } from '../jobs/difference-text.ts';
import { savedText } from '../jobs/saved-text.ts';
import { numberText } from '../jobs/words.ts';
import type { Clock } from '../jobs/words.ts';
import type { VersionsQuery } from './versions-query.ts';

export const versionsIds = {
  callback: 'versions',
  page: 'versions-page',
  open: 'versions-open',
  all: 'versions-all',
  changes: 'versions-changes',
  restore: 'versions-restore',
} as const;

export const versionsTitle = 'Change history';
export const versionsOnPage = 6;
const changesOfVersion = 5;
const changesOnPage = 8;

export interface VersionsData {
  /** The page of the query; of a version that is opened, that one alone. */
  readonly listed: ListedVersions;
  readonly query: VersionsQuery;
  readonly mayRestore: boolean;
  readonly clock: Clock;
  /** What became of what the person did last, as mrkdwn; null where nothing is to be told. */
  readonly note: string | null;
}

export function versionsView(data: VersionsData): ModalView {
  const { listed, query, clock, note } = data;
  const [opened] = listed.versions;
  return modal({
    title: versionsTitle,
    callbackId: versionsIds.callback,
    close: 'Back',
    privateMetadata: JSON.stringify({ ...query, job: listed.job.id }),
    blocks: [
      ...(note === null ? [] : [section(note), divider()]),
      section(bold(listed.job.name)),
      ...(query.version === null || opened === undefined ? listBlocks(data) : versionBlocks(opened, data)),
      context(`Times are in ${escape(clock.timezone)}`),
    ],
  });
}

function listBlocks(data: VersionsData): KnownBlock[] {
  const { listed, query } = data;
  const first = query.page * versionsOnPage;
  const shown = listed.versions.length;
  const pages = Math.ceil(listed.total / versionsOnPage);
  const turns = pageButtons(versionsIds.page, { page: query.page, pages }, byTime);
  const range = `Versions ${numberText(first + 1)}–${numberText(first + shown)} of ${numberText(listed.total)}`;
  return [
    ...listed.versions.flatMap((version) => listedBlocks(version, data)),
    ...(turns.length === 0 ? [] : [actions(turns)]),
    context(shown === 0 ? 'There are no older versions.' : range),
  ];
}

function listedBlocks(version: ListedVersion, data: VersionsData): KnownBlock[] {
  const { differences } = version;
  const more = differences.length > changesOfVersion ? [openButton(version)] : [];
  const buttons = [...restoreButtons(version, data), ...more];
  const lines = [titleText(version, data), changesText(version)];
  return [
    section(lines.join('\n'), { blockId: `version:${version.version}` }),
    ...(buttons.length === 0 ? [] : [actions(buttons, `version-actions:${version.version}`)]),
  ];
}

function changesText({ differences, isFirst }: ListedVersion): string {
  if (isFirst) return 'The first version';
  return differences.length === 0
    ? 'Nothing that is shown here changed'
    : differenceLines(differences, changesOfVersion);
}

/** A version that is opened, with all that changed. */
function versionBlocks(version: ListedVersion, data: VersionsData): KnownBlock[] {
  const page = pageOf(version.differences, data.query.changes, changesOnPage);
  const turns = pageButtons(versionsIds.changes, page);
  const buttons = [button('All versions', versionsIds.all), ...restoreButtons(version, data), ...turns];
  return [
    section(titleText(version, data)),
    ...page.items.map((each) => section(differenceText(each))),
    actions(buttons),
    context(`Changes ${pageText(page)}`),
  ];
}

function titleText({ version, saved }: ListedVersion, { listed, clock }: VersionsData): string {
  const now = version === listed.job.version ? ' (now)' : '';
  return `*Version ${version}*${now} · ${savedText(saved, clock)}`;
}

function openButton({ version, differences }: ListedVersion): Button {
  return button(`All ${numberText(differences.length)} changes`, `${versionsIds.open}:${version}`, {
    value: String(version),
  });
}

function restoreButtons({ version }: ListedVersion, { listed, mayRestore }: VersionsData): Button[] {
  if (!mayRestore || version === listed.job.version) return [];
  const confirm = confirmation(
    `Restore version ${version}?`,
    `The job becomes what it was in version ${version}, its schedule included. It is checked against the CRM first, and saved as a new version: nothing is lost.`,
    { confirm: 'Restore' },
  );
  return [button('Restore', `${versionsIds.restore}:${version}`, { value: String(version), confirm })];
}
