import type { HubDatabase } from '../dialect.ts';
import type {
  HubSelection,
  OutboundPageRequest,
  OutboundRecord,
  SelectedPage,
  SendScope,
} from '../selection.ts';
import { linksOf } from './crm-links.ts';
import { parentAttribute, parentCrmIds } from './parents.ts';
import { readRecords } from './read-records.ts';

/** What is read of a record beside its values. */
interface Beside {
  readonly matches: unknown;
  readonly sends: unknown;
  readonly updated_at: string | Date;
  readonly run_id: string;
  readonly job_id: string;
}

/** The records that a filter takes, with what is known of each in the CRM and of what was sent of it. */
export async function selectOutbound(
  database: HubDatabase,
  scope: SendScope,
  selection: HubSelection,
  page: OutboundPageRequest,
): Promise<SelectedPage<OutboundRecord>> {
  const links = await linksOf(database, scope);
  const { records, next } = await readRecords<Beside>(database, selection, page, {
    matches: links.matches,
    sends: links.sends,
    updated_at: 't.updated_at',
    run_id: 't.run_id',
    job_id: 't.job_id',
  });
  const parent = parentAttribute(selection.object);
  const parentKeys = records.map(({ cell }) => cell(parent));
  const parents =
    page.parentObject === null
      ? new Map<string, string>()
      : await parentCrmIds(
          database,
          { ...scope, hubObject: 'accounts', crmObject: page.parentObject },
          new Set(parentKeys.filter((key) => key !== null)),
        );
  const writtenOf = createWrittenOf();
  const versionOf = createVersionOf();
  return {
    records: records.map(({ recordId, keys, cell, beside }, index): OutboundRecord => {
      const { crmId, sent, elsewhere } = links.read(beside);
      const parentKey = parentKeys[index] ?? null;
      const written = writtenOf(beside);
      return {
        recordId,
        keys,
        cells: page.attributes.map((name) => cell(name)),
        crmId,
        parentKey,
        parentCrmId: parentKey === null ? null : (parents.get(parentKey) ?? null),
        version: versionOf({ written, elsewhere }),
        sent: sent === null ? null : { hash: sent.hash, ownHash: sent.ownHash },
        isEcho:
          sent !== null &&
          links.pairJobs.has(beside.job_id) &&
          isWrittenByPair(readVersion(sent.version), { written, elsewhere }),
      };
    }),
    next,
  };
}

/** By whom a record was written, and when: the same text for all that one batch brought, which follow each other. */
function createWrittenOf(): (beside: Beside) => string {
  let last: Pick<Beside, 'updated_at' | 'run_id'> | null = null;
  let written = '';
  return ({ updated_at, run_id }) => {
    if (last?.updated_at !== updated_at || last.run_id !== run_id) {
      written = `${new Date(updated_at).toISOString()} ${run_id}`;
      last = { updated_at, run_id };
    }
    return written;
  };
}

/** How a record stands: who wrote it when, and what jobs from elsewhere have brought. */
interface Version {
  readonly written: string;
  readonly elsewhere: string;
}

function isWrittenByPair(before: Version, now: Version): boolean {
  return before.written !== now.written && before.elsewhere === now.elsewhere;
}

const separator = ' / ';

/** Again the same text for all that follow each other and are alike. */
function createVersionOf(): (version: Version) => string {
  let last: Version | null = null;
  let text = '';
  return ({ written, elsewhere }) => {
    if (last?.written !== written || last.elsewhere !== elsewhere) {
      text = `${elsewhere}${separator}${written}`;
      last = { written, elsewhere };
    }
    return text;
  };
}

function readVersion(version: string): Version {
  const at = version.indexOf(separator);
  return { elsewhere: version.slice(0, at), written: version.slice(at + separator.length) };
}
