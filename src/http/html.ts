/** Pages made of text: whatever goes into one is escaped, unless it was made here. */
import { createHash } from 'node:crypto';

/** Markup that was made by `html`, and nothing else. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Fragment = Html | string | readonly Html[];

export function html(parts: TemplateStringsArray, ...values: readonly Fragment[]): Html {
  return new Html(parts.map((part, i) => part + (values[i] === undefined ? '' : textOf(values[i]))).join(''));
}

function textOf(value: Fragment): string {
  if (value instanceof Html) return value.text;
  return typeof value === 'string' ? escapeText(value) : value.map(({ text }) => text).join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeText(text: string): string {
  return text.replaceAll(/[&<>"']/g, (letter) => entities[letter] ?? letter);
}

const style = `
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 36rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1 { font-size: 1.6rem; line-height: 1.2; }
h2 { font-size: 1.1rem; margin-top: 2rem; }
label { display: block; font-weight: 600; margin-top: 1.25rem; }
.hint { margin: 0 0 .35rem; opacity: .8; font-size: .9rem; }
input, textarea { font: inherit; width: 100%; box-sizing: border-box; padding: .5rem; border: 1px solid #767676; border-radius: .35rem; }
textarea { min-height: 9rem; font-family: ui-monospace, monospace; font-size: .85rem; }
button, .button { font: inherit; font-weight: 600; display: inline-block; margin-top: 1.75rem; padding: .6rem 1.4rem; border: 0; border-radius: .35rem; background: #1264a3; color: #fff; text-decoration: none; cursor: pointer; }
ul.choices { list-style: none; padding: 0; }
ul.choices li { border: 1px solid #8888; border-radius: .5rem; padding: .75rem 1rem; margin-top: .75rem; }
.error { border-left: .3rem solid #c01343; padding: .5rem 1rem; background: #c0134318; }
.wrong { margin: .35rem 0 0; color: #c01343; }
@media (prefers-color-scheme: dark) { .wrong { color: #ff8fa8; } }
[aria-invalid="true"] { border: 2px solid #c01343; }
:focus-visible { outline: 3px solid #1264a3; outline-offset: 2px; }
`;

/** Nothing is loaded, no script runs, nobody frames it, and forms go nowhere else. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

/** @param refreshTo an address that the browser goes to by itself */
export function document(title: string, body: Html, refreshTo: string | null = null): string {
  const refresh =
    refreshTo === null ? html`` : html`<meta http-equiv="refresh" content="0; url=${refreshTo}" />`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
${refresh.text}
${html`<title>${title} · Crosswalk</title>`.text}
<style>${style}</style>
</head>
<body>
<main>
${body.text}
</main>
</body>
</html>
`;
}
