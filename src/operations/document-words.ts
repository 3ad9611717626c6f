import { namesAt } from './job-document.ts';

/** By what names and examples problems of a file are explained. */
export interface DocumentWords {
  /** The names that may stand at a place; list indexes are left out of it. */
  readonly names: ReadonlyMap<string, readonly string[]>;
  /** Those that jobs of the other direction have there. */
  readonly foreign: ReadonlyMap<string, readonly string[]>;
  /** As in "goes with inbound jobs only". */
  readonly foreignTitle: string;
  /** What a part looks like when it is right. */
  readonly examples: ReadonlyMap<string, string>;
}

/** What a part looks like when it is right. */
const common: ReadonlyMap<string, string> = new Map([
  ['connections', '- name: Acme Salesforce'],
  ['connections.name', 'Acme Salesforce'],
  ['connections.connector', 'salesforce'],
  ['jobs', '- name: Customer accounts'],
  ['jobs.name', 'Customer accounts'],
  ['jobs.description', 'Customers and prospects, every hour'],
  ['jobs.direction', 'inbound'],
  ['jobs.connection', 'Acme Salesforce'],
  ['jobs.source', '{ object: Account }'],
  ['jobs.source.object', 'Account'],
  ['jobs.source.filter', `"Type = 'Customer'"`],
  ['jobs.target', '{ object: accounts }'],
  ['jobs.target.object', 'accounts'],
  ['jobs.mapping', '- { from: Id, to: account_id }'],
  ['jobs.mapping.from', 'Owner.Name'],
  ['jobs.mapping.constant', '"salesforce"'],
  ['jobs.mapping.formula', '"UPPER(Industry)"'],
  ['jobs.mapping.to', 'account_id'],
  ['jobs.mapping.type', 'text'],
  ['jobs.mapping.formats', '["dd/MM/yyyy"]'],
  ['jobs.settings', '{ allowCreate: true, resolveConflicts: false }'],
  ['jobs.settings.guard', '{ share: 30, atLeast: 100 } or off'],
  ['jobs.settings.guard.share', '30'],
  ['jobs.settings.guard.atLeast', '100'],
  ['jobs.settings.guard.expiresAfterHours', '24'],
  ['jobs.schedule', '{ run: daily, at: "06:30", timezone: UTC }'],
  ['jobs.schedule.run', 'hourly'],
  ['jobs.schedule.every', '15'],
  ['jobs.schedule.minute', '5'],
  ['jobs.schedule.at', '"06:30"'],
  ['jobs.schedule.on', '[mon, thu]'],
  ['jobs.schedule.day', '1'],
  ['jobs.schedule.date', '"2026-12-01"'],
  ['jobs.schedule.timezone', 'Europe/Berlin'],
  ['jobs.schedule.fullSync', 'daily'],
  ['jobs.schedule.enabled', 'true'],
  ['jobs.schedule.disableAfter', '10'],
  ['jobs.notify', '{ channel: "#crm-syncs", on: [failed] }'],
  ['jobs.notify.channel', '"#crm-syncs"'],
  ['jobs.notify.on', '[failed, recovered]'],
  ['jobs.notify.mention', '[U0123ABCD]'],
  ['jobs.notify.failures', 'first'],
  ['jobs.notify.digest', 'weekly'],
]);

const ofOutbound: ReadonlyMap<string, string> = new Map([
  ['jobs.direction', 'outbound'],
  ['jobs.source', '{ object: accounts }'],
  ['jobs.source.object', 'accounts'],
  ['jobs.source.filter', `"health = 'red'"`],
  ['jobs.target', '{ object: Account, matchOn: Id }'],
  ['jobs.target.object', 'Account'],
  ['jobs.target.matchOn', 'Id'],
  ['jobs.target.parent', 'AccountId'],
  ['jobs.mapping', '- { from: health, to: Health__c }'],
  ['jobs.mapping.from', 'health'],
  ['jobs.mapping.formula', '"UPPER(industry)"'],
  ['jobs.mapping.to', 'Health__c'],
  ['jobs.settings', '{ allowCreate: false, updateExisting: true }'],
  ['jobs.settings.emptyValues', 'leave'],
]);

const namesOfEither = new Map(
  [...namesAt.inbound].map(([place, names]) => [
    place,
    [...new Set([...names, ...(namesAt.outbound.get(place) ?? [])])],
  ]),
);

/** `either`: where nobody knows which direction is meant. */
export const documentWords: Readonly<Record<'inbound' | 'outbound' | 'either', DocumentWords>> = {
  either: { names: namesOfEither, foreign: new Map(), foreignTitle: '', examples: common },
  inbound: {
    names: namesAt.inbound,
    foreign: namesAt.outbound,
    foreignTitle: 'outbound',
    examples: common,
  },
  outbound: {
    names: namesAt.outbound,
    foreign: namesAt.inbound,
    foreignTitle: 'inbound',
    examples: new Map([...common, ...ofOutbound]),
  },
};
