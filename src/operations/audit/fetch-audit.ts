import { Readable } from 'node:stream';
import type { AuditFilter } from '../../domain/audit.ts';
import type { DownloadRefusal } from '../../domain/download-link.ts';
import { UserError } from '../../domain/errors.ts';
import { spreadsheetText } from '../../engine/spreadsheet-text.ts';
import type { Store } from '../../store/store.ts';
import { hashOf } from '../connections/link-text.ts';
import { auditEntry } from '../operation.ts';
import type { OperationContext, OperationDeps } from '../operation.ts';
import { authorizeAudit, namesIn, withNames } from './list-audit.ts';

export interface FetchedAudit {
  /** Of the file, for people. */
  readonly name: string;
  /** CSV, as it is read from the database. To be read to its end or destroyed. */
  readonly content: Readable;
}

/** Entries that are held at one time. */
const portionSize = 500;
/** Of more, the newest: a filter by dates gets at the others. */
const maxPortions = 1_000;

const header = ['at', 'person', 'door', 'operation', 'about', 'subject', 'before', 'after', 'person name'];

export interface FetchAuditInput {
  readonly token: string;
  /** What people are called; null for whoever is nobody (any more), and for tokens and accounts. */
  readonly personName: (id: string) => Promise<string | null>;
}

/** Who asked for a link; null where there is none of that text. In their name, and with their role, it is opened. */
export async function personOfDownload(
  deps: OperationDeps,
  _context: OperationContext,
  { token }: { readonly token: string },
): Promise<string | null> {
  const { downloadLinks } = await deps.store();
  return await downloadLinks.personOf(hashOf(token));
}

/**
 * The entries that a link is for. The link is good no longer after that.
 *
 * @throws UserError `link_unknown`, `link_expired`, `link_used`
 */
export async function fetchAudit(
  deps: OperationDeps,
  context: OperationContext,
  { token, personName }: FetchAuditInput,
): Promise<FetchedAudit> {
  authorizeAudit(context);
  const store = await deps.store();
  const link = await store.downloadLinks.use(hashOf(token), context.now);
  if (typeof link === 'string') throw refused(link);
  const { id: subject, filter } = link;
  await store.audit.add(
    auditEntry(context, { operation: 'download-audit', subject, before: null, after: { filter } }),
  );
  const content = Readable.from(portionsOf(store, filter, personName), { objectMode: false });
  return { name: `Crosswalk audit ${context.now.toISOString().slice(0, 10)}.csv`, content };
}

async function* portionsOf(
  store: Store,
  filter: AuditFilter,
  personName: FetchAuditInput['personName'],
): AsyncGenerator<string, void, undefined> {
  const names = await namesIn(store);
  const people = new Map<string, Promise<string | null>>();
  const calledOf = (id: string): Promise<string | null> => {
    // Once each: a person has done much of what is there.
    const called = people.get(id) ?? personName(id);
    people.set(id, called);
    return called;
  };
  yield spreadsheetText([header]);
  let last: number | null = null;
  for (let portion = 0; portion < maxPortions; portion += 1) {
    const entries = await store.audit.following(filter, last, portionSize);
    last = entries.at(-1)?.id ?? null;
    if (last === null) return;
    const rows: string[][] = [];
    for (const entry of await withNames(store, names, entries)) {
      const { at, actor, door, operation, about, subject, before, after } = entry;
      rows.push([
        at.toISOString(),
        actor,
        door,
        operation,
        about === subject ? ((await calledOf(subject)) ?? about) : about,
        subject,
        JSON.stringify(before),
        JSON.stringify(after),
        (await calledOf(actor)) ?? '',
      ]);
    }
    yield spreadsheetText(rows);
  }
}

const words: Readonly<Record<DownloadRefusal, { readonly code: string; readonly text: string }>> = {
  unknown: { code: 'link_unknown', text: 'This link leads nowhere.' },
  expired: { code: 'link_expired', text: 'The time of this link is up.' },
  used: { code: 'link_used', text: 'This link was used already: it is good once.' },
};

function refused(refusal: DownloadRefusal): UserError {
  const { code, text } = words[refusal];
  return new UserError(`${text} Press "Download CSV" in Slack for another one.`, { code });
}
