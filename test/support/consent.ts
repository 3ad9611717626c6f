/** A person in front of a service's page who is asked whether an app may act in their name. */

export interface Consented {
  /** Where they are sent back to; null where they are not. */
  readonly location: URL | null;
  readonly status: number;
  /** Of the page that they see instead. */
  readonly text: string;
}

/** Opens the page, and presses a button where there is one. */
export async function consent(address: string, decision: 'allow' | 'deny' = 'allow'): Promise<Consented> {
  const shown = await fetch(address, { redirect: 'manual' });
  const page = await shown.text();
  const field = /name="page" value="([\w-]+)"/.exec(page)?.[1];
  if (field === undefined) return consented(shown, page);
  const answered = await fetch(address, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ page: field, decision }),
  });
  return consented(answered, await answered.text());
}

function consented({ headers, status }: Response, text: string): Consented {
  const location = headers.get('location');
  return { location: location === null ? null : new URL(location), status, text };
}
