const opening = /^\s*(?:```(?:json)?\s*)?\{\s*"kind"\s*:\s*"answer"\s*,\s*"text"\s*:\s*"/;

/**
 * The words of an answer that is still coming, as far as they are there; null where it is no answer in words. Only what
 * is told may be shown before it is checked: a proposal never is.
 */
export function partialText(content: string): string | null {
  const start = opening.exec(content);
  if (start === null) return null;
  const rest = content.slice(start[0].length);
  // To the quote that closes, or to the last character that is whole.
  const written = /^(?:[^"\\]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*/.exec(rest)?.[0] ?? '';
  const whole = written.replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t');
  try {
    return String(JSON.parse(`"${whole}"`));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
