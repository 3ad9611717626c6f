import { expect } from 'chai';
import { UserError } from '../../src/domain/errors.ts';
import { admin, aJobsFile, anOutboundFile, operationsForEach } from '../support/operations.ts';
import type { OperationsBench } from '../support/operations.ts';
import { rejection } from '../support/rejection.ts';

type Case = readonly [what: string, from: string, to: string, line: RegExp];

const shape: readonly Case[] = [
  ['nothing to match on', ', matchOn: Id', '', /^14:13: matchOn is missing\. Example: Id$/],
  [
    'an unknown hub object',
    'object: accounts',
    'object: acounts',
    /^13:23: object cannot be "acounts": .*Did you mean accounts/,
  ],
  [
    'a switch that only imports have',
    'updateExisting: true',
    'resolveConflicts: true',
    /^18:37: "resolveConflicts" goes with inbound jobs only\. Take it out\.$/,
  ],
  [
    'a full sync',
    'timezone: UTC',
    'fullSync: daily',
    /^19:42: "fullSync" goes with inbound jobs only\. Take it out\.$/,
  ],
  [
    'a type of a field',
    'to: Health__c',
    'to: Health__c, type: text',
    /^17:40: "type" goes with inbound jobs only/,
  ],
  [
    'a misspelt switch',
    'updateExisting',
    'updateExistng',
    /^18:37: "updateExistng" is not known in a settings\. Did you mean updateExisting\?/,
  ],
  [
    'a switch that is no switch',
    'allowCreate: false',
    'allowCreate: maybe',
    /^18:30: allowCreate is to be true or false/,
  ],
  [
    'an unknown rule for empty values',
    'updateExisting: true',
    'emptyValues: erase',
    /^18:50: emptyValues cannot be "erase": it is leave or clear/,
  ],
  [
    'two sources in a row',
    'from: health',
    'from: health, constant: x',
    /^17:9: A mapping row takes one of from, constant and formula\. Example: \{ from: account_id, to: Id \}/,
  ],
  [
    'both switches off',
    'updateExisting: true',
    'updateExisting: false',
    /^18:53: .*this is a job that does nothing\. Allow one of the two\.$/,
  ],
];

const against: readonly Case[] = [
  ['an object that is not there', 'object: Account,', 'object: Acount,', /^14:23: .*Acount.*Account/],
  [
    'an unknown field to match on',
    'matchOn: Id',
    'matchOn: LegacyId',
    /^14:41: Account has no field "LegacyId".*LegacyId__c/,
  ],
  [
    'a field that cannot be matched on',
    'matchOn: Id',
    'matchOn: Name',
    /^14:41: Name is neither the id nor an external id of Account, .*Match on Id or LegacyId__c\.$/,
  ],
  [
    'the id where it is not matched on',
    'matchOn: Id }\n    mapping:\n',
    'matchOn: LegacyId__c }\n    mapping:\n      - { from: name, to: LegacyId__c }\n',
    /^17:33: Id is the record's own id, which the CRM gives\. Skip this row, or match on Id\.$/,
  ],
  [
    'an unknown attribute',
    'from: health',
    'from: helth',
    /^17:17: accounts have no attribute "helth"\. Did you mean health\?$/,
  ],
  [
    'an unknown field',
    'to: Health__c',
    'to: Helth__c',
    /^17:29: Account has no field "Helth__c".*Did you mean Health__c\?$/,
  ],
  ['a field of a parent', 'to: Health__c', 'to: Owner.Name', /^17:29: "Owner\.Name" is a field of a parent/],
  [
    'a field that the CRM calculates',
    'from: health, to: Health__c',
    'from: employees, to: Score__c',
    /^17:32: Score__c is calculated by the CRM/,
  ],
  [
    'a field that cannot be written',
    'from: health, to: Health__c',
    'from: create_date, to: CreatedDate',
    /^17:34: CreatedDate cannot be written/,
  ],
  [
    'one field twice',
    'from: health, to: Health__c',
    'from: name, to: Id',
    /^17:27: Id is filled from attribute account_id already \(row 1\)/,
  ],
  [
    'a type that does not fit',
    'from: health, to: Health__c',
    'from: name, to: ContractValue__c',
    /^17:17: Attribute name is text and ContractValue__c a currency field\. Where it holds numbers, give the format/,
  ],
  [
    'a bad format',
    'from: health, to: Health__c',
    'from: name, to: RenewalDate__c, formats: [ dd/mm/yyyy ]',
    /^17:52: .*Months are MM/,
  ],
  [
    'a constant that the picklist does not take',
    'from: health',
    'constant: purple',
    /^17:21: Health__c: the value of the constant is none of the values that the picklist takes/,
  ],
  [
    'a formula with an unknown attribute',
    'from: health',
    'formula: UPPER(helth)',
    /^17:26: At character 7 of the formula: there is no field "helth"\. Did you mean health/,
  ],
  [
    'a filter with an unknown attribute',
    "health = 'red'",
    "helth = 'red'",
    /^13:42: At character 1 of the filter: accounts has no field or parent "helth"/,
  ],
  ['a filter that is broken', "health = 'red'", 'health =', /^13:50: At character 9 of the filter/],
  [
    'new records whose id the CRM gives',
    'allowCreate: false',
    'allowCreate: true',
    /^18:30: New records cannot be matched on Id.*Match on LegacyId__c, or allow no new records\.$/,
  ],
  [
    'a parent that leads nowhere',
    'matchOn: Id',
    'matchOn: Id, parent: Name',
    /^14:53: Name does not lead to the records of one object.*ParentId/,
  ],
  [
    'nothing that is written',
    '      - { from: health, to: Health__c }\n',
    '',
    /^16:7: Only Id is filled, by which records are found: nothing would be written/,
  ],
];

