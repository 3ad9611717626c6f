/** The Web API of Dataverse in the fewest lines that work, for the floor: what any program has to do to get at the pages. */

export interface EnvironmentAddress {
  readonly url: string;
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface TablePages {
  readonly entitySet: string;
  /** Names as they stand in an answer. */
  readonly properties: readonly string[];
  readonly order: string;
}

type Row = Readonly<Record<string, unknown>>;

interface Page {
  readonly value: readonly Row[];
  readonly '@odata.nextLink'?: string;
}

/** As many as the connector asks for, and the labels of choices, which it asks for too. */
const prefer = 'odata.maxpagesize=5000,odata.include-annotations="OData.Community.Display.V1.FormattedValue"';
const mostPages = 10_000;

/** The pages of a table, one after the other. */
export async function* pagesOfTable(
  environment: EnvironmentAddress,
  { entitySet, properties, order }: TablePages,
): AsyncGenerator<readonly Row[]> {
  const headers = { authorization: `Bearer ${await tokenOf(environment)}`, prefer };
  const query = `$select=${properties.join(',')}&$orderby=${order}`;
  let address: string | undefined = `${environment.url}/api/data/v9.2/${entitySet}?${query}`;
  for (let page = 0; address !== undefined && page < mostPages; page++) {
    const answer: Response = await fetch(address, { headers });
    if (!answer.ok) throw new Error(`${address} answered ${answer.status}: ${await answer.text()}`);
    const { value, '@odata.nextLink': next } = (await answer.json()) as Page;
    yield value;
    address = next;
  }
}

async function tokenOf({ url, tokenUrl, clientId, clientSecret }: EnvironmentAddress): Promise<string> {
  const answer = await fetch(tokenUrl, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
      scope: `${url}/.default`,
    }),
  });
  const { access_token: token } = (await answer.json()) as { access_token: string };
  return token;
}
