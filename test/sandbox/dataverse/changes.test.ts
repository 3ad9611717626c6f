import { expect } from 'chai';
import { startClient } from './sandbox-client.ts';
import type { Json, ListAnswer, SandboxClient } from './sandbox-client.ts';

const track = { prefer: 'odata.track-changes' };
const dayMs = 86_400_000;

describe('the sandbox tells what changed', () => {
  let client: SandboxClient;
  let nowMs: number;
  let ids: string[];
  beforeEach(async () => {
    nowMs = Date.parse('2026-03-01T10:30:00Z');
    client = await startClient({ now: () => nowMs, pageRows: 3 });
    ids = client.sandbox.org.insert(
      'account',
      ['a', 'b', 'c', 'd'].map((name) => ({ name })),
    );
  });
  afterEach(() => client.close());

  async function follow(
    first: ListAnswer,
    headers = track,
  ): Promise<{ rows: Json[]; delta: string; pages: number }> {
    let page = first;
    const rows = [...page.value];
    let pages = 1;
    while (page['@odata.nextLink'] !== undefined) {
      expect(page).not.to.have.property('@odata.deltaLink');
      page = await client.json<ListAnswer>(page['@odata.nextLink'], { headers });
      rows.push(...page.value);
      pages += 1;
    }
    return { rows, delta: page['@odata.deltaLink'] ?? '', pages };
  }
  const begin = async (): Promise<Awaited<ReturnType<typeof follow>>> =>
    await follow(await client.list('accounts', { $select: 'name' }, track));
  const since = async (delta: string): Promise<Awaited<ReturnType<typeof follow>>> =>
    await follow(await client.json<ListAnswer>(delta));

  it('first all records, and a link after the last page', async () => {
    const { rows, delta, pages } = await begin();
    expect(rows.map((row) => row['name'])).to.deep.equal(['a', 'b', 'c', 'd']);
    expect(pages).to.equal(2);
    expect(delta).to.include('$select=name&$deltatoken=');
    expect((await since(delta)).rows).to.deep.equal([]);
  });

  it('then what came, changed and went', async () => {
    const { org } = client.sandbox;
    const { delta } = await begin();
    org.insert('account', [{ name: 'e' }]);
    org.update('account', ids[1] ?? '', { name: 'bb' });
    org.update('account', ids[1] ?? '', { name: 'bbb' });
    org.remove('account', [ids[0] ?? '']);
    const { rows, delta: next } = await since(delta);
    expect(rows.map((row) => row['name'] ?? row['reason'])).to.deep.equal(['e', 'bbb', 'deleted']);
    expect(rows[2]).to.deep.equal({
      '@odata.context': `${client.sandbox.url}/api/data/v9.2/$metadata#accounts/$deletedEntity`,
      id: ids[0],
      reason: 'deleted',
    });
    expect((await since(next)).rows).to.deep.equal([]);
    expect((await since(delta)).rows).to.have.length(3);
  });

  it('in pages, with what happens between two of them left for the next link', async () => {
    const { org } = client.sandbox;
    const { delta } = await begin();
    org.insert(
      'account',
      ['1', '2', '3', '4', '5'].map((name) => ({ name })),
    );
    const first = await client.json<ListAnswer>(delta);
    expect(first.value.map((row) => row['name'])).to.deep.equal(['1', '2', '3']);
    org.update('account', ids[0] ?? '', { name: 'later' });
    const { rows, delta: next } = await follow(first);
    expect(rows.map((row) => row['name'])).to.deep.equal(['1', '2', '3', '4', '5']);
    expect((await since(next)).rows.map((row) => row['name'])).to.deep.equal(['later']);
  });

  it('what changed while all records were read', async () => {
    const first = await client.list('accounts', { $select: 'name' }, track);
    client.sandbox.org.update('account', ids[0] ?? '', { name: 'meanwhile' });
    const { delta } = await follow(first);
    expect((await since(delta)).rows.map((row) => row['name'])).to.deep.equal(['meanwhile']);
  });

  it('what is committed late', async () => {
    client.sandbox.org.insert('account', [{ name: 'late' }], { visibleAt: new Date(nowMs + 1_000) });
    client.sandbox.org.insert('account', [{ name: 'early' }]);
    const { rows, delta } = await begin();
    expect(rows.map((row) => row['name']))
      .to.include('early')
      .and.not.to.include('late');
    nowMs += 2_000;
    expect((await since(delta)).rows.map((row) => row['name'])).to.include('late');
  });

  it('for thirty days, until the metadata changes or an admin ends it', async () => {
    const expired = { status: 400, code: '0x80044352' };
    const { delta } = await begin();
    nowMs += 29 * dayMs;
    expect((await since(delta)).rows).to.deep.equal([]);
    nowMs += 2 * dayMs;
    expect(await client.refusal(delta)).to.include(expired);
    const { delta: second } = await begin();
    client.sandbox.org.addColumn('account', { logicalName: 'acme_new', type: 'string' });
    expect(await client.refusal(second)).to.include(expired);
    const { delta: third } = await begin();
    client.sandbox.expireDeltaLinks();
    expect(await client.refusal(third)).to.include(expired);
  });

  it('only of tables that track it, and only by columns', async () => {
    expect(await client.refusal('tasks', { headers: track })).to.include({ status: 400, code: '0x80072491' });
    client.sandbox.org.trackChanges('task', true);
    expect(await client.list('tasks', {}, track)).to.have.property('@odata.deltaLink');
    for (const option of ["$filter=name eq 'a'", '$orderby=name', '$top=1', '$expand=parentaccountid']) {
      const error = await client.refusal(`accounts?${option}`, { headers: track });
      expect(error.message, option).to.include('is not supported with change tracking');
    }
    expect(await client.refusal('accounts?$deltatoken=x')).to.include({ status: 400 });
  });
});
