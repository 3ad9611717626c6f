import type { ConnectForm } from '../../connectors/authorizing.ts';

/** What is written in jobs files instead of a secret: of no use to whoever types one, and the form has its own hints. */
const exampleOfFile = / Example: "\$\{.*$/s;

/** Of settings, as whoever fills in the form reads them: `auth.clientSecret` is "Consumer secret" there. */
export function inFormWords({ fields }: Pick<ConnectForm, 'fields'>, message: string): string {
  // The longer ones first: one path may begin another.
  const byLength = fields.toSorted((a, b) => b.path.length - a.path.length);
  return byLength.reduce(
    (text, { path, label }) =>
      [`Setting "${path}"`, `"${path}"`, path].reduce(
        (said, each) => said.replaceAll(each, `"${label}"`),
        text,
      ),
    message.replace(exampleOfFile, ''),
  );
}

/**
 * The field that a message is about, by its dotted path: the first that it names; null where it names none.
 *
 * @param message as it was written, before `inFormWords`
 */
export function fieldNamedIn({ fields }: Pick<ConnectForm, 'fields'>, message: string): string | null {
  const places = fields
    .map(({ path }) => ({ path, at: message.indexOf(path) }))
    .filter(({ at }) => at >= 0)
    .toSorted((a, b) => a.at - b.at || b.path.length - a.path.length);
  return places[0]?.path ?? null;
}
