import type { ConnectForm } from '../../connectors/authorizing.ts';

/** Of settings, as whoever fills in the form reads them: `auth.clientSecret` is "Consumer secret" there. */
export function inFormWords({ fields }: Pick<ConnectForm, 'fields'>, message: string): string {
  // The longer ones first: one path may begin another.
  const byLength = fields.toSorted((a, b) => b.path.length - a.path.length);
  return byLength.reduce((text, { path, label }) => text.replaceAll(path, `"${label}"`), message);
}
