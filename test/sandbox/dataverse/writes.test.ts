import { expect } from 'chai';
import { errorOf, startClient } from './sandbox-client.ts';
import type { ApiErrorBody, Json, SandboxClient } from './sandbox-client.ts';

interface Inner {
  readonly line: string;
  readonly body?: Json;
  readonly contentId?: string;
}
const part = ({ line, body, contentId }: Inner): string =>
  [
    'Content-Type: application/http',
    'Content-Transfer-Encoding: binary',
    ...(contentId === undefined ? [] : [`Content-ID: ${contentId}`]),
    '',
    `${line} HTTP/1.1`,
    'Content-Type: application/json',
    '',
    body === undefined ? '' : JSON.stringify(body),
    '',
  ].join('\r\n');
const multipart = (boundary: string, parts: readonly string[]): string =>
  [...parts.map((each) => `--${boundary}\r\n${each}`), `--${boundary}--`, ''].join('\r\n');
const statusesOf = (text: string): string[] =>
  [...text.matchAll(/^HTTP\/1\.1 (\d+)/gm)].map((match) => match[1] ?? '');

const changeSet = (parts: readonly Inner[]): string =>
  `Content-Type: multipart/mixed; boundary="set"\r\n\r\n${multipart('set', parts.map(part))}`;

