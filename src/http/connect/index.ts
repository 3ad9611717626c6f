/** Connecting a CRM in the browser: the pages behind a link that somebody asked for in Slack. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { isTold, UserError } from '../../domain/errors.ts';
import { createRateLimit } from '../../domain/rate-limit.ts';
import type { Role } from '../../domain/role.ts';
import type { Log } from '../../log.ts';
import type { OfferedForm, OpenedLink } from '../../operations/connections/connect.ts';
import { fieldNamedIn, inFormWords } from '../../operations/connections/form-words.ts';
import type { Operations } from '../../operations/index.ts';
import type { OperationContext } from '../../operations/operation.ts';
import { browserSecretOf, cookieOf, csrfOf, isCsrfOf, newBrowserSecret } from './browser-secret.ts';
import { choicePage, connectedPage, formPage, leavePage, settingPrefix, troublePage } from './pages.ts';
import type { FormProblem } from './pages.ts';
import { sendPage } from '../send-page.ts';
import type { Page } from '../send-page.ts';
import { readForm } from './read-form.ts';

export const connectPath = '/connect';
export const callbackPath = `${connectPath}/callback`;

/** The team in which somebody asked for a link. */
export interface ConnectTeam {
  readonly operations: Operations;
  /** The role of this moment of whoever asked. @throws UserError who is there no longer */
  readonly roleOf: (person: string) => Promise<Role>;
  /** Called when a connection was made or changed. */
  readonly changed: () => void;
}

/** What a browser shows of a link: itself, or what the CRM sent back. */
export type ShownLink = { readonly token: string } | { readonly state: string };

export interface ConnectPagesOptions {
  /** null where it is nobody's. */
  readonly teamOf: (shown: ShownLink) => Promise<ConnectTeam | null>;
  /** Without a slash at the end. */
  readonly publicUrl: string;
  readonly log: Log;
  readonly now?: () => Date;
}

/** Of one address; links cannot be guessed, but each guess is a look into the database. */
const requestsAMinute = 120;
const maxCallers = 1_000;
const linkAddress = new RegExp(`^${connectPath}/([\\w-]{43})$`);

const statuses: Readonly<Record<string, number>> = {
  link_unknown: 404,
  link_expired: 410,
  link_used: 410,
  link_other_browser: 403,
  link_too_many_tries: 429,
  role_needed: 403,
  too_large: 413,
  not_a_form: 415,
};

interface Caller extends ConnectTeam {
  readonly context: OperationContext;
}

interface Asked {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly query: URLSearchParams;
}

