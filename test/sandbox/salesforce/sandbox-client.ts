import { startSalesforceSandbox } from '../../../src/sandbox/salesforce/index.ts';
import type { SalesforceSandbox, SalesforceSandboxOptions } from '../../../src/sandbox/salesforce/index.ts';

export const version = '/services/data/v62.0';

export interface ApiErrorBody {
  readonly errorCode: string;
  readonly message: string;
}

export interface QueryAnswer {
  readonly totalSize: number;
  readonly done: boolean;
  readonly nextRecordsUrl?: string;
  readonly records: readonly Readonly<Record<string, unknown>>[];
}

/** A sandbox with somebody logged in to it by plain fetch. */
export interface SandboxClient {
  readonly sandbox: SalesforceSandbox;
  /** Below the version, or from the root where it begins with a slash. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  json<T>(path: string, init?: RequestInit): Promise<T>;
  query(soql: string, headers?: Record<string, string>): Promise<QueryAnswer>;
  /** The names of the records that a condition lets through, sorted. */
  names(where: string, object?: string): Promise<string[]>;
  /** The first error of a query that is refused. */
  refusal(soql: string): Promise<ApiErrorBody>;
  close(): Promise<void>;
}

export async function startClient(options: SalesforceSandboxOptions = {}): Promise<SandboxClient> {
  const sandbox = await startSalesforceSandbox(options);
  let token = await logIn(sandbox);

  const send = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const address = sandbox.url + (path.startsWith('/') ? path : `${version}/${path}`);
    const call = (): Promise<Response> =>
      fetch(address, { ...init, headers: { ...headersOf(init), authorization: `Bearer ${token}` } });
    const response = await call();
    if (response.status !== 401) return response;
    token = await logIn(sandbox);
    return await call();
  };
  const client: SandboxClient = {
    sandbox,
    fetch: send,
    async json<T>(path: string, init?: RequestInit): Promise<T> {
      const response = await send(path, init);
      if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
      return (await response.json()) as T;
    },
    query: (soql, headers = {}) => client.json<QueryAnswer>(queryPath(soql), { headers }),
    async names(where, object = 'Account') {
      const { records } = await client.query(`SELECT Name FROM ${object} WHERE ${where}`);
      return records.map((record) => String(record['Name'])).sort();
    },
    async refusal(soql) {
      const response = await send(queryPath(soql));
      if (response.ok) throw new Error(`not refused: ${soql}`);
      const [error] = (await response.json()) as ApiErrorBody[];
      if (error === undefined) throw new Error('no error in the answer');
      return error;
    },
    close: () => sandbox.close(),
  };
  return client;
}

function queryPath(soql: string): string {
  return `query?q=${encodeURIComponent(soql)}`;
}

function headersOf({ headers }: RequestInit): Record<string, string> {
  return Object.fromEntries(new Headers(headers).entries());
}

export async function logIn({ url, credentials }: SalesforceSandbox): Promise<string> {
  const { clientId, clientSecret } = credentials;
  const response = await fetch(`${url}/services/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
    }),
  });
  const { access_token } = (await response.json()) as { access_token: string };
  return access_token;
}
