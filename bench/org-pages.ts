/** Bulk API 2.0 in the fewest lines that work, for the floor: what any program has to do to get at the pages. */

export interface OrgAddress {
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

export const apiVersion = 'v62.0';
const pollMs = 100;
const mostPolls = 6_000;
const mostPages = 10_000;

/** The pages of a query as text, one after the other, header row and all. */
export async function* pagesOf(org: OrgAddress, soql: string, pageRows: number): AsyncGenerator<string> {
  const token = await tokenOf(org);
  const jobs = `${org.url}/services/data/${apiVersion}/jobs/query`;
  const call = async (url: string, init: RequestInit = {}): Promise<Response> => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const answer = await fetch(url, { ...init, headers });
    if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
    return answer;
  };
  const made = await call(jobs, {
    method: 'POST',
    body: JSON.stringify({ operation: 'query', query: soql }),
  });
  const { id } = (await made.json()) as { id: string };
  for (let poll = 0; (await stateOf(await call(`${jobs}/${id}`))) !== 'JobComplete'; poll++) {
    if (poll === mostPolls) throw new Error('The bulk job does not get ready');
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
  let locator = '';
  for (let page = 0; page < mostPages; page++) {
    const query = new URLSearchParams({ maxRecords: String(pageRows), ...(locator && { locator }) });
    const answer = await call(`${jobs}/${id}/results?${query.toString()}`);
    yield await answer.text();
    locator = answer.headers.get('sforce-locator') ?? 'null';
    if (locator === 'null') break;
  }
  await call(`${jobs}/${id}`, { method: 'DELETE' });
}

async function stateOf(answer: Response): Promise<string> {
  const { state } = (await answer.json()) as { state: string };
  if (state === 'Failed' || state === 'Aborted') throw new Error(`The bulk job is ${state}`);
  return state;
}

export async function tokenOf({ url, clientId, clientSecret }: OrgAddress): Promise<string> {
  const answer = await fetch(`${url}/services/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
    }),
  });
  const { access_token: token } = (await answer.json()) as { access_token: string };
  return token;
}