export function createConnectPages(options: ConnectPagesOptions): RequestListener {
  const { publicUrl, log, now = () => new Date() } = options;
  const redirectUri = `${publicUrl}${callbackPath}`;
  const { origin } = new URL(publicUrl);
  const rateLimit = createRateLimit({ perMinute: requestsAMinute, burst: requestsAMinute, maxCallers });

  /** Acts in the name of whoever asked for the link, with the role that they have now. */
  async function callerOf(shown: ShownLink): Promise<Caller | null> {
    const team = await options.teamOf(shown);
    if (team === null) return null;
    const nobody = { actor: '', role: 'viewer', door: 'browser', now: now() } as const;
    const person = await team.operations.personOfLink(nobody, shown);
    if (person === null) return null;
    return { ...team, context: { ...nobody, actor: person, role: await team.roleOf(person) } };
  }

  async function show({ request, response, query }: Asked, token: string): Promise<Page> {
    // What fetches pages ahead of people must not take the link away from them.
    const purpose = request.headers['sec-purpose'] ?? request.headers['purpose'];
    if (purpose !== undefined) return troublePage(503, 'Open the link yourself.');
    const caller = await callerOf({ token });
    if (caller === null) return lost();
    const { operations, context } = caller;
    const browser = browserSecretOf(request) ?? newBrowserSecret();
    const opened = await operations.openConnectLink(context, { token, browser });
    response.setHeader('set-cookie', cookieOf(browser, publicUrl, connectPath));
    const path = `${publicUrl}${connectPath}/${token}`;
    const form = formOf(opened, query);
    if (form === null) return choicePage(path, opened);
    return formPage({
      path,
      opened,
      form,
      csrf: csrfOf(browser, token),
      redirectUri,
      typed: {},
      problems: [],
    });
  }

  async function submit({ request }: Asked, token: string): Promise<Page> {
    const sentFrom = request.headers.origin;
    const browser = browserSecretOf(request);
    const sent = await readForm(request);
    const isOurs =
      browser !== null &&
      (sentFrom === undefined || sentFrom === origin) &&
      isCsrfOf(browser, token, sent.get('csrf') ?? '');
    if (!isOurs) {
      return troublePage(
        403,
        'This form was not sent from the page that Crosswalk showed in this browser. Open the link from Slack again, in one browser, with cookies allowed.',
      );
    }
    const caller = await callerOf({ token });
    if (caller === null) return lost();
    const { operations, context } = caller;
    const values = settingsIn(sent);
    const [connector, grant, name] = ['connector', 'grant', 'name'].map((each) => sent.get(each) ?? '');
    const chosen = { connector: connector ?? '', grant: grant ?? '', name: name ?? '' };
    try {
      const begun = await operations.beginConnecting(context, {
        token,
        browser,
        ...chosen,
        values,
        redirectUri,
      });
      if (begun.kind === 'consent') return leavePage(begun.crm, begun.url);
      caller.changed();
      return connectedPage(begun);
    } catch (error) {
      if (!isTold(error) || statuses[error.code] !== undefined) throw error;
      const opened = await operations.openConnectLink(context, { token, browser });
      const form = opened.forms.find((each) => each.connector === connector && each.grant === grant);
      if (form === undefined) throw error;
      return formPage({
        path: `${publicUrl}${connectPath}/${token}`,
        opened,
        form,
        csrf: csrfOf(browser, token),
        redirectUri,
        typed: { ...values, name: chosen.name },
        problems: problemsOf(form, error),
      });
    }
  }

  /** The CRM sends the browser back. */
  async function comeBack({ request, query }: Asked): Promise<Page> {
    const state = query.get('state') ?? '';
    const browser = browserSecretOf(request);
    const caller = await callerOf({ state });
    if (caller === null || browser === null) {
      return troublePage(
        403,
        'What came back was not asked for in this browser, was used before, or is too old. Nothing was connected. Open the link from Slack again, or press "Connect" there for another one.',
      );
    }
    const code = query.get('code');
    const answer =
      code === null
        ? { error: query.get('error') ?? 'no_code', description: query.get('error_description') ?? '' }
        : { code };
    const { operations, context } = caller;
    const finished = await operations.finishConnecting(context, { state, browser, answer });
    if (finished.kind === 'refused') {
      return troublePage(422, finished.reason, `${publicUrl}${connectPath}/${finished.token}`);
    }
    caller.changed();
    return connectedPage(finished);
  }

  async function pageFor(asked: Asked, path: string): Promise<Page> {
    const { method = '' } = asked.request;
    if (rateLimit.take(asked.request.socket.remoteAddress ?? '', now()) !== null) {
      return troublePage(429, 'That is too often. Wait a minute, and try again.');
    }
    if (path === callbackPath) return method === 'GET' ? await comeBack(asked) : wrongMethod();
    const [, token] = linkAddress.exec(path) ?? [];
    if (token === undefined) return lost();
    if (method === 'GET') return await show(asked, token);
    return method === 'POST' ? await submit(asked, token) : wrongMethod();
  }

  function pageOfError(error: unknown): Page {
    if (isTold(error)) return troublePage(statuses[error.code] ?? 422, error.message);
    const id = randomUUID().slice(0, 8);
    log.error({ err: error, errorId: id }, 'HTTP: a page for connecting failed');
    const words = `Something went wrong on our side, and it was written down under the number ${id}.`;
    return troublePage(500, words);
  }

  return (request, response) => {
    const [path = '/', search = ''] = (request.url ?? '/').split('?', 2);
    pageFor({ request, response, query: new URLSearchParams(search) }, path)
      .catch(pageOfError)
      .then((page) => sendPage(response, page))
      .catch((error: unknown) => {
        log.warn({ err: error }, 'HTTP: a page for connecting was not sent');
        response.destroy();
      });
  };
}

/** What the address names; of a connection, how it logs in; of a single choice, that one. */
function formOf({ forms, connection }: OpenedLink, query: URLSearchParams): OfferedForm | null {
  const [only, another] = forms;
  if (only !== undefined && another === undefined) return only;
  const named = forms.find(
    ({ connector, grant }) => connector === query.get('connector') && grant === query.get('grant'),
  );
  if (named !== undefined || query.has('choose')) return named ?? null;
  return forms.find(({ grant }) => grant === connection?.grant) ?? null;
}

function settingsIn(sent: URLSearchParams): Readonly<Record<string, string>> {
  const settings = [...sent].filter(([name]) => name.startsWith(settingPrefix));
  return Object.fromEntries(settings.map(([name, value]) => [name.slice(settingPrefix.length), value]));
}

/** All that is wrong, each at its field where it is known which one that is. */
function problemsOf(form: OfferedForm, error: Error): FormProblem[] {
  const all = error instanceof UserError ? [error, ...error.others] : [error];
  return all.map((each) => ({
    message: inFormWords(form, each.message),
    field:
      each instanceof UserError && each.path !== undefined
        ? each.path.join('.')
        : fieldNamedIn(form, each.message),
  }));
}

function lost(): Page {
  return troublePage(404, 'This link leads nowhere. Press "Connect" in Slack for another one.');
}

function wrongMethod(): Page {
  return troublePage(405, 'This address is for browsers.');
}