describe('apply of an export', () => {
  let bench: OperationsBench;
  operationsForEach((opened) => {
    bench = opened;
  });

  const apply = (text: string) => bench.operations.applyConfiguration(admin, { fileName: 'jobs.yml', text });
  const outcomes = async (text: string) =>
    (await apply(text)).jobs.map(({ name, outcome, parts }) => [name, outcome, ...parts]);

  it('creates it, and changes nothing the second time', async () => {
    expect(await outcomes(anOutboundFile)).to.deep.equal([['Health back to Salesforce', 'created']]);
    const [job] = await bench.store.jobs.list();
    expect(job).to.deep.include({
      direction: 'outbound',
      source: { object: 'accounts', filter: "health = 'red'" },
      target: { object: 'Account', matchOn: 'Id' },
      settings: { allowCreate: false, updateExisting: true, emptyValues: 'leave' },
      schedule: { run: 'daily', at: '06:30', timezone: 'UTC', fullSync: 'never', enabled: true },
    });
    expect(await outcomes(anOutboundFile)).to.deep.equal([['Health back to Salesforce', 'left']]);
  });

  it('is left as it is by what export wrote of it', async () => {
    const both = `${aJobsFile}${anOutboundFile.split('jobs:\n')[1] ?? ''}`
      .replace('matchOn: Id }', 'matchOn: LegacyId__c, parent: ParentId }')
      .replace('to: Id }', 'to: LegacyId__c }')
      .replace('{ allowCreate: false', '{ emptyValues: clear, allowCreate: false');
    await apply(both);
    const jobs = await bench.store.jobs.list();
    const text = await bench.operations.exportConfiguration(admin);
    expect(text).to.include('direction: outbound').and.to.include('emptyValues: clear');
    expect((await outcomes(text)).map(([, outcome]) => outcome)).to.deep.equal(['left', 'left']);
    expect(await bench.store.jobs.list()).to.deep.equal(jobs);
  });

  it('tells which parts changed', async () => {
    await apply(anOutboundFile);
    const text = anOutboundFile
      .replace('matchOn: Id', 'matchOn: Id, parent: ParentId')
      .replace('updateExisting: true', 'updateExisting: true, emptyValues: clear');
    expect(await outcomes(text)).to.deep.equal([
      ['Health back to Salesforce', 'changed', 'target', 'settings'],
    ]);
  });

  it('may turn a job round', async () => {
    await apply(anOutboundFile);
    const text = aJobsFile.replace('name: Customer accounts', 'name: Health back to Salesforce');
    const [[, outcome, ...parts] = []] = await outcomes(text);
    expect(outcome).to.equal('changed');
    expect(parts).to.include('direction');
  });

  it('takes attributes that an import of the same file brings, wherever it stands', async () => {
    const [, outbound = ''] = anOutboundFile.split('jobs:\n');
    const [connection = '', inbound = ''] = aJobsFile.split('jobs:\n');
    const text = `${connection}jobs:\n${outbound.replace('from: health, to: Health__c', 'from: origin, to: Site')}${inbound}`;
    const filtered = text.replace("health = 'red'", "origin = 'salesforce'");
    expect((await outcomes(filtered)).map(([, outcome]) => outcome)).to.deep.equal(['created', 'created']);
  });

  it('makes no attributes by itself', async () => {
    expect((await apply(anOutboundFile)).newAttributes).to.deep.equal([]);
  });

  it('takes contacts that are found by their e-mail, with their account', async () => {
    const text = anOutboundFile
      .replace('{ object: accounts, filter: "health = \'red\'" }', '{ object: users }')
      .replace('{ object: Account, matchOn: Id }', '{ object: Contact, matchOn: Email, parent: AccountId }')
      .replace('from: account_id, to: Id', 'from: email, to: Email')
      .replace('from: health, to: Health__c', 'from: last_name, to: LastName')
      .replace('allowCreate: false', 'allowCreate: true');
    expect(await outcomes(text)).to.deep.equal([['Health back to Salesforce', 'created']]);
    const without = text.replace('from: last_name, to: LastName', 'from: title, to: Title');
    const { message } = await rejection(apply(without));
    expect(message).to.match(
      /^jobs\.yml:16:7: The CRM takes no new Contact without LastName \(Last Name\), which nothing fills/,
    );
  });

  it('warns of another export that writes the same field, in the file or stored, and not of the key', async () => {
    const [, job = ''] = anOutboundFile.split('jobs:\n');
    const second = job.replace('Health back to Salesforce', 'Second');
    const both = await apply(`${anOutboundFile}${second}`);
    expect(both.warnings).to.have.length(1);
    expect(both.warnings[0]).to.match(
      /^jobs\.yml:27:29: "Health back to Salesforce" writes Health__c of Account too\. Where a record passes/,
    );
    const third = anOutboundFile.replace('Health back to Salesforce', 'Third');
    expect((await apply(third)).warnings).to.have.length(2);
    const other = third.replace('from: health, to: Health__c', 'from: city, to: BillingCity');
    expect((await apply(other)).warnings).to.deep.equal([]);
  });

  it('tells errors of shape and of meaning in one go, also those of one job', async () => {
    const text = anOutboundFile
      .replace('to: Health__c', 'to: Helth__c')
      .replace("health = 'red'", "helth = 'red'")
      .replace('updateExisting: true', 'updateExistng: true');
    const { message } = await rejection(apply(`${text}  - { name: Other, direction: outbound }\n`));
    const lines = message.split('\n');
    expect(lines.some((line) => /helth/.test(line))).to.equal(true);
    expect(lines.some((line) => /Did you mean Health__c/.test(line))).to.equal(true);
    expect(lines.some((line) => /Did you mean updateExisting/.test(line))).to.equal(true);
    expect(lines.some((line) => /matchOn|source is missing/.test(line))).to.equal(true);
  });

  describe('that is wrong', () => {
    for (const [what, from, to, line] of [...shape, ...against]) {
      it(`is told in one line at its place, and nothing is applied: ${what}`, async () => {
        const refusal = await rejection(apply(anOutboundFile.replace(from, to)));
        expect(refusal).to.be.instanceOf(UserError).and.include({ code: 'invalid_file' });
        expect(refusal.message.split('\n')).to.have.length(1);
        expect(refusal.message).to.match(/^jobs\.yml:/);
        expect(refusal.message.slice('jobs.yml:'.length)).to.match(line);
        expect(await bench.store.connections.list()).to.deep.equal([]);
        expect(await bench.store.jobs.list()).to.deep.equal([]);
      });
    }
  });
});
