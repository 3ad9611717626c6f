import { expect } from 'chai';
import { startSalesforceSandbox } from '../../src/sandbox/salesforce/index.ts';
import type { SalesforceSandbox } from '../../src/sandbox/salesforce/index.ts';
import { UserError } from '../../src/domain/errors.ts';
import { crosswalk, emptyFolder } from '../support/crosswalk.ts';
import { admin, aJobsFile, openOperations } from '../support/operations.ts';
import type { OperationsBench } from '../support/operations.ts';
import { rejection } from '../support/rejection.ts';

type Case = readonly [what: string, from: string | RegExp, to: string, line: RegExp];

const file: readonly Case[] = [
  ['broken YAML', 'jobs:', 'jobs: [', /^9:7: "\[" is opened here and not closed/],
  ['a tab as indentation', '    direction', '\tdirection', /^12:1: Tabs cannot indent in YAML/],
  [
    'a repeated name',
    '    direction: inbound\n',
    '    direction: inbound\n    direction: inbound\n',
    /^13:5: This name stands here twice/,
  ],
  ['a misspelled section', 'jobs:', 'job:', /^9:1: "job" is not known in the file\. Did you mean jobs\?$/],
  [
    'a misspelled part of a job',
    'description:',
    'descripton:',
    /^11:5: "descripton" is not known in a job\. Did you mean description\?$/,
  ],
  [
    'a misspelled part of a row',
    'note: until',
    'nota: until',
    /^21:50: "nota" is not known in a mapping row\. Did you mean note\?$/,
  ],
  ['a job without a connection', '    connection: Acme Salesforce\n', '', /^10:5: connection is missing/],
  [
    'a connection that is nowhere',
    'connection: Acme Salesforce',
    'connection: Acme Salesfroce',
    /^13:17: There is no connection "Acme Salesfroce"\. Did you mean "Acme Salesforce"\?$/,
  ],
  [
    'an unknown hub object',
    'object: accounts',
    'object: acounts',
    /^17:23: object cannot be "acounts": .* Did you mean accounts/,
  ],
  [
    'an unknown direction',
    'direction: inbound',
    'direction: outbnd',
    /^12:16: direction cannot be "outbnd": it is inbound or outbound\. Did you mean outbound\?/,
  ],
  [
    'the settings of another connector',
    'connector: salesforce',
    'connector: dynamics',
    /^2:5: Setting "serverUrl" is missing/,
  ],
  [
    'a name that is too long',
    'name: Customer accounts',
    `name: ${'x'.repeat(81)}`,
    /^10:11: The name has 81 characters; 80 are allowed/,
  ],
  [
    'a job name twice',
    /(\n {2}- name: Customer[^]*)/,
    '$1$1',
    /^29:11: This name is taken by number 1 of the jobs/,
  ],
];

const filter: readonly Case[] = [
  [
    'no comparison',
    "AccountType__c = 'customer'",
    'AccountType__c',
    /^16:30: At character 16 of the filter: /,
  ],
  [
    'an open parenthesis',
    "AND Industry IN ('Banking','Energy')",
    "AND (Industry = 'Energy'",
    /^16:67: At character 53 of the filter: /,
  ],
  [
    'an unknown field',
    'AccountType__c',
    'AccountTyp__c',
    /^16:15: At character 1 of the filter: .*Did you mean AccountType__c/,
  ],
  ['an unknown parent', 'AccountType__c =', 'Ownr.Name =', /^16:15: .*Did you mean Owner/],
  [
    'an operator that does not go with the field',
    'AccountType__c =',
    'ContractValue__c LIKE',
    /^16:15: .*cannot be compared by LIKE/,
  ],
  ['a value that is no number', "AccountType__c = 'customer'", "ContractValue__c > 'much'", /^16:34: /],
  ['a date that does not exist', "AccountType__c = 'customer'", 'RenewalDate__c > 2026-02-30', /^16:32: /],
  [
    'a long text that cannot be filtered',
    "AccountType__c = 'customer'",
    "Description = 'x'",
    /^16:15: .*does not filter by Description/,
  ],
];

