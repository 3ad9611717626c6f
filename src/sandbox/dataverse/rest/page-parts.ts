/** What pages of records and of changes are made of. */
import type { ApiRequest } from '../http/api-request.ts';
import type { Preferences } from '../http/preferences.ts';
import type { TableDefinition } from '../schema/table-definition.ts';
import type { RestContext } from './rest-context.ts';

/** What the service did of what was preferred. */
export function preferenceHeaders(preferences: Preferences, size: number): Record<string, string> {
  const applied = [
    ...(preferences.maxPageSize === null ? [] : [`odata.maxpagesize=${size}`]),
    ...(preferences.tracksChanges ? ['odata.track-changes'] : []),
  ];
  return applied.length === 0 ? {} : { 'preference-applied': applied.join(',') };
}

export function pageSize({ maxPageSize }: Preferences, { pageRows }: RestContext): number {
  return Math.min(maxPageSize ?? pageRows, pageRows);
}

export function contextMember(
  root: string,
  { entitySetName }: TableDefinition,
  select: readonly string[] | null,
  suffix = '',
): string {
  const columns = select === null ? '' : `(${select.join(',')})`;
  return `"@odata.context":"${root}/$metadata#${entitySetName}${columns}${suffix}"`;
}

/** The same query with another token. */
export function linkOf(
  { root, query }: ApiRequest,
  { entitySetName }: TableDefinition,
  changes: Readonly<Record<string, string>>,
): string {
  const changed = new URLSearchParams(query);
  changed.delete('$skiptoken');
  changed.delete('$deltatoken');
  for (const [name, value] of Object.entries(changes)) changed.set(name, value);
  const text = [...changed].map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
  return `${root}/${entitySetName}?${text}`;
}
