import { expect } from 'chai';
import * as fc from 'fast-check';
import { applyPatch } from '../../src/domain/draft-patch.ts';
import { newDraft, toJob } from '../../src/domain/draft.ts';
import type { Job, OutboundJob } from '../../src/domain/job.ts';
import { readJobFile } from '../../src/operations/job-file.ts';
import { writeJobFile } from '../../src/operations/job-file-write.ts';
import { settingsOnly } from '../support/a-connector.ts';
import { anyJob, anyOutboundJob } from '../support/any-job.ts';
import { constant, formula, from } from '../support/mapping.ts';
import { aJob, anOutboundJob } from '../support/records.ts';

const connection = {
  name: 'Acme Salesforce',
  connector: 'salesforce',
  settings: {
    loginUrl: 'https://login.salesforce.com',
    auth: { grant: 'client-credentials', clientId: 'x' },
  },
  placeholders: { 'auth.clientId': '${SF_CLIENT_ID}', 'auth.clientSecret': '${SF_CLIENT_SECRET}' },
};
const options = {
  connectors: [settingsOnly],
  environment: (name: string) => ({ SF_CLIENT_ID: 'x', SF_CLIENT_SECRET: 'hunter2' })[name],
};

/** The jobs of a text as they would be stored under the ids of `jobs`. */
function jobsOf(text: string, jobs: readonly Job[]): Job[] {
  const file = readJobFile(text, options);
  expect(file.problems).to.deep.equal([]);
  return file.jobs.map(({ patch }, index) => {
    const { id = '', version = 1, connectionId = '' } = jobs[index] ?? {};
    return toJob(applyPatch({ ...newDraft(id), version }, { ...patch, connectionId }));
  });
}

/** The fields that exports fill have their types already. */
function untyped(job: OutboundJob): OutboundJob {
  return { ...job, mapping: job.mapping.map(({ type: _type, ...entry }) => entry) };
}

describe('writeJobFile', () => {
  it('writes what a person would', () => {
    const job = aJob({
      description: 'Customers, every hour',
      source: { object: 'Account', filter: "Type = 'Customer' AND Industry IN ('Banking','Energy')" },
      mapping: [
        from('Id', 'account_id'),
        from('CloseDate__c', 'renewal_date', { type: 'date', formats: ['dd/MM/yyyy', 'yyyy-MM-dd'] }),
        from('Owner.Name', 'success_manager', { note: "until the owner's e-mail is filled in" }),
        formula('UPPER(Industry)', 'industry'),
        constant('007', 'origin', { type: 'text' }),
      ],
      schedule: {
        run: 'weekly',
        on: ['mon', 'thu'],
        at: '06:30',
        timezone: 'UTC',
        fullSync: 'never',
        enabled: true,
      },
      notify: { channel: '#crm-syncs', on: ['failed', 'partly succeeded'], mention: [] },
    });
    expect(writeJobFile([connection], [{ job, connection: 'Acme Salesforce' }])).to.equal(
      [
        'connections:',
        '  - name: Acme Salesforce',
        '    connector: salesforce',
        '    loginUrl: https://login.salesforce.com',
        '    auth:',
        '      grant: client-credentials',
        '      clientId: "${SF_CLIENT_ID}"',
        '      clientSecret: "${SF_CLIENT_SECRET}"',
        'jobs:',
        '  - name: Customer accounts',
        '    description: Customers, every hour',
        '    direction: inbound',
        '    connection: Acme Salesforce',
        '    source:',
        '      object: Account',
        "      filter: Type = 'Customer' AND Industry IN ('Banking','Energy')",
        '    target: { object: accounts }',
        '    mapping:',
        '      - { from: Id, to: account_id }',
        '      - { from: CloseDate__c, to: renewal_date, type: date, formats: [ dd/MM/yyyy, yyyy-MM-dd ] }',
        "      - { from: Owner.Name, to: success_manager, note: until the owner's e-mail is filled in }",
        '      - { formula: UPPER(Industry), to: industry }',
        '      - { constant: "007", to: origin, type: text }',
        '    settings: { allowCreate: true, resolveConflicts: false }',
        '    schedule: { run: weekly, on: [ mon, thu ], at: "06:30", timezone: UTC, fullSync: never, enabled: true }',
        '    notify: { channel: "#crm-syncs", on: [ failed, partly succeeded ] }',
        '',
      ].join('\n'),
    );
  });

  it('writes of an export what only exports have, and neither a full sync nor the usual', () => {
    const job = anOutboundJob({
      target: { object: 'Contact', matchOn: 'Ref__c', parent: 'AccountId' },
      mapping: [from('user_id', 'Ref__c')],
      settings: { allowCreate: true, updateExisting: true, emptyValues: 'clear' },
    });
    const lines = writeJobFile([], [{ job, connection: 'Acme' }]).split('\n');
    expect(lines.slice(5)).to.deep.equal([
      '      object: accounts',
      '    target: { object: Contact, matchOn: Ref__c, parent: AccountId }',
      '    mapping:',
      '      - { from: user_id, to: Ref__c }',
      '    settings: { allowCreate: true, updateExisting: true, emptyValues: clear }',
      '    schedule: { run: hourly, minute: 5, timezone: Europe/Berlin, enabled: true }',
      '',
    ]);
    expect(writeJobFile([], [{ job: anOutboundJob(), connection: 'Acme' }])).not.to.include('emptyValues');
  });

  it('is read back to the same jobs, whatever stands in them', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(anyJob, anyOutboundJob.map(untyped)), { minLength: 1, maxLength: 3 }),
        (given) => {
          const jobs = given.map((job, index) => ({
            ...job,
            name: `${index} ${job.name}`.slice(0, 80).trim(),
          }));
          const text = writeJobFile(
            [],
            jobs.map((job) => ({ job, connection: 'Acme' })),
          );
          expect(jobsOf(text, jobs)).to.deep.equal(jobs);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is read back to the same connections, secrets from the environment', () => {
    const { connections, problems } = readJobFile(writeJobFile([connection], []), options);
    expect(problems).to.deep.equal([]);
    const { name, connector, settings, placeholders } = connection;
    expect(connections[0]).to.deep.include({ name, settings, placeholders });
    expect(connections[0]?.connector.name).to.equal(connector);
    expect(connections[0]?.secrets).to.deep.equal({ 'auth.clientSecret': 'hunter2' });
  });
});