const mapping: readonly Case[] = [
  ['an unknown field', 'from: Name', 'from: Nam', /^20:17: Account has no field "Nam".*Did you mean Name\?$/],
  [
    'an unknown field of a parent',
    'from: Owner.Name',
    'from: Owner.Nmae',
    /^21:17: User has no field "Nmae".*Did you mean Owner\.Name\?$/,
  ],
  [
    'a compound field',
    'from: Name',
    'from: BillingAddress',
    /^20:17: BillingAddress is a compound field; map BillingStreet/,
  ],
  [
    'an attribute that is not there',
    'to: name',
    'to: naem',
    /^20:27: accounts have no attribute "naem"; a new attribute needs a type\. Did you mean name\?$/,
  ],
  ['one attribute twice', 'to: name', 'to: account_id', /^20:27: account_id is filled from field Id already/],
  [
    'a key that is not mapped',
    'to: account_id',
    'to: industry_code, type: text',
    /^19:7: account_id is a key of accounts and is not mapped/,
  ],
  ['a type that differs', 'to: name }', 'to: name, type: date }', /^20:39: name is a text attribute already/],
  ['a bad format', 'dd/MM/yyyy', 'dd/mm/yyyy', /^22:70: .*Months are MM/],
  [
    'a date without its format',
    ', formats: [ dd/MM/yyyy, yyyy-MM-dd ]',
    '',
    /^22:17: .*such as dd\/MM\/yyyy/,
  ],
  ['several values to one', 'from: Name', 'from: Modules__c', /^20:17: .*Map it to a list attribute/],
  ['a bad name of an attribute', 'to: origin', 'to: Origin Name', /^24:37: .*Write origin_name/],
  ['two sources in a row', 'from: Name', 'from: Name, constant: x', /^20:9: A mapping row takes one of/],
];

const formulas: readonly Case[] = [
  [
    'an open parenthesis',
    'UPPER(Industry)',
    'UPPER(Industry',
    /^23:34: At character 15 of the formula: expected "\)"/,
  ],
  ['an unknown function', 'UPPER(', 'UPER(', /^23:20: At character 1 of the formula: .*Did you mean UPPER/],
  [
    'an unknown field',
    'UPPER(Industry)',
    'UPPER(Industri)',
    /^23:26: At character 7 of the formula: there is no field "Industri"\. Did you mean Industry/,
  ],
  [
    'a wrong number of values',
    'UPPER(Industry)',
    '"UPPER(Industry, 2)"',
    /^23:21: At character 1 of the formula: UPPER takes 1 value, not 2/,
  ],
  ['a wrong type', 'UPPER(Industry)', 'ABS(Industry)', /^23:24: At character 5 of the formula: .*VALUE/],
];

const schedules: readonly Case[] = [
  [
    'an unknown cadence',
    'run: hourly',
    'run: hourlyy',
    /^26:22: run cannot be "hourlyy": .*Did you mean hourly\?/,
  ],
  ['a minute past the hour', 'minute: 5', 'minute: 75', /^26:38: 75 is not a whole number from 0 to 59/],
  [
    'an unknown time zone',
    'Europe/Berlin',
    'Europe/Berln',
    /^26:51: "Europe\/Berln" is not a time zone.*Did you mean Europe\/Berlin/,
  ],
  [
    'a time of day that is none',
    'run: hourly, minute: 5',
    'run: daily, at: "24:30"',
    /^26:33: "24:30" is not a time of day/,
  ],
  ['a channel that is none', '#crm-syncs', 'crm syncs', /^27:24: "crm syncs" is no channel/],
  [
    'events without a channel',
    'channel: "#crm-syncs", ',
    '',
    /^27:13: Nothing can be sent without a channel/,
  ],
];

const connections: readonly Case[] = [
  ['a secret in the open', '"${SF_CLIENT_SECRET}"', 'sesame-open', /^8:21: clientSecret is a secret/],
  ['a variable that is not set', '${SF_CLIENT_ID}', '${SF_CLIENT}', /^7:17: SF_CLIENT is not set/],
  [
    'an unknown grant',
    'grant: client-credentials',
    'grant: password',
    /^6:14: Setting "auth\.grant" is not a grant that is known/,
  ],
  [
    'an unknown setting',
    '    loginUrl:',
    '    loginURL: x\n    loginUrl:',
    /^4:15: Setting "loginURL" is not known/,
  ],
  [
    'an address without https',
    '"${SF_URL}"',
    'http://login.salesforce.com',
    /^4:15: Setting "loginUrl" must begin with https:\/\//,
  ],
  ['a client that is refused', '"${SF_CLIENT_ID}"', 'nobody', /^2:5: .*client/],
  ['an address where nobody answers', '"${SF_URL}"', 'http://127.0.0.1:9', /^2:5: .*127\.0\.0\.1:9/],
  ['an object that is not there', 'object: Account\n', 'object: Acount\n', /^15:15: .*Acount.*Account/],
];

