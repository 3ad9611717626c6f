/** What a person sees who makes a connection in their browser. */
import type { Connected, OfferedForm, OpenedLink } from '../../operations/connections/connect.ts';
import { document, html } from '../html.ts';
import type { Html } from '../html.ts';
import type { Page } from '../send-page.ts';

/** Names of inputs: those of settings begin with it, so that none is taken for one of the page's own. */
export const settingPrefix = 'setting:';

export function choicePage(path: string, { forms }: OpenedLink): Page {
  const item = ({ connector, grant, crm, title, summary }: OfferedForm): Html => {
    const query = new URLSearchParams({ connector, grant }).toString();
    return html`<li><a href="${`${path}?${query}`}">${crm}: ${title}</a><br />${summary}</li>`;
  };
  const body = html`<h1>Connect a CRM</h1>
    <p>Which CRM is it, and how is Crosswalk to log in?</p>
    <ul class="choices">
      ${forms.map(item)}
    </ul>`;
  return { status: 200, body: document('Connect a CRM', body) };
}

export interface FormData {
  readonly path: string;
  readonly opened: OpenedLink;
  readonly form: OfferedForm;
  /** Proof that what is sent comes from this page. */
  readonly csrf: string;
  /** Where the CRM is to send people back to; shown where an app has to be set up for it. */
  readonly redirectUri: string;
  /** What was typed before; never a secret. */
  readonly typed: Readonly<Record<string, string>>;
  readonly problems: readonly FormProblem[];
}

export interface FormProblem {
  readonly message: string;
  /** Dotted path of the field, or `name`; null where it is about none of them, or nobody knows which. */
  readonly field: string | null;
}

export function formPage(data: FormData): Page {
  const { path, opened, form, csrf, problems } = data;
  const { connection } = opened;
  const title = connection === null ? `Connect ${form.crm}` : `Reconnect ${connection.name}`;
  const isConsent = form.grant === 'authorization-code';
  const body = html`<h1>${title}</h1>
    <p>${form.title}. ${form.summary}</p>
    ${problems.map(({ message }) => html`<p class="error" role="alert">${message}</p>`)}
    <form method="post" action="${path}" autocomplete="off">
      <input type="hidden" name="csrf" value="${csrf}" />
      <input type="hidden" name="connector" value="${form.connector}" />
      <input type="hidden" name="grant" value="${form.grant}" />
      ${connection === null ? nameField(data) : html``} ${form.fields.map((field) => fieldOf(field, data))}
      ${isConsent && form.fields.some(({ path: each }) => each === 'auth.clientId') ? callbackHint(data) : html``}
      <button>${isConsent ? `Continue to ${form.crm}` : 'Connect'}</button>
    </form>
    ${opened.forms.length > 1 ? html`<p><a href="${`${path}?choose=1`}">Log in another way</a></p>` : html``}
    <p class="hint">Secrets are encrypted before they are stored. They are never shown in Slack.</p>`;
  return { status: problems.length === 0 ? 200 : 422, body: document(title, body) };
}

function callbackHint({ redirectUri, form }: FormData): Html {
  return html`<p class="hint">
    The app has to know this callback address: <code>${redirectUri}</code>${
      form.connector === 'salesforce' ? ', and to allow the scopes api, id and refresh_token' : ''
    }.
  </p>`;
}

function nameField({ form, typed, problems }: FormData): Html {
  const wrong = problemAt(problems, 'name', 'name');
  return html`<label for="name">Name</label>
    <p class="hint" id="name-hint">How jobs and people call this connection.</p>
    <input
      id="name"
      name="name"
      required
      maxlength="80"
      value="${typed['name'] ?? form.crm}"
      aria-describedby="name-hint${wrong.describedBy}"
      ${wrong.mark}
    />
    ${wrong.words}`;
}

function fieldOf(
  { path, label, hint, kind, isOptional, value }: OfferedForm['fields'][number],
  data: FormData,
): Html {
  const { opened, typed, problems } = data;
  const id = `field-${path.replaceAll('.', '-')}`;
  const isKept = opened.connection?.kept.includes(path) === true;
  const name = `${settingPrefix}${path}`;
  const needed = isOptional === true || isKept ? html`` : html` required`;
  const said = isKept ? `${hint} Leave it empty to keep the one that is stored.` : hint;
  const wrong = problemAt(problems, path, id);
  const common = html`id="${id}" name="${name}" aria-describedby="${`${id}-hint${wrong.describedBy}`}"
  spellcheck="false" autocomplete="off"${needed}${wrong.mark}`;
  const shown = typed[path] ?? opened.connection?.values[path] ?? value ?? '';
  const input =
    kind === 'secret lines'
      ? html`<textarea ${common}></textarea>`
      : kind === 'secret'
        ? html`<input type="password" ${common} />`
        : html`<input type="${kind === 'address' ? 'url' : 'text'}" ${common} value="${shown}" />`;
  return html`<label for="${id}">${label}${isOptional === true ? ' (optional)' : ''}</label>
    <p class="hint" id="${`${id}-hint`}">${said}</p>
    ${input} ${wrong.words}`;
}

interface ProblemAt {
  /** Behind the ids that describe the input already. */
  readonly describedBy: string;
  readonly mark: Html;
  readonly words: Html;
}

function problemAt(problems: readonly FormProblem[], field: string, id: string): ProblemAt {
  const texts = problems.filter((each) => each.field === field).map(({ message }) => message);
  if (texts.length === 0) return { describedBy: '', mark: html``, words: html`` };
  return {
    describedBy: ` ${id}-error`,
    mark: html` aria-invalid="true"`,
    words: html`<p class="wrong" id="${`${id}-error`}">${texts.join(' ')}</p>`,
  };
}

/**
 * Sends the browser on to the CRM. A page, and no redirect: browsers hold the answer to a form to the policy of the
 * page that the form is on, and that lets forms go nowhere else.
 */
export function leavePage(crm: string, url: string): Page {
  const { host } = new URL(url);
  const body = html`<h1>On to ${crm}</h1>
    <p>You sign in at <strong>${host}</strong> and allow the access there, and come back here.</p>
    <p><a class="button" href="${url}">Continue</a></p>`;
  return { status: 200, body: document(`On to ${crm}`, body, url) };
}

export function connectedPage({ name, crm, orgName, userName, replaced }: Connected): Page {
  const body = html`<h1>It worked: ${name} is connected</h1>
    <p>Crosswalk is logged in to <strong>${orgName}</strong> (${crm}) as <strong>${userName}</strong>.</p>
    ${replaced === null ? '' : html`<p>${replacedText(replaced)}</p>`}
    <p>Close this page and go back to Slack: the connection is there.</p>`;
  return { status: 200, body: document('Connected', body) };
}

function replacedText(replaced: NonNullable<Connected['replaced']>): string {
  if (replaced.kind === 'taken back')
    return `What was allowed before in ${replaced.crm} is taken back there.`;
  return `What was allowed before in ${replaced.crm} stands: ${replaced.why}`;
}

export function troublePage(status: number, message: string, back: string | null = null): Page {
  const body = html`<h1>That did not work</h1>
    <p class="error" role="alert">${message}</p>
    ${back === null ? html`<p>Go back to Slack.</p>` : html`<p><a class="button" href="${back}">Back to the form</a></p>`}`;
  return { status, body: document('That did not work', body) };
}
