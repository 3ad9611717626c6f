/** The page on which a person lets the app into a workspace: a form, and no script. */
import type { Person } from '../workspace/model.ts';

export interface ConsentChoice {
  readonly workspace: string;
  /** Whom one can be there. */
  readonly people: readonly Pick<Person, 'id' | 'name'>[];
}

interface ConsentWords {
  /** What the form gives back to say which page it was. */
  readonly page: string;
  readonly app: string;
  readonly choices: readonly ConsentChoice[];
  readonly scopes: readonly string[];
  readonly userScopes: readonly string[];
}

export function consentPage({ page, app, choices, scopes, userScopes }: ConsentWords): string {
  const [only] = choices;
  const where = choices.length === 1 && only !== undefined ? only.workspace : 'a Slack workspace';
  return html(
    `Allow ${app}? | Slack`,
    `<h1>Allow access?</h1>
<p><strong>${escape(app)}</strong> is requesting permission to access <strong>${escape(where)}</strong>.</p>
${scopesText(`What will ${app} be able to do?`, scopes)}${scopesText(`What will ${app} be able to do as you?`, userScopes)}
<form method="post">
<input type="hidden" name="page" value="${escape(page)}">
<p><label>Install as <select name="installer">${choices.map(choiceText).join('')}</select></label></p>
<button name="decision" value="allow">Allow</button>
<button name="decision" value="deny">Cancel</button>
</form>`,
  );
}

/** For what is not told to the app, because nobody knows whether it is the one that it says. */
export function problemPage(text: string): string {
  return html(
    'Error | Slack',
    `<h1>Something went wrong when authorizing this app</h1><p>${escape(text)}</p>`,
  );
}

function scopesText(question: string, scopes: readonly string[]): string {
  if (scopes.length === 0) return '';
  const items = scopes.map((scope) => `<li><code>${escape(scope)}</code></li>`).join('');
  return `<p>${escape(question)}</p><ul>${items}</ul>`;
}

function choiceText({ workspace, people }: ConsentChoice): string {
  const options = people.map(
    ({ id, name }) => `<option value="${escape(id)}">${escape(`${name} · ${workspace}`)}</option>`,
  );
  return `<optgroup label="${escape(workspace)}">${options.join('')}</optgroup>`;
}

const style =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:4rem auto;padding:0 1rem;color:#1d1c1d}' +
  'button,select{font:inherit;padding:.5rem 1.5rem;margin-right:.5rem}select{padding:.25rem .5rem}';

function html(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escape(title)}</title><style>${style}</style></head><body>${body}</body></html>`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (letter) => entities[letter] ?? letter);
}
