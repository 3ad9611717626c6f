import { expect } from 'chai';
import * as fc from 'fast-check';
import { differencesOf } from '../../src/domain/job-difference.ts';
import type { InboundJob, Job, MappingEntry, OutboundJob } from '../../src/domain/job.ts';
import { isStoredAlike } from '../../src/store/stored-alike.ts';
import { anyJob } from '../support/any-job.ts';
import { constant, formula, from } from '../support/mapping.ts';
import { aJob } from '../support/records.ts';

const names = new Map([
  ['connection-1', 'Acme Salesforce'],
  ['connection-2', 'Other org'],
]);
const told = (before: Job, after: Job): string[] =>
  differencesOf(before, after, names).map(({ part, before, after }) => `${part}: ${before} > ${after}`);

const mapped = (...mapping: readonly MappingEntry[]): InboundJob => aJob({ mapping });
/** But for those whose names depend on the direction. */
const partsOf = (before: Job, after: Job): string[] =>
  differencesOf(before, after, names)
    .filter(({ part }) => !/Mapping of|creation/.test(part))
    .map(({ part }) => part);

const { schedule } = aJob();
const one: readonly (readonly [string, Partial<InboundJob>])[] = [
  ['Name: Customer accounts > Banks', { name: 'Banks' }],
  ['Description: null > Banks only', { description: 'Banks only' }],
  ['Connection: Acme Salesforce > Other org', { connectionId: 'connection-2' }],
  ['Connection: Acme Salesforce > gone', { connectionId: 'gone' }],
  ['Object: Account > Contact', { source: { object: 'Contact', filter: '' } }],
  ["Query filter: null > Type = 'x'", { source: { object: 'Account', filter: "Type = 'x'" } }],
  ['Target: accounts > users', { target: { object: 'users' } }],
  ['Allow new accounts creation: On > Off', { settings: { allowCreate: false, resolveConflicts: false } }],
  [
    'Automatically resolve matching conflicts: Off > On',
    { settings: { allowCreate: true, resolveConflicts: true } },
  ],
  [
    'Run: Every hour at 5 minutes past > Every day at 06:30 (Europe/Berlin)',
    { schedule: { run: 'daily', at: '06:30', timezone: 'Europe/Berlin', fullSync: 'never', enabled: true } },
  ],
  ['Time zone: Europe/Berlin > UTC', { schedule: { ...schedule, timezone: 'UTC' } }],
  [
    'Run a full sync and rebuild objects matching: Never > Daily',
    { schedule: { ...schedule, fullSync: 'daily' } },
  ],
  ['Enable integration scheduling: On > Off', { schedule: { ...schedule, enabled: false } }],
  ['Channel for notifications: null > #crm', { notify: { channel: '#crm', on: [], mention: [] } }],
];

describe('differencesOf', () => {
  it('finds nothing between a job and itself, whatever its version', () => {
    fc.assert(
      fc.property(anyJob, (job) => {
        expect(differencesOf(job, { ...job, version: job.version + 1 }, names)).to.deep.equal([]);
      }),
    );
  });

  const parts = ['name', 'description', 'connectionId', 'source', 'settings', 'schedule'] as const;
  it('finds something exactly where a part is another one', () => {
    fc.assert(
      fc.property(anyJob, anyJob, fc.constantFrom(...parts), (before, other, part) => {
        const after = { ...before, [part]: other[part] };
        const isSame = isStoredAlike(before[part], other[part]);
        expect(differencesOf(before, after, names).length === 0).to.equal(isSame);
      }),
    );
  });

  it('finds the same parts in both directions', () => {
    fc.assert(
      fc.property(anyJob, anyJob, (before, after) => {
        expect(partsOf(before, after)).to.deep.equal(partsOf(after, before));
      }),
    );
  });

  for (const [words, change] of one) {
    it(`tells ${words}`, () => {
      expect(told(aJob(), aJob(change))).to.deep.equal([words]);
    });
  }

  it('tells who and what notifications are for, in no order', () => {
    const before = aJob({ notify: { channel: '#crm', on: ['failed', 'recovered'], mention: ['U2', 'U1'] } });
    const after = aJob({ notify: { channel: '#crm', on: ['recovered', 'failed'], mention: ['U1'] } });
    expect(told(before, after)).to.deep.equal(['Who is mentioned: U1, U2 > U1']);
  });

  it('tells what only outbound jobs have', () => {
    const { direction: _direction, source: _source, target: _target, settings: _settings, ...rest } = aJob();
    const outbound: OutboundJob = {
      ...rest,
      direction: 'outbound',
      source: { object: 'accounts', filter: '' },
      target: { object: 'Account', matchOn: 'External_Id__c' },
      settings: { allowCreate: true, updateExisting: true, emptyValues: 'leave' },
    };
    const changed: OutboundJob = {
      ...outbound,
      target: { object: 'Account', matchOn: 'Id', parent: 'ParentId' },
      settings: { allowCreate: true, updateExisting: false, emptyValues: 'clear' },
    };
    expect(told(outbound, changed)).to.deep.equal([
      'Matched on: External_Id__c > Id',
      'Parent object: null > ParentId',
      'Update existing Account: On > Off',
      'Attributes without a value: Leave the field as it is > Clear the field',
    ]);
  });

  describe('of mappings', () => {
    const base = [from('Id', 'account_id'), from('Name', 'name'), constant('sf', 'origin', { type: 'text' })];
    const after = (...mapping: readonly MappingEntry[]): string[] =>
      told(mapped(...base), mapped(...mapping));
    const [id, name, origin] = base as [MappingEntry, MappingEntry, MappingEntry];

    it('tells a row that came, and one that went', () => {
      expect(
        after(id, origin, from('Close__c', 'renewal_date', { formats: ['dd/MM/yyyy', 'yyyy'] })),
      ).to.deep.equal([
        'Mapping of name: Name → name > null',
        'Mapping of renewal_date: null > Close__c → renewal_date (read as dd/MM/yyyy or yyyy)',
      ]);
    });

    it('tells another source of an attribute', () => {
      expect(after(id, formula('UPPER(Name)', 'name'), origin)).to.deep.equal([
        'Mapping of name: Name → name > = UPPER(Name) → name',
      ]);
    });

    it('tells another attribute of a source', () => {
      expect(after(id, from('Name', 'label'), origin)).to.deep.equal([
        'Mapping of name: Name → name > Name → label',
      ]);
    });

    it('tells types and notes', () => {
      expect(after(id, { ...name, note: 'by hand' }, { ...origin, type: 'list' })).to.deep.equal([
        'Mapping of name: Name → name > Name → name (note: by hand)',
        'Mapping of origin: "sf" → origin (text) > "sf" → origin (list)',
      ]);
    });

    it('tells another order once, and not for rows that came or went', () => {
      expect(after(name, id, origin)).to.deep.equal([
        'Order of the mapping: account_id, name, origin > name, account_id, origin',
      ]);
      expect(after(name, origin)).to.deep.equal(['Mapping of account_id: Id → account_id > null']);
    });

    it('tells a field that is used twice from its other use', () => {
      const twice = [id, name, from('Name', 'label')];
      expect(told(mapped(...twice), mapped(id, from('Name', 'label')))).to.deep.equal([
        'Mapping of name: Name → name > null',
      ]);
    });
  });
});
