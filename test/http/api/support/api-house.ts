/** The trigger API on its real server, operations and databases, and somebody who calls it. */
import { createApi } from '../../../../src/http/api/index.ts';
import { startHttpServer } from '../../../../src/http/server.ts';
import { startSalesforceSandbox } from '../../../../src/sandbox/salesforce/index.ts';
import { fakeTime } from '../../../support/fake-time.ts';
import type { FakeTime } from '../../../support/fake-time.ts';
import { admin, openOperations } from '../../../support/operations.ts';
import type { OperationsBench } from '../../../support/operations.ts';
import { testSqliteUrl } from '../../../support/postgres.ts';
import { noon, withJobs } from '../../../support/records.ts';
import { recordedLog } from '../../../support/recorded-log.ts';
import type { RecordedLog } from '../../../support/recorded-log.ts';

export interface ApiHouse extends OperationsBench {
  readonly url: string;
  readonly time: FakeTime;
  readonly log: RecordedLog;
  /** Text of a new token. */
  token(given?: TokenWish): Promise<string>;
  call(path: string, how?: Call): Promise<Answer>;
  /** `POST /api/v1/jobs/{job}/runs` */
  start(job: string, how: Call & { readonly mode?: string; readonly key?: string }): Promise<Answer>;
}

export interface TokenWish {
  readonly name?: string;
  readonly jobId?: string | null;
  readonly expiresAt?: Date | null;
}

export interface Call {
  readonly token?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as it is where it is text, as JSON otherwise. */
  readonly body?: unknown;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
}

/** With two jobs. @param url of the store */
export async function openApiHouse(url = testSqliteUrl()): Promise<ApiHouse> {
  const sandbox = await startSalesforceSandbox();
  const bench = await openOperations(sandbox, { url });
  await withJobs(bench.store, 2);
  const time = fakeTime(noon);
  const log = recordedLog();
  const publicUrl = 'https://crosswalk.test/base';
  const { operations } = bench;
  const listener = createApi({
    operationsOf: () => Promise.resolve(operations),
    publicUrl,
    log: log.log,
    now: time.now,
  });
  const routes = [{ path: '/api/v1/', listener }];
  const server = await startHttpServer({
    host: '127.0.0.1',
    port: 0,
    publicUrl,
    routes,
    checks: [],
    log: log.log,
    closeWithinMs: 50,
  });
  let tokens = 0;

  async function call(
    path: string,
    { token, method = 'GET', headers = {}, body }: Call = {},
  ): Promise<Answer> {
    const response = await fetch(`${server.url}${path}`, {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const answered = (await response.json()) as Readonly<Record<string, unknown>>;
    return { status: response.status, headers: response.headers, body: answered };
  }

  return {
    ...bench,
    url: server.url,
    time,
    log,
    call,
    async token({ name = `Token ${(tokens += 1)}`, jobId = null, expiresAt = null } = {}) {
      return (await operations.createToken({ ...admin, now: time.now() }, { name, jobId, expiresAt })).text;
    },
    start: (job, { mode = 'incremental', key, headers = {}, ...how }) =>
      call(`/api/v1/jobs/${job}/runs`, {
        method: 'POST',
        body: { mode },
        headers: { ...(key === undefined ? {} : { 'idempotency-key': key }), ...headers },
        ...how,
      }),
    async close() {
      await server.close();
      await bench.close();
      await sandbox.close();
    },
  };
}
