/** A browser without scripts: keeps cookies, sends forms, and shows what is on a page. */

export interface ShownPage {
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
  readonly heading: string;
  /** What is announced as gone wrong; null where nothing is. */
  readonly alert: string | null;
  /** Where the page sends the browser by itself; null where it stays. */
  readonly refreshTo: string | null;
}

export interface PageBrowser {
  readonly cookies: Map<string, string>;
  open(address: string, headers?: Record<string, string>): Promise<ShownPage>;
  /** Sends the page's form, filled in by the labels of its inputs, to where it says. */
  submit(page: ShownPage, filled?: Readonly<Record<string, string>>): Promise<ShownPage>;
  post(address: string, body: URLSearchParams | string, headers?: Record<string, string>): Promise<ShownPage>;
}

export function createPageBrowser(): PageBrowser {
  const cookies = new Map<string, string>();

  async function send(address: string, init: RequestInit): Promise<ShownPage> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...(init.headers as Record<string, string>), ...(cookie === '' ? {} : { cookie }) };
    const response = await fetch(address, { ...init, headers, redirect: 'manual' });
    for (const set of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (set.split(';', 1)[0] ?? '').split('=');
      cookies.set(name, value);
    }
    return pageOf(response, await response.text());
  }

  const browser: PageBrowser = {
    cookies,
    open: (address, headers = {}) => send(address, { headers }),
    post: (address, body, headers = {}) => send(address, { method: 'POST', body, headers }),
    submit(page, filled = {}) {
      const action = unescape(/<form method="post" action="([^"]*)"/.exec(page.html)?.[1] ?? '');
      const fields = new URLSearchParams();
      for (const [, tag = ''] of page.html.matchAll(/<(?:input|textarea)\s([^>]*)>/g)) {
        const name = unescape(attribute(tag, 'name') ?? '');
        const label = labelOf(page.html, attribute(tag, 'id'));
        const typed = label === null ? undefined : filled[label];
        fields.set(name, typed ?? unescape(attribute(tag, 'value') ?? ''));
      }
      return browser.post(action, fields, { origin: new URL(action).origin });
    },
  };
  return browser;
}

/** Labels of the inputs that the page asks for. */
export function labelsOf({ html }: ShownPage): string[] {
  return [...html.matchAll(/<label for="[^"]*">([^<]*)<\/label>/g)].map(([, text = '']) => unescape(text));
}

/** What is said to be wrong with an input, by its setting or `name`; null where it is right. */
export function wrongAt({ html }: ShownPage, field: string): string | null {
  const id = field === 'name' ? 'name' : `field-${field.replaceAll('.', '-')}`;
  const found = new RegExp(`id="${id}-error">([^<]*)<`).exec(html)?.[1];
  return found === undefined ? null : unescape(found);
}

function labelOf(html: string, id: string | undefined): string | null {
  const found = id === undefined ? null : new RegExp(`<label for="${id}">([^<]*)</label>`).exec(html);
  return found === null ? null : unescape(found[1] ?? '');
}

function attribute(tag: string, name: string): string | undefined {
  return new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(tag)?.[1];
}

function pageOf({ status, headers }: Response, html: string): ShownPage {
  const textOf = (pattern: RegExp): string | null => {
    const found = pattern.exec(html)?.[1];
    return found === undefined ? null : unescape(found.replaceAll(/<[^>]*>/g, '')).trim();
  };
  return {
    status,
    headers,
    html,
    heading: textOf(/<h1>(.*?)<\/h1>/s) ?? '',
    alert: textOf(/role="alert">(.*?)<\/p>/s),
    refreshTo: textOf(/http-equiv="refresh"\s+content="0; url=([^"]*)"/),
  };
}

function unescape(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}
