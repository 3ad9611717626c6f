/**
 * jsforce for what it is good at: the addresses and shapes of describes, limits and the like. Its own
 * transport repeats requests without regard to Retry-After, follows redirects with the session and waits half
 * an hour for an answer, so it is given ours (docs/decisions/jsforce.md).
 */
import { PassThrough } from 'node:stream';
import { Connection } from 'jsforce/lib/connection.js';
import { Transport } from 'jsforce/lib/transport.js';
import type { HttpRequest, HttpResponse } from 'jsforce/lib/types/index.js';
import { StreamPromise } from 'jsforce/lib/util/promise.js';
import type { SalesforceHttp } from './request.ts';
import { defaultApiVersion } from './api-version.ts';

/** Never called: the transport below sends every request to the session's own address and API version. */
const placeholderOrigin = 'https://org.invalid';
const versionRoot = `/services/data/v${defaultApiVersion}/`;

export function createOrgApi(http: SalesforceHttp): Connection {
  const connection = new Connection({ version: defaultApiVersion, instanceUrl: placeholderOrigin });
  const own: Pick<Connection, '_transport'> = { _transport: new OwnTransport(http) };
  return Object.assign(connection, own);
}

/** Hands jsforce's requests to our one HTTP function; jsforce only ever sees answers that succeeded. */
class OwnTransport extends Transport {
  private readonly http: SalesforceHttp;

  constructor(http: SalesforceHttp) {
    super();
    this.http = http;
  }

  override httpRequest(request: HttpRequest): StreamPromise<HttpResponse> {
    return StreamPromise.create(() => ({ stream: new PassThrough(), promise: this.send(request) }));
  }

  private async send(request: HttpRequest): Promise<HttpResponse> {
    if (request.method !== 'GET') throw new Error(`jsforce is used to read, not for ${request.method}`);
    const url = new URL(request.url);
    let body = '';
    const path = url.pathname.startsWith(versionRoot) ? url.pathname.slice(versionRoot.length) : url.pathname;
    await this.http.json({ path: path + url.search }, (text) => {
      body = text;
      return JSON.parse(text);
    });
    return { statusCode: 200, headers: { 'content-type': 'application/json' }, body };
  }
}
