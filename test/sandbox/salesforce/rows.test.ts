import { expect } from 'chai';
import { startClient } from './sandbox-client.ts';
import type { ApiErrorBody, SandboxClient } from './sandbox-client.ts';

interface RowResult {
  readonly id?: string;
  readonly success: boolean;
  readonly created?: boolean;
  readonly errors: readonly { statusCode: string; message: string; fields: string[] }[];
}

const nobody = '001Ak00000zzzzzIAA';

describe('the sandbox takes records', () => {
  let client: SandboxClient;
  beforeEach(async () => {
    client = await startClient();
  });
  afterEach(() => client.close());

  const send = (method: string, path: string, body?: string | object): Promise<Response> =>
    client.fetch(path, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  async function results(method: string, path: string, body?: object): Promise<RowResult[]> {
    const response = await send(method, path, body);
    expect(response.status).to.equal(200);
    return (await response.json()) as RowResult[];
  }
  const stored = (id: string): Readonly<Record<string, unknown>> => {
    const record = client.sandbox.org.record('Account', id);
    if (record === null) throw new Error(`no record ${id}`);
    return record;
  };

  describe('one at a time', () => {
    it('created, read, changed and deleted', async () => {
      const created = await send(
        'POST',
        'sobjects/Account',
        '{"Name":"  Acme ","AnnualRevenue":12345678901234567,"LastReview__c":"2026-03-01T10:00:00+01:00"}',
      );
      expect(created.status).to.equal(201);
      const { id } = (await created.json()) as { id: string };
      expect(stored(id)).to.include({
        Name: 'Acme',
        AnnualRevenue: '12345678901234567',
        LastReview__c: '2026-03-01T09:00:00.000Z',
      });
      expect(await client.json(`sobjects/Account/${id}?fields=Name,Owner.Name`)).to.deep.include({
        Name: 'Acme',
      });
      expect(
        (await send('PATCH', `sobjects/Account/${id}`, { Name: 'Acme 2', Phone: null })).status,
      ).to.equal(204);
      expect(stored(id)['Name']).to.equal('Acme 2');
      expect((await send('DELETE', `sobjects/Account/${id}`)).status).to.equal(204);
      const again = await send('DELETE', `sobjects/Account/${id}`);
      expect(again.status).to.equal(404);
      expect(await again.text()).to.include('ENTITY_IS_DELETED');
      expect((await send('GET', `sobjects/Account/${nobody}`)).status).to.equal(404);
    });

    it('by an external id, which may hold anything', async () => {
      const key = encodeURIComponent('00 7/ä?#');
      const path = `sobjects/Account/LegacyId__c/${key}`;
      const first = await send('PATCH', path, { Name: 'by key' });
      expect(first.status).to.equal(201);
      expect(await first.json()).to.include({ success: true, created: true });
      const second = await send('PATCH', path, { Name: 'again' });
      expect(second.status).to.equal(200);
      expect(await second.json()).to.include({ created: false });
      expect(await client.json(path)).to.include({ Name: 'again', LegacyId__c: '00 7/ä?#' });
      expect((await send('DELETE', path)).status).to.equal(204);
      expect((await send('GET', path)).status).to.equal(404);
      expect((await send('PATCH', 'sobjects/Account/Site/x', {})).status).to.equal(404);
    });

    it('with files, whose bytes have an address of their own', async () => {
      const [parent = ''] = client.sandbox.org.insert('Account', [{ Name: 'a' }]);
      const Body = Buffer.from('a file').toString('base64');
      await send('POST', 'sobjects/Attachment', { ParentId: parent, Name: 'a.txt', Body });
      const { records } = await client.query('SELECT Body FROM Attachment');
      const file = await client.fetch(String(records[0]?.['Body']));
      expect(await file.text()).to.equal('a file');
    });

    it('says so where several have the external id', async () => {
      client.sandbox.org.define({
        name: 'Part__c',
        fields: [{ name: 'Key__c', type: 'string', externalId: true }],
      });
      const ids = client.sandbox.org.insert('Part__c', [{ Key__c: 'K' }, { Key__c: 'k' }]);
      const response = await send('PATCH', 'sobjects/Part__c/Key__c/K', { Name: 'x' });
      expect(response.status).to.equal(300);
      expect(await response.json()).to.deep.equal(
        ids.map((id) => `/services/data/v62.0/sobjects/Part__c/${id}`),
      );
    });

    const refused: readonly [fields: object, code: string, message: RegExp][] = [
      [{}, 'REQUIRED_FIELD_MISSING', /\[Name\]/],
      [{ Name: null }, 'REQUIRED_FIELD_MISSING', /\[Name\]/],
      [{ Nmae: 'x' }, 'INVALID_FIELD', /No such column 'Nmae' on sobject of type Account/],
      [{ Name: 'x', CreatedDate: '2026-01-01' }, 'INVALID_FIELD_FOR_INSERT_UPDATE', /CreatedDate/],
      [{ Name: 'x', Score__c: 5 }, 'INVALID_FIELD_FOR_INSERT_UPDATE', /Score__c/],
      [{ Name: 'x', BillingAddress: {} }, 'INVALID_FIELD_FOR_INSERT_UPDATE', /BillingAddress/],
      [{ Name: 'x', Site: 's'.repeat(81) }, 'STRING_TOO_LONG', /max length=80/],
      [{ Name: 'x', Health__c: 'purple' }, 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', /purple/],
      [{ Name: 'x', NumberOfEmployees: 'many' }, 'INVALID_TYPE_ON_FIELD_IN_RECORD', /many/],
      [{ Name: 'x', NumberOfEmployees: 3_000_000_000 }, 'NUMBER_OUTSIDE_VALID_RANGE', /3000000000/],
      [{ Name: 'x', ContractValue__c: '1e17' }, 'NUMBER_OUTSIDE_VALID_RANGE', /1e17/],
      [{ Name: 'x', RenewalDate__c: '31/12/2026' }, 'INVALID_TYPE_ON_FIELD_IN_RECORD', /31\/12/],
      [{ Name: 'x', ParentId: 'Acme' }, 'MALFORMED_ID', /Acme/],
      [{ Name: 'x', ParentId: '003Ak00000zzzzzIAA' }, 'MALFORMED_ID', /incorrect type/],
      [{ Name: 'x', Parent: { LegacyId__c: 'no' } }, 'INVALID_FIELD', /not found for field LegacyId__c/],
    ];
    for (const [fields, code, message] of refused) {
      it(`refused: ${JSON.stringify(fields).slice(0, 60)}`, async () => {
        const response = await send('POST', 'sobjects/Account', fields);
        expect(response.status).to.equal(400);
        const [error] = (await response.json()) as ApiErrorBody[];
        expect(error?.errorCode).to.equal(code);
        expect(error?.message).to.match(message);
        expect(client.sandbox.org.count('Account')).to.equal(0);
      });
    }

    it('refused: a body that is no JSON, an e-mail address that is none', async () => {
      expect(await (await send('POST', 'sobjects/Account', '{"Name":')).text()).to.include(
        'JSON_PARSER_ERROR',
      );
      const contact = await send('POST', 'sobjects/Contact', { LastName: 'x', Email: 'x' });
      expect(await contact.text()).to.include('INVALID_EMAIL_ADDRESS');
    });
  });

  describe('two hundred at a time', () => {
    it('with a result for each', async () => {
      const found = await results('POST', 'composite/sobjects', {
        allOrNone: false,
        records: [
          account({ Name: 'a', LegacyId__c: '007' }),
          account({ Name: 'b', LegacyId__c: '007' }),
          account({ Site: 'no name' }),
          { Name: 'no type' },
          account({ Name: 'child', Parent: { LegacyId__c: '007' } }),
        ],
      });
      expect(found.map((each) => each.errors[0]?.statusCode ?? 'ok')).to.deep.equal([
        'ok',
        'DUPLICATE_VALUE',
        'REQUIRED_FIELD_MISSING',
        'INVALID_TYPE',
        'ok',
      ]);
      expect(stored(found[4]?.id ?? '')['ParentId']).to.equal(found[0]?.id);
    });

    it('or none of them', async () => {
      const [kept = ''] = client.sandbox.org.insert('Account', [{ Name: 'kept' }]);
      const before = stored(kept);
      const found = await results('PATCH', 'composite/sobjects', {
        allOrNone: true,
        records: [account({ Id: kept, Name: 'changed' }), account({ Id: nobody, Name: 'x' })],
      });
      expect(found.map((each) => each.errors[0]?.statusCode)).to.deep.equal([
        'ALL_OR_NONE_OPERATION_ROLLED_BACK',
        'INVALID_CROSS_REFERENCE_KEY',
      ]);
      expect(stored(kept)).to.equal(before);
      await results('POST', 'composite/sobjects', {
        allOrNone: true,
        records: [account({ Name: 'new' }), account({})],
      });
      expect(client.sandbox.org.count('Account')).to.equal(1);
    });

    it('by external id, once each', async () => {
      client.sandbox.org.insert('Account', [{ Name: 'old', LegacyId__c: 'A' }]);
      const records = [
        account({ LegacyId__c: 'a', Name: 'changed' }),
        account({ LegacyId__c: 'B', Name: 'new' }),
        account({ LegacyId__c: 'b', Name: 'twice' }),
      ];
      const found = await results('PATCH', 'composite/sobjects/Account/LegacyId__c', { records });
      expect(found.map((each) => each.created ?? each.errors[0]?.statusCode)).to.deep.equal([
        false,
        true,
        'DUPLICATE_VALUE',
      ]);
      expect(await client.names('LegacyId__c != null')).to.deep.equal(['changed', 'new']);
    });

    it('locked, against a rule, or too many', async () => {
      const { org } = client.sandbox;
      const [id = ''] = org.insert('Account', [{ Name: 'a' }]);
      org.lock('Account', id);
      org.addValidationRule('Account', (get) => (get('Name') === 'bad' ? 'Names have to be good.' : null));
      const change = (Name: string): Promise<RowResult[]> =>
        results('PATCH', 'composite/sobjects', { records: [account({ Id: id, Name })] });
      expect((await change('b'))[0]?.errors[0]?.statusCode).to.equal('UNABLE_TO_LOCK_ROW');
      expect((await change('bad'))[0]?.errors[0]).to.deep.equal({
        statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
        message: 'Names have to be good.',
        fields: [],
      });
      expect((await change('b'))[0]).to.deep.equal({ id, success: true, errors: [] });
      const records = Array.from({ length: 201 }, () => account({ Name: 'x' }));
      expect((await send('POST', 'composite/sobjects', { records })).status).to.equal(400);
    });

    it('read and deleted by their ids', async () => {
      const ids = client.sandbox.org.insert('Account', [{ Name: 'a' }, { Name: 'b' }]);
      const found = await client.json<unknown[]>(
        `composite/sobjects/Account?ids=${nobody},${ids[1]}&fields=Name`,
      );
      expect(found[0]).to.equal(null);
      expect(found[1]).to.include({ Name: 'b' });
      const removed = await results('DELETE', `composite/sobjects?ids=${ids.join(',')},${nobody}`);
      expect(removed.map((each) => each.success)).to.deep.equal([true, true, false]);
      expect(client.sandbox.org.count('Account')).to.equal(0);
    });
  });
});

function account(fields: object): object {
  return { attributes: { type: 'Account' }, ...fields };
}
