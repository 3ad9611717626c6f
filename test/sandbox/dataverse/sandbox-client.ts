import { startDataverseSandbox } from '../../../src/sandbox/dataverse/index.ts';
import type { DataverseSandbox, DataverseSandboxOptions } from '../../../src/sandbox/dataverse/index.ts';

export const version = '/api/data/v9.2';

export type Json = Readonly<Record<string, unknown>>;

export interface ApiErrorBody {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

export interface ListAnswer {
  readonly '@odata.count'?: number;
  readonly '@odata.nextLink'?: string;
  readonly '@odata.deltaLink'?: string;
  readonly value: readonly Json[];
}

/** A sandbox with an app logged in to it by plain fetch. */
export interface SandboxClient {
  readonly sandbox: DataverseSandbox;
  /** Below the version, or a whole address. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  json<T>(path: string, init?: RequestInit): Promise<T>;
  /** Query options by name, encoded once. */
  list(
    entitySet: string,
    options?: Readonly<Record<string, string>>,
    headers?: Record<string, string>,
  ): Promise<ListAnswer>;
  /** What a filter lets through of the accounts, by their names, sorted. */
  names(filter: string): Promise<string[]>;
  send(method: string, path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
  /** What a request is refused with. */
  refusal(path: string, init?: RequestInit): Promise<ApiErrorBody>;
  close(): Promise<void>;
}

export async function startClient(options: DataverseSandboxOptions = {}): Promise<SandboxClient> {
  const sandbox = await startDataverseSandbox(options);
  let token = await logIn(sandbox);

  const request = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const address = path.startsWith('http') ? path : `${sandbox.url}${version}/${path}`;
    const call = (): Promise<Response> =>
      fetch(address, { ...init, headers: { ...headersOf(init), authorization: `Bearer ${token}` } });
    const response = await call();
    if (response.status !== 401) return response;
    token = await logIn(sandbox);
    return await call();
  };
  const client: SandboxClient = {
    sandbox,
    fetch: request,
    async json<T>(path: string, init?: RequestInit): Promise<T> {
      const response = await request(path, init);
      if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
      return (await response.json()) as T;
    },
    list: (entitySet, given = {}, headers = {}) =>
      client.json<ListAnswer>(queryPath(entitySet, given), { headers }),
    async names(filter) {
      const { value } = await client.list('accounts', { $select: 'name', $filter: filter });
      return value.map((record) => String(record['name'])).sort();
    },
    send: (method, path, body, headers = {}) =>
      request(path, {
        method,
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      }),
    async refusal(path, init) {
      const response = await request(path, init);
      if (response.ok) throw new Error(`not refused: ${path}`);
      return await errorOf(response);
    },
    close: () => sandbox.close(),
  };
  return client;
}

export async function errorOf(response: Response): Promise<ApiErrorBody> {
  const { error } = (await response.json()) as { error: { code: string; message: string } };
  return { status: response.status, ...error };
}

export function queryPath(entitySet: string, options: Readonly<Record<string, string>>): string {
  const query = Object.entries(options).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return query.length === 0 ? entitySet : `${entitySet}?${query.join('&')}`;
}

function headersOf({ headers }: RequestInit): Record<string, string> {
  return Object.fromEntries(new Headers(headers).entries());
}

export async function logIn(sandbox: DataverseSandbox): Promise<string> {
  const response = await requestToken(sandbox);
  const { access_token } = (await response.json()) as { access_token: string };
  return access_token;
}

export function requestToken(
  { url, tokenUrl, credentials }: DataverseSandbox,
  changes: Readonly<Record<string, string>> = {},
): Promise<Response> {
  return fetch(tokenUrl, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: credentials.clientId,
      client_secret: credentials.clientSecret,
      scope: `${url}/.default`,
      ...changes,
    }),
  });
}