const groups: Readonly<Record<string, readonly Case[]>> = {
  file,
  filter,
  mapping,
  formula: formulas,
  schedule: schedules,
  connection: connections,
};

describe('wrong input', () => {
  let sandbox: SalesforceSandbox;
  let bench: OperationsBench;
  before(async () => {
    sandbox = await startSalesforceSandbox();
    bench = await openOperations(sandbox);
    await apply(aJobsFile);
  });
  after(async () => {
    await bench.close();
    await sandbox.close();
  });

  const apply = (text: string) => bench.operations.applyConfiguration(admin, { fileName: 'jobs.yml', text });
  const everything = async () => ({
    connections: await bench.store.connections.list(),
    jobs: await bench.store.jobs.list(),
    audit: await bench.store.audit.list({ limit: 100, offset: 0 }),
    attributes: await bench.hub.attributes('accounts'),
  });

  it('is shown by more than fifty cases', () => {
    expect(Object.values(groups).flat().length).to.be.greaterThan(50);
  });

  for (const [group, cases] of Object.entries(groups)) {
    for (const [what, from, to, line] of cases) {
      it(`in the ${group}, ${what}, is told in one line at its place, and nothing is applied`, async () => {
        const before = await everything();
        // The rest of the file has changes too: none of them may be applied.
        const text = aJobsFile.replace('Customers, every hour', 'Other words').replace(from, to);
        const refusal = await rejection(apply(text));
        expect(refusal).to.be.instanceOf(UserError).and.include({ code: 'invalid_file' });
        expect(refusal.message.split('\n')).to.have.length(1);
        expect(refusal.message).to.match(/^jobs\.yml:/);
        expect(refusal.message.slice('jobs.yml:'.length)).to.match(line);
        expect(refusal.message)
          .not.to.include('sesame-open')
          .and.not.include(sandbox.credentials.clientSecret);
        expect(await everything()).to.deep.equal(before);
      });
    }
  }

  const settings: readonly (readonly [name: string, value: string, line: RegExp])[] = [
    ['DATABASE_URL', 'mysql://localhost/x', /^DATABASE_URL: must be sqlite: and the path of a file/],
    ['ENCRYPTION_KEY', 'short', /^ENCRYPTION_KEY: must be 32 bytes as base64/],
    ['MAX_CONCURRENT_RUNS', 'many', /^MAX_CONCURRENT_RUNS: must be a whole number/],
    ['DATABASE_URL', 'postgres://nobody:sesame-open@127.0.0.1:9/none', /DATABASE_URL/],
    [
      'ENCRYPTION_KEY',
      '',
      /^jobs\.yml:2:5: The secrets of this connection cannot be stored, because ENCRYPTION_KEY/,
    ],
  ];
  for (const [name, value, line] of settings) {
    it(`in the environment, ${name}=${value}, is told in one line, and nothing is applied`, async () => {
      const folder = emptyFolder({ 'jobs.yml': aJobsFile });
      const { clientId, clientSecret } = sandbox.credentials;
      const env = {
        SF_URL: sandbox.url,
        SF_CLIENT_ID: clientId,
        SF_CLIENT_SECRET: clientSecret,
        [name]: value,
      };
      const { status, stdout, stderr } = await crosswalk(['apply', 'jobs.yml'], { folder, env });
      expect({ status, stdout }).to.deep.equal({ status: 1, stdout: '' });
      // That a folder's first database was made is told too.
      const lines = stderr
        .trim()
        .split('\n')
        .filter((each) => !each.includes('a new one has been made there'));
      expect(lines).to.have.length(1);
      expect(lines[0]).to.match(line);
      expect(stderr).not.to.include('sesame-open');
    });
  }
});
