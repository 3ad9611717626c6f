import { expect } from 'chai';
import { fillSampleOrg } from '../../../src/sandbox/salesforce/sample/fill-org.ts';
import { startClient } from './sandbox-client.ts';
import type { SandboxClient } from './sandbox-client.ts';

const opened = Date.parse('2026-03-01T10:00:00Z');
const closed = '2026-03-02T11:00:00.000+0000';

describe('of what a record says the sandbox works out the rest', () => {
  let client: SandboxClient;
  let now = opened;
  beforeEach(async () => {
    now = opened;
    client = await startClient({ now: () => now });
  });
  afterEach(() => client.close());

  async function create(object: string, fields: object): Promise<string> {
    const { id } = await client.json<{ id: string }>(`sobjects/${object}`, write('POST', fields));
    return id;
  }
  async function change(object: string, id: string, fields: object): Promise<void> {
    const response = await client.fetch(`sobjects/${object}/${id}`, write('PATCH', fields));
    expect(response.status).to.equal(204);
  }
  const read = (object: string, id: string, fields: string): Promise<Readonly<Record<string, unknown>>> =>
    client.json(`sobjects/${object}/${id}?fields=${fields}`);
  const count = async (object: string, where: string): Promise<number> =>
    (await client.query(`SELECT COUNT() FROM ${object} WHERE ${where}`)).totalSize;

  describe('of a stage', () => {
    const deal = { Name: 'Deal', StageName: 'Negotiation/Review', Amount: 1000, CloseDate: '2026-05-31' };
    const fields =
      'IsClosed,IsWon,Probability,ForecastCategory,ForecastCategoryName,ExpectedRevenue,FiscalYear,FiscalQuarter';

    it('whether an opportunity is open, how likely it is and what is expected', async () => {
      const id = await create('Opportunity', deal);
      expect(await read('Opportunity', id, fields)).to.deep.include({
        IsClosed: false,
        IsWon: false,
        Probability: 90,
        ForecastCategory: 'Pipeline',
        ForecastCategoryName: 'Pipeline',
        ExpectedRevenue: 900,
        FiscalYear: 2026,
        FiscalQuarter: 2,
      });
    });

    it('that it is won or lost, when it is moved there', async () => {
      const id = await create('Opportunity', deal);
      await change('Opportunity', id, { StageName: 'Closed Won' });
      expect(await read('Opportunity', id, fields)).to.deep.include({
        IsClosed: true,
        IsWon: true,
        Probability: 100,
        ForecastCategory: 'Closed',
      });
      await change('Opportunity', id, { StageName: 'Closed Lost' });
      expect(await read('Opportunity', id, fields)).to.deep.include({
        IsClosed: true,
        IsWon: false,
        Probability: 0,
        ForecastCategory: 'Omitted',
      });
    });

    it('but a likelihood and a forecast that are given stand, until the stage changes', async () => {
      const id = await create('Opportunity', { ...deal, Probability: 15, ForecastCategoryName: 'Commit' });
      await change('Opportunity', id, { Name: 'Renamed' });
      expect(await read('Opportunity', id, fields)).to.deep.include({
        Probability: 15,
        ForecastCategory: 'Forecast',
      });
      await change('Opportunity', id, { StageName: 'Needs Analysis' });
      expect(await read('Opportunity', id, fields)).to.deep.include({
        Probability: 20,
        ForecastCategory: 'Pipeline',
      });
    });

    it('so that nobody can write it', async () => {
      for (const field of ['IsClosed', 'IsWon', 'ExpectedRevenue', 'ForecastCategory']) {
        const response = await client.fetch(
          'sobjects/Opportunity',
          write('POST', { ...deal, [field]: true }),
        );
        expect(response.status, field).to.equal(400);
        expect(await response.text(), field).to.match(/INVALID_FIELD_FOR_INSERT_UPDATE.*/);
      }
    });
  });

  for (const { object, status, moment } of [
    { object: 'Task', status: 'Completed', moment: 'CompletedDateTime' },
    { object: 'Case', status: 'Closed', moment: 'ClosedDate' },
  ]) {
    it(`of the status of a ${object} whether it is closed, and since when`, async () => {
      const fields = `IsClosed,${moment}`;
      const id = await create(object, { Subject: 'To do' });
      expect(await read(object, id, fields)).to.deep.include({ IsClosed: false, [moment]: null });

      now = opened + 25 * 3_600_000;
      await change(object, id, { Status: status });
      now += 3_600_000;
      await change(object, id, { Subject: 'Done' });
      expect(await read(object, id, fields)).to.deep.include({ IsClosed: true, [moment]: closed });

      await change(object, id, { Status: object === 'Task' ? 'In Progress' : 'Working' });
      expect(await read(object, id, fields)).to.deep.include({ IsClosed: false, [moment]: null });
    });
  }

  it('of what an activity is about, and of the person, which account it belongs to', async () => {
    const { org } = client.sandbox;
    const [acme = '', other = ''] = org.insert('Account', [{ Name: 'Acme' }, { Name: 'Other' }]);
    const [person] = org.insert('Contact', [{ LastName: 'Ada', AccountId: other }]);
    const [deal] = org.insert('Opportunity', [
      { Name: 'Deal', StageName: 'Prospecting', CloseDate: '2026-05-31', AccountId: acme },
    ]);
    for (const object of ['Task', 'Event']) {
      const id = await create(object, { Subject: 'Call', WhatId: acme, WhoId: person });
      expect((await read(object, id, 'AccountId'))['AccountId'], object).to.equal(acme);
      await change(object, id, { WhatId: null });
      expect((await read(object, id, 'AccountId'))['AccountId'], object).to.equal(other);
      await change(object, id, { WhatId: deal });
      expect((await read(object, id, 'AccountId'))['AccountId'], object).to.equal(acme);
      await change(object, id, { WhatId: null, WhoId: null });
      expect((await read(object, id, 'AccountId'))['AccountId'], object).to.equal(null);
    }
  });

  it('of the priority of a task whether it is a high one', async () => {
    const id = await create('Task', { Subject: 'To do', Priority: 'High' });
    expect(await read('Task', id, 'IsHighPriority')).to.include({ IsHighPriority: true });
    await change('Task', id, { Priority: 'Low' });
    expect(await read('Task', id, 'IsHighPriority')).to.include({ IsHighPriority: false });
  });

  it('in the sample, where nothing contradicts itself', async () => {
    fillSampleOrg(client.sandbox.org, { seed: 7, today: '2026-03-01' });
    const closedDeals = await count('Opportunity', "StageName LIKE 'Closed%'");
    expect(closedDeals).to.be.above(100);
    expect(await count('Opportunity', 'IsClosed = true')).to.equal(closedDeals);
    expect(await count('Opportunity', 'IsWon = true')).to.equal(
      await count('Opportunity', "StageName = 'Closed Won'"),
    );
    expect(
      await count('Opportunity', "IsClosed = false AND StageName IN ('Closed Won','Closed Lost')"),
    ).to.equal(0);
    expect(await count('Opportunity', 'Probability = null')).to.equal(0);
    const done = await count('Task', "Status = 'Completed'");
    expect(done).to.be.above(100);
    expect(await count('Task', 'IsClosed = true')).to.equal(done);
    expect(await count('Task', 'CompletedDateTime != null')).to.equal(done);
    const solved = await count('Case', "Status = 'Closed'");
    expect(solved).to.be.above(20);
    expect(await count('Case', 'IsClosed = true')).to.equal(solved);
    expect(await count('Case', 'ClosedDate != null')).to.equal(solved);
  });
});

function write(method: string, body: object): RequestInit {
  return { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
