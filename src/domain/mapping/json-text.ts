/**
 * Text as JSON, fast: a value that needs no escape is put in quotes, which is most of them. Two kinds of
 * characters cannot be stored by every database and are replaced by visible stand-ins of the same length:
 * U+0000 by U+2400 (␀), and half of a surrogate pair, which is no character, by U+FFFD (�).
 */
export function jsonText(text: string): string {
  return needsEscape.test(text) ? escapedText(text) : `"${text}"`;
}

/** The same replacements in plain text. */
export function storableText(text: string): string {
  return needsEscape.test(text) ? String(JSON.parse(escapedText(text))) : text;
}

// eslint-disable-next-line no-control-regex
const needsEscape = /["\\\u0000-\u001f\ud800-\udfff]/;
/** Escaped backslashes are matched first, so that a backslash of the text is never taken for an escape. */
const unstorable = /\\\\|\\u0000|\\ud[89a-f][0-9a-f]{2}/g;

function escapedText(text: string): string {
  const json = JSON.stringify(text);
  if (!json.includes('\\u')) return json;
  return json.replace(unstorable, (found) => {
    if (found === '\\\\') return found;
    return found === '\\u0000' ? '\u2400' : '\ufffd';
  });
}
