import { expect } from 'chai';
import { fileError, lineOf } from '../../src/operations/file-problem.ts';
import { readJobFile } from '../../src/operations/job-file.ts';
import { settingsOnly } from '../support/a-connector.ts';

const options = {
  connectors: [settingsOnly],
  environment: (name: string) =>
    ({ SF_CLIENT_ID: 'id-1', SF_CLIENT_SECRET: 'hunter2', SF_HOST: 'acme' })[name],
};
const read = (text: string) => readJobFile(text, options);
const problemsOf = (text: string) => read(text).problems.map(lineOf('jobs.yml'));

const connection = `connections:
  - name: Acme
    connector: salesforce
    loginUrl: https://\${SF_HOST}.my.salesforce.com
    auth: { grant: client-credentials, clientId: "\${SF_CLIENT_ID}", clientSecret: "\${SF_CLIENT_SECRET}" }
`;
const job = `jobs:
  - name: Accounts
    direction: inbound
    connection: Acme
    source: { object: Account }
    target: { object: accounts }
    mapping:
      - { from: Id, to: account_id }
`;

describe('readJobFile', () => {
  it('reads connections, with the environment in place of placeholders and secrets apart', () => {
    const file = read(connection);
    expect(file.problems).to.deep.equal([]);
    expect(file.connections[0]).to.deep.include({
      name: 'Acme',
      settings: {
        loginUrl: 'https://acme.my.salesforce.com',
        auth: { grant: 'client-credentials', clientId: 'id-1' },
      },
      secrets: { 'auth.clientSecret': 'hunter2' },
      placeholders: {
        loginUrl: 'https://${SF_HOST}.my.salesforce.com',
        'auth.clientId': '${SF_CLIENT_ID}',
        'auth.clientSecret': '${SF_CLIENT_SECRET}',
      },
    });
    expect(file.connections[0]?.parsed).to.have.nested.property('auth.clientSecret', 'hunter2');
  });

  it('tells of a job with a wrong direction what is wrong whichever is meant, and nothing else', () => {
    const text = withJob('direction: inbound', 'direction: sideways\n    directon: inbound')
      .replace('Accounts', '')
      .replace('accounts }', 'acounts, matchOn: Id }')
      .replace('to: account_id', 'too: account_id, type: text');
    const problems = problemsOf(
      `${text}    settings: { allowCreate: 1, resolveConflicts: 1, emptyValues: 1, x: 1 }\n`,
    );
    const beginnings = [
      '3:16: direction cannot be "sideways": it is inbound or outbound.',
      '4:5: "directon" is not known in a job. Did you mean direction?',
      '2:11: name is empty',
      '9:21: "too" is not known in a mapping row. Did you mean to?',
      '10:30: allowCreate is to be true or false',
      '10:70: "x" is not known in a settings. It takes allowCreate, resolveConflicts, guard, updateExisting or emptyValues.',
    ].map((beginning) => `jobs.yml:${beginning}`);
    expect(problems.map((line) => beginnings.find((each) => line.startsWith(each)) ?? line)).to.have.members(
      beginnings,
    );
  });

  it('reads jobs as patches', () => {
    const [read_] = read(`${job}      - { formula: UPPER(Name), to: name, note: n }
      - { constant: "007", to: origin, type: text }
    schedule: { run: hourly, minute: 5, timezone: Europe/Berlin }
`).jobs;
    expect(read_?.patch).to.deep.equal({
      direction: 'inbound',
      name: 'Accounts',
      description: '',
      source: { object: 'Account' },
      target: { object: 'accounts' },
      mapping: [
        {
          change: 'replace',
          rows: [
            { id: '1', source: { kind: 'field', path: 'Id' }, target: 'account_id' },
            { id: '2', source: { kind: 'formula', text: 'UPPER(Name)' }, target: 'name', note: 'n' },
            { id: '3', source: { kind: 'constant', value: '007' }, target: 'origin', type: 'text' },
          ],
        },
      ],
      settings: {},
      schedule: {
        cadence: { run: 'hourly', minute: 5 },
        timezone: 'Europe/Berlin',
        fullSync: undefined,
        enabled: undefined,
        disableAfter: undefined,
      },
      notify: {},
    });
  });

  it('reads what an anchor stands for, and points at where it is used', () => {
    const text = job.replace('{ object: accounts }', '&t { object: acounts }');
    expect(problemsOf(text)[0]).to.match(
      /^jobs\.yml:6:26: object cannot be "acounts".*Did you mean accounts/,
    );
  });

  it('leaves placeholders alone outside connections', () => {
    const { jobs } = read(job.replace('{ object: Account }', '{ object: "${SF_HOST}" }'));
    expect(jobs[0]?.document.source.object).to.equal('${SF_HOST}');
  });

  const withJob = (from: string, to: string): string => job.replace(from, to);
  const withConnection = (from: string, to: string): string => connection.replace(from, to);
  const wrong: readonly (readonly [what: string, text: string, problem: string])[] = [
    ['nothing', '', '1:1: The file is empty.'],
    ['only a comment', '# nothing\n', '1:1: The file is empty.'],
    ['no list of anything', 'jobs: []', '1:1: The file has no connections and no jobs'],
    ['another kind of file', 'just text', '1:1: The file is to be a group of names and values'],
    [
      'an open quote',
      'jobs:\n  - name: "x\n    y: 1\n',
      '2:11: The quote that is opened here is not closed.',
    ],
    [
      'an open brace',
      withJob('{ object: Account }', '{ object: Account'),
      '5:13: "{" is opened here and not closed',
    ],
    ['an open bracket', withJob('{ object: Account }', '[x, y'), '5:13: "[" is opened here and not closed'],
    [
      'a bracket too much',
      withJob('{ object: Account }', '{ object: Account } }'),
      '5:33: "}" closes what was not',
    ],
    [
      'a colon in a value',
      withJob('Accounts', 'Accounts: all'),
      '2:11: A value with a colon and a blank in it is',
    ],
    [
      'a line too far right',
      withJob('    direction', '     direction'),
      '3:6: This line stands too far right',
    ],
    ['a line too far left', withJob('    direction', '   direction'), '3:1: This line stands too far left'],
    ['an item among names', 'jobs:\n  name: x\n  - y: z\n', '3:1: A list item cannot stand among names'],
    [
      'a name without a value',
      withJob('direction: inbound', 'direction'),
      '3:5: This line is no name and value',
    ],
    ['no blank after a colon', withJob('direction: ', 'direction:'), '3:5: This line is no name and value'],
    [
      'no comma',
      withJob('{ object: Account }', '{ object: "Account" filter: x }'),
      '5:33: A comma is missing',
    ],
    [
      'a value that begins with a sign',
      withJob('Accounts', '@x'),
      '2:11: A value that begins with "@" is written in',
    ],
    [
      'an escape that is none',
      withJob('Accounts', '"a\\q"'),
      '2:13: "\\q" means nothing between double quotes',
    ],
    ['text behind a quote', withJob('Accounts', "'A' B"), '2:15: The value has ended before this'],
    [
      'a misspelt name, which is not missing besides',
      withJob('direction: inbound', 'directoin: inbound'),
      '3:5: "directoin" is not known in a job. Did you mean direction?',
    ],
    ['tabs', 'jobs:\n\t- name: x\n', '2:1: Tabs cannot indent in YAML'],
    ['a name twice', `${job}    name: Other\n`, '9:5: This name stands here twice'],
    ['two documents', `${job}---\n${job}`, '9:1: The file holds several documents'],
    [
      'an alias without an anchor',
      `${job}    notify: *x\n`,
      '9:13: "*x" stands for what an anchor "&x" names',
    ],
    ['an unknown tag', withJob('Accounts', '!x Accounts'), '2:11: "!x" is read as a tag'],
    ['an unknown part of the file', 'job: []', '1:1: "job" is not known in the file. Did you mean jobs?'],
    ['a list that is none', 'jobs: { name: x }', '1:7: jobs is to be a list'],
    ['an item that is none', 'jobs: [x]', '1:8: A job is to be a group of names and values'],
    ['an unknown part of a job', `${job}    filtr: x\n`, '9:5: "filtr" is not known in a job. It takes name'],
    [
      'a misspelled part of a job',
      `${job}    settngs: {}\n`,
      '9:5: "settngs" is not known in a job. Did you mean settings',
    ],
    [
      'a part of a job that is missing',
      withJob('    connection: Acme\n', ''),
      '2:5: connection is missing. Example: Acme Salesforce',
    ],
    ['a name that is a number', withJob('Accounts', '5'), '2:11: name is to be text; write it in quotes'],
    ['an empty name', withJob('Accounts', ''), '2:11: name is empty'],
    [
      'an unknown direction',
      withJob('inbound', 'inbund'),
      '3:16: direction cannot be "inbund": it is inbound or outbound. Did you mean',
    ],
    ['an unknown target', withJob('accounts }', 'account }'), '6:23: object cannot be "account"'],
    ['no mapping', withJob('      - { from: Id, to: account_id }\n', ''), '7:13: mapping is empty'],
    [
      'a row with two sources',
      withJob('from: Id', 'from: Id, constant: x'),
      '8:9: A mapping row takes one of',
    ],
    ['a row without a source', withJob('from: Id, ', ''), '8:9: A mapping row takes one of'],
    ['a row without a target', withJob(', to: account_id', ''), '8:9: to is missing. Example: account_id'],
    [
      'an unknown type',
      withJob('account_id }', 'account_id, type: txt }'),
      '8:43: type cannot be "txt": it is text, number',
    ],
    [
      'a format that is no list',
      withJob('account_id }', 'account_id, formats: x }'),
      '8:46: formats is to be a list. Example: ["dd/MM/yyyy"]',
    ],
    [
      'a number as a constant',
      withJob('from: Id', 'constant: 7'),
      '8:21: constant is to be text; write it in quotes',
    ],
    [
      'a text as a switch',
      `${job}    settings: { allowCreate: "yes" }\n`,
      '9:30: allowCreate is to be true or false',
    ],
    [
      'an unknown cadence',
      `${job}    schedule: { run: hourlyy }\n`,
      '9:22: run cannot be "hourlyy": it is once, minutes',
    ],
    ['no cadence', `${job}    schedule: { minute: 5 }\n`, '9:15: run is missing. Example: hourly'],
    [
      'a part of another cadence',
      `${job}    schedule: { run: daily, at: "06:30", minute: 5 }\n`,
      '9:42: "minute" does not go with this kind of schedule',
    ],
    [
      'a time without quotes',
      `${job}    schedule: { run: daily, at: 630 }\n`,
      '9:33: at is to be text; write it in quotes. Example: "06:30"',
    ],
    [
      'a number in quotes',
      `${job}    schedule: { run: hourly, minute: "5" }\n`,
      '9:38: minute is to be a number, without quotes. Example: 5',
    ],
    [
      'an unknown day',
      `${job}    schedule: { run: weekly, on: [mo], at: "06:30" }\n`,
      '9:35: A day cannot be "mo": it is mon, tue',
    ],
    [
      'an unknown event',
      `${job}    notify: { channel: "#x", on: [fail] }\n`,
      '9:35: A notification cannot be "fail"',
    ],
    [
      'two jobs of one name',
      job + job.split('\n').slice(1).join('\n').replace('Accounts', 'ACCOUNTS'),
      '9:11: This name is taken by number 1 of the jobs',
    ],
    [
      'two connections of one name',
      connection + connection.split('\n').slice(1).join('\n'),
      '6:11: This name is taken by number 1 of the connections',
    ],
    [
      'a connection without a name',
      withConnection('name: Acme', 'nam: Acme'),
      '2:5: name is missing. Example: Acme Salesforce',
    ],
    [
      'an unknown connector',
      withConnection('salesforce', 'salesfrce'),
      '3:16: There is no connector "salesfrce". Did you mean salesforce?',
    ],
    ['a variable that is not set', withConnection('SF_CLIENT_ID', 'SF_ID'), '5:50: SF_ID is not set'],
    [
      'a placeholder without a name',
      withConnection('SF_CLIENT_ID', 'SF ID'),
      '5:50: "${…}" holds the name of a variable',
    ],
    [
      'a placeholder without quotes',
      withConnection('"${SF_CLIENT_ID}"', '${SF_CLIENT_ID}'),
      '5:51: A placeholder is written in quotes',
    ],
    [
      'a secret in the open',
      withConnection('"${SF_CLIENT_SECRET}"', 'hunter2'),
      '5:83: clientSecret is a secret',
    ],
    [
      'a secret with a placeholder in it',
      withConnection('"${SF_CLIENT_SECRET}"', '"x${SF_CLIENT_SECRET}"'),
      '5:83: clientSecret is a secret',
    ],
    [
      'a setting that is missing',
      withConnection('    loginUrl: https://${SF_HOST}.my.salesforce.com\n', ''),
      '2:5: Setting "loginUrl" is missing',
    ],
  ];
  for (const [what, text, problem] of wrong) {
    it(`tells where it is: ${what}`, () => {
      const problems = problemsOf(text);
      expect(problems).to.have.length(1);
      expect(problems[0]).not.to.match(/[?.]\./);
      expect(problems[0]).to.match(new RegExp(`^jobs\\.yml:${escaped(problem)}`));
    });
  }

  it('never repeats a secret', () => {
    const text = withConnection('"${SF_CLIENT_SECRET}"', 'correct-horse');
    expect(problemsOf(text).join('\n')).not.to.include('correct-horse');
    const parts = withConnection('grant: client-credentials', 'grant: jwt-bearer');
    expect(problemsOf(parts).join('\n')).not.to.include('hunter2');
  });

  it('lists all problems, and reads the rest', () => {
    const file = read(`${withConnection('SF_CLIENT_ID', 'SF_ID')}${job}    x: 1\n    y: 2\n  - name: Right
    direction: inbound
    connection: Acme
    source: { object: Contact }
    target: { object: users }
    mapping: [{ from: Id, to: user_id }]
`);
    expect(file.problems.map(({ line }) => line)).to.deep.equal([5, 14, 15]);
    expect(file.jobs.map(({ patch }) => patch.name)).to.deep.equal(['Accounts', 'Right']);
  });

  it('keeps what it could read of a job of which it could not read all, and says which parts it could not', () => {
    const file = read(
      `${withConnection('SF_CLIENT_ID', 'SF_ID')}${job}    settings: { allowCreate: maybe }\n`,
    );
    expect(file.problems).to.have.length(2);
    expect(file.jobs.map(({ unread }) => [...unread])).to.deep.equal([['settings']]);
    const withoutTarget = read(
      `${withConnection('SF_CLIENT_ID', 'SF_ID')}${job.replace(/ +target:.*\n/, '')}`,
    );
    expect(withoutTarget.jobs).to.deep.equal([]);
  });

  it('refuses a file that is too long', () => {
    expect(problemsOf('#'.repeat(5_000_001))[0]).to.match(/^jobs\.yml:1:1: The file has more than 5000000/);
  });
});

const problem = (line: number) => ({ line, column: 1, message: 'Wrong.' });

describe('fileError', () => {
  it('lists problems in the order of the file', () => {
    expect(fileError('a.yml', [problem(2), problem(1)]).message).to.equal(
      'a.yml:1:1: Wrong.\na.yml:2:1: Wrong.',
    );
  });

  it('lists fifty at most, and says how many more there are', () => {
    const lines = fileError(
      'a.yml',
      Array.from({ length: 60 }, (_, index) => problem(index)),
    ).message.split('\n');
    expect(lines).to.have.length(51);
    expect(lines.at(-1)).to.equal('… and 10 more.');
  });
});

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