describe('records are written to the sandbox', () => {
  let client: SandboxClient;
  let parent = '';
  before(async () => {
    client = await startClient({ now: () => Date.parse('2026-03-01T10:30:00.789Z') });
    [parent = ''] = client.sandbox.org.insert('account', [{ name: 'Parent', acme_legacyid: 'P 1' }]);
  });
  after(() => client.close());

  const named = (name: string): Json[] =>
    client.sandbox.org.records('account').filter((each) => each['name'] === name);

  async function batch(parts: readonly string[], headers: Record<string, string> = {}): Promise<string> {
    const response = await client.fetch('$batch', {
      method: 'POST',
      headers: { 'content-type': 'multipart/mixed; boundary="batch_1"', ...headers },
      body: multipart('batch_1', parts),
    });
    expect(response.status, await response.clone().text()).to.equal(200);
    return await response.text();
  }

  async function create(body: Json): Promise<Json> {
    const response = await client.send('POST', 'accounts', body);
    if (response.status !== 204) throw new Error(await response.text());
    const id = /accounts\(([^)]+)\)$/.exec(response.headers.get('odata-entityid') ?? '')?.[1] ?? '';
    return { ...client.sandbox.org.record('account', id), id };
  }

  it('and answers with the address of what it made', async () => {
    const made = await create({
      name: 'Acme',
      revenue: 12.5,
      numberofemployees: 3,
      industrycode: 7,
      acme_modules: '100000000, 100000002',
      acme_strategic: true,
      acme_renewaldate: '2026-03-31',
      acme_lastreview: '2026-03-31T10:00:00.5+02:00',
      'parentaccountid@odata.bind': `/accounts(${parent})`,
    });
    expect(made).to.include({
      name: 'Acme',
      revenue: '12.5',
      industrycode: '7',
      acme_modules: '100000000,100000002',
      acme_strategic: true,
      acme_renewaldate: '2026-03-31',
      acme_lastreview: '2026-03-31T08:00:00Z',
      parentaccountid: `account/${parent}`,
      statecode: '0',
      statuscode: '1',
      createdon: '2026-03-01T10:30:00Z',
      ownerid: `systemuser/${client.sandbox.org.userId}`,
    });
  });

  it('with all digits of a number', async () => {
    const response = await client.fetch('accounts', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"name":"digits","acme_contractvalue":123456789012345.67}',
    });
    expect(response.status).to.equal(204);
    const made = client.sandbox.org.records('account').find((each) => each['name'] === 'digits');
    expect(made?.['acme_contractvalue']).to.equal('123456789012345.67');
  });

  it('and answers with the record itself where that is preferred', async () => {
    const headers = { prefer: 'return=representation' };
    const made = await client.send('POST', 'accounts?$select=name', { name: 'Told' }, headers);
    expect(made.status).to.equal(201);
    expect(await made.json()).to.include({ name: 'Told' });
    const id = String(client.sandbox.org.records('account').at(-1)?.['accountid']);
    const changed = await client.send('PATCH', `accounts(${id})`, { name: 'Told again' }, headers);
    expect(changed.status).to.equal(200);
    expect(await changed.json()).to.include({ name: 'Told again' });
  });

  it('binds lookups by alternate keys, and empties them', async () => {
    const made = await create({
      name: 'Child',
      'parentaccountid@odata.bind': "accounts(acme_legacyid='P%201')",
    });
    expect(made).to.include({ parentaccountid: `account/${parent}` });
    const path = `accounts(${String(made['id'])})`;
    await client.send('PATCH', path, { 'parentaccountid@odata.bind': null });
    expect(await client.json(`${path}?$select=_parentaccountid_value`)).to.include({
      _parentaccountid_value: null,
    });
    const contact = await client.send('POST', 'contacts', {
      lastname: 'Lee',
      'parentcustomerid_account@odata.bind': `/accounts(${parent})`,
    });
    expect(contact.status).to.equal(204);
    expect(client.sandbox.org.records('contact').at(-1)).to.include({ accountid: `account/${parent}` });
  });

  it('lets a state follow from its reason, and a reason from its state', async () => {
    const { org } = client.sandbox;
    await client.send('POST', 'tasks', { subject: 'Call', statuscode: 5 });
    expect(org.records('task').at(-1)).to.include({ statecode: '1', statuscode: '5' });
    await client.send('POST', 'tasks', { subject: 'Call', statecode: 2 });
    expect(org.records('task').at(-1)).to.include({ statecode: '2', statuscode: '6' });
    const refused = await errorOf(await client.send('POST', 'tasks', { statecode: 0, statuscode: 5 }));
    expect(refused).to.include({ status: 400, code: '0x80048408' });
  });

  it('leaves out without a word what cannot be written', async () => {
    const made = await create({
      name: 'Quiet',
      createdon: '2001-01-01T00:00:00Z',
      versionnumber: 1,
      'name@OData.Community.Display.V1.FormattedValue': 'x',
      'owninguser@odata.bind': null,
    });
    expect(made).to.include({ createdon: '2026-03-01T10:30:00Z' });
  });

  describe('by upsert', () => {
    it('creates where there is no such key and updates where there is', async () => {
      const path = `accounts(acme_legacyid='${encodeURIComponent("a''b/c d")}')`;
      const made = await client.send('PATCH', path, { name: 'first' });
      expect(made.status).to.equal(204);
      const changed = await client.send('PATCH', path, { name: 'second' });
      expect(changed.headers.get('odata-entityid')).to.equal(made.headers.get('odata-entityid'));
      const found = client.sandbox.org
        .records('account')
        .filter((each) => each['acme_legacyid'] === "a'b/c d");
      expect(found.map((each) => each['name'])).to.deep.equal(['second']);
    });

    it('creates under an id that is given', async () => {
      const id = '11111111-2222-3333-4444-555555555555';
      await client.send('PATCH', `accounts(${id})`, { name: 'own id' });
      expect(client.sandbox.org.record('account', id)).to.include({ name: 'own id' });
      const again = await errorOf(await client.send('POST', 'accounts', { accountid: id, name: 'x' }));
      expect(again).to.include({ status: 412, code: '0x80040237' });
    });

    it('only updates with If-Match, only creates with If-None-Match', async () => {
      const path = "accounts(acme_legacyid='cond')";
      const update = (): Promise<Response> => client.send('PATCH', path, { name: 'x' }, { 'if-match': '*' });
      const create = (): Promise<Response> =>
        client.send('PATCH', path, { name: 'x' }, { 'if-none-match': '*' });
      expect(await errorOf(await update())).to.include({ status: 404, code: '0x80060891' });
      expect((await create()).status).to.equal(204);
      expect(await errorOf(await create())).to.include({ status: 412, code: '0x80040237' });
      expect((await update()).status).to.equal(204);
    });

    it('refuses a record that was changed since', async () => {
      const path = "accounts(acme_legacyid='versions')";
      await client.send('PATCH', path, { name: '1' });
      const etag = (await client.json<Json>(path))['@odata.etag'] as string;
      await client.send('PATCH', path, { name: '2' }, { 'if-match': etag });
      const stale = await client.send('PATCH', path, { name: '3' }, { 'if-match': etag });
      expect(await errorOf(stale)).to.include({ status: 412, code: '0x80060882' });
    });
  });

  it('deletes', async () => {
    const made = await create({ name: 'Gone' });
    const path = `accounts(${String(made['id'])})`;
    expect((await client.fetch(path, { method: 'DELETE' })).status).to.equal(204);
    expect(await client.refusal(path, { method: 'DELETE' })).to.include({ status: 404, code: '0x80040217' });
  });

  const refusals: readonly (readonly [
    title: string,
    body: Json,
    status: number,
    code: string,
    message: RegExp,
  ])[] = [
    ['a column that is not there', { nmae: 'x' }, 400, '0x80048d19', /Invalid property 'nmae'/],
    [
      'a way that leads nowhere',
      { 'parent@odata.bind': '/accounts(1)' },
      400,
      '0x80048d19',
      /undeclared property 'parent'/,
    ],
    ['a lookup as a value', { parentaccountid: 'x' }, 400, '0x80048d19', /PrimitiveValue/],
    [
      'a lookup of no record',
      { 'parentaccountid@odata.bind': '/accounts(00000000-0000-0000-0000-000000000001)' },
      404,
      '0x80040217',
      /Does Not Exist/,
    ],
    [
      'a lookup of another table',
      { 'parentaccountid@odata.bind': '/contacts(00000000-0000-0000-0000-000000000001)' },
      400,
      '0x80060888',
      /cannot be bound/,
    ],
    [
      'a text that is too long',
      { name: 'x'.repeat(161) },
      400,
      '0x80044331',
      /maximum allowed length of '160'/,
    ],
    ['a whole number out of range', { numberofemployees: -1 }, 400, '0x8004432f', /outside the valid range/],
    ['an amount out of range', { revenue: -1 }, 400, '0x80044330', /outside the valid range/],
    ['a choice that there is not', { industrycode: 99 }, 400, '0x8004431a', /Accepted Values: 1,2/],
    ['the label of a choice', { industrycode: 'Consulting' }, 400, '0x80048d19', /Edm.Int32/],
    ['text for a number', { revenue: '5' }, 400, '0x80048d19', /Edm.Decimal/],
    ['a moment for a day', { acme_renewaldate: '2026-03-01T00:00:00Z' }, 400, '0x80048d19', /Edm.Date/],
    ['what is no date', { acme_lastreview: 'soon' }, 400, '0x80048d19', /Edm.DateTimeOffset/],
    ['a key that is taken', { acme_legacyid: 'p 1' }, 412, '0x80060892', /entity key acme_legacykey/],
    [
      'a record within a record',
      { primarycontactid: { lastname: 'x' } },
      501,
      '0x80060888',
      /beyond this sandbox/,
    ],
  ];
  for (const [title, body, status, code, message] of refusals) {
    it(`but not ${title}`, async () => {
      const error = await errorOf(await client.send('POST', 'accounts', { name: 'x', ...body }));
      expect(error).to.include({ status, code });
      expect(error.message).to.match(message);
    });
  }

  it('but not what is no JSON, and not where only others write', async () => {
    const broken = await client.fetch('accounts', { method: 'POST', body: '{"name":' });
    expect(await errorOf(broken)).to.include({ status: 400, code: '0x80048d19' });
    const user = await client.send('POST', 'systemusers', { lastname: 'x' });
    expect(await errorOf(user)).to.include({ status: 403, code: '0x80040220' });
  });

  it('but not against a rule, and not while another holds the record', async () => {
    const { org } = client.sandbox;
    org.addValidationRule('account', (get) =>
      get('name') === 'forbidden' ? 'This name is forbidden.' : null,
    );
    expect(await errorOf(await client.send('POST', 'accounts', { name: 'forbidden' }))).to.deep.equal({
      status: 400,
      code: '0x80040265',
      message: 'This name is forbidden.',
    });
    org.lock('account', parent);
    const path = `accounts(${parent})`;
    const locked = await errorOf(await client.send('PATCH', path, { name: 'Parent' }));
    expect(locked).to.include({ status: 500, code: '0x80044150' });
    expect((await client.send('PATCH', path, { name: 'Parent' })).status).to.equal(204);
  });

  describe('many at once', () => {
    const type = { '@odata.type': 'Microsoft.Dynamics.CRM.account' };
    const many = (action: string, targets: readonly Json[]): Promise<Response> =>
      client.send('POST', `accounts/Microsoft.Dynamics.CRM.${action}`, {
        Targets: targets.map((target) => ({ ...type, ...target })),
      });
    it('are created, and their ids told in order', async () => {
      const response = await many('CreateMultiple', [{ name: 'many 1' }, { name: 'many 2' }]);
      const { Ids: ids } = (await response.json()) as { Ids: string[] };
      expect(ids.map((id) => client.sandbox.org.record('account', id)?.['name'])).to.deep.equal([
        'many 1',
        'many 2',
      ]);
    });

    it('are updated by their ids', async () => {
      const [first] = named('many 1');
      expect(
        (await many('UpdateMultiple', [{ accountid: first?.['accountid'], name: 'many 3' }])).status,
      ).to.equal(204);
      expect(named('many 3')).to.have.length(1);
    });

    it('are created or updated by their keys', async () => {
      const targets = ['P 1', 'new 1'].map((key) => ({
        '@odata.id': `accounts(acme_legacyid='${encodeURIComponent(key)}')`,
        name: 'upserted',
      }));
      expect((await many('UpsertMultiple', targets)).status).to.equal(204);
      expect(named('upserted').map((each) => each['acme_legacyid'])).to.deep.equal(['P 1', 'new 1']);
    });

    it('are all refused for one of them', async () => {
      const before = client.sandbox.org.records('account').length;
      const response = await many('CreateMultiple', [{ name: 'good' }, { name: 'x'.repeat(200) }]);
      expect(await errorOf(response)).to.include({ status: 400, code: '0x80044331' });
      expect(client.sandbox.org.records('account')).to.have.length(before);
      const missing = await many('UpdateMultiple', [
        { accountid: parent, name: 'changed' },
        { accountid: '00000000-0000-0000-0000-000000000009' },
      ]);
      expect((await errorOf(missing)).status).to.equal(404);
      expect(named('changed')).to.have.length(0);
    });

    it('need the name of their type and a key', async () => {
      const untyped = await client.send('POST', 'accounts/Microsoft.Dynamics.CRM.CreateMultiple', {
        Targets: [{ name: 'x' }],
      });
      expect((await errorOf(untyped)).message).to.include('@odata.type');
      expect((await errorOf(await many('UpdateMultiple', [{ name: 'x' }]))).message).to.include('@odata.id');
      expect((await errorOf(await many('RemoveMultiple', [{ name: 'x' }]))).status).to.equal(404);
      const tooMany = Array.from({ length: 1_001 }, () => ({ name: 'x' }));
      expect((await errorOf(await many('CreateMultiple', tooMany))).status).to.equal(400);
    });
  });

  describe('in a batch', () => {
    it('each request gets its answer, until one fails', async () => {
      const root = `${client.sandbox.url}/api/data/v9.2`;
      const requests = [
        part({ line: 'GET accounts?$select=name&$top=1' }),
        part({ line: `POST ${root}/accounts`, body: { name: 'batched' } }),
        part({ line: 'POST /api/data/v9.2/accounts', body: { nmae: 'x' } }),
        part({ line: 'GET WhoAmI' }),
      ];
      const text = await batch(requests);
      expect(statusesOf(text)).to.deep.equal(['200', '204', '400']);
      expect(text)
        .to.include('0x80048d19')
        .and.to.match(/odata-entityid: http/);
      const going = await batch(requests, { prefer: 'odata.continue-on-error' });
      expect(statusesOf(going)).to.deep.equal(['200', '204', '400', '200']);
    });

    it('a change set is done as a whole, one part on what another made', async () => {
      const text = await batch([
        changeSet([
          { line: 'POST accounts', body: { name: 'set parent' }, contentId: '1' },
          {
            line: 'POST accounts',
            body: { name: 'set child', 'parentaccountid@odata.bind': '$1' },
            contentId: '2',
          },
        ]),
      ]);
      expect(statusesOf(text)).to.deep.equal(['204', '204']);
      const child = client.sandbox.org.records('account').find((each) => each['name'] === 'set child');
      expect(child?.['parentaccountid']).to.match(/^account\//);
    });

    it('or not at all', async () => {
      const before = client.sandbox.org.records('account').length;
      const text = await batch([
        changeSet([
          { line: 'POST accounts', body: { name: 'undone' }, contentId: '1' },
          { line: `PATCH accounts(${parent})`, body: { name: 'undone' }, contentId: '2' },
          { line: 'POST accounts', body: { name: 'x'.repeat(200) }, contentId: '3' },
        ]),
      ]);
      expect(statusesOf(text)).to.deep.equal(['400']);
      expect(text).to.include('Content-ID: 3');
      expect(client.sandbox.org.records('account')).to.have.length(before);
      expect(client.sandbox.org.record('account', parent)?.['name']).not.to.equal('undone');
    });

    it('of no more than 1,000 requests', async () => {
      const refused = async (parts: readonly string[]): Promise<ApiErrorBody> =>
        await client.refusal('$batch', {
          method: 'POST',
          headers: { 'content-type': 'multipart/mixed; boundary=b' },
          body: multipart('b', parts),
        });
      const many = Array.from({ length: 1_001 }, () => part({ line: 'GET WhoAmI' }));
      expect((await refused(many)).message).to.include('exceeds the limit of 1000');
      expect(await client.refusal('$batch', { method: 'POST', body: 'x' })).to.include({ status: 400 });
    });
  });
});
