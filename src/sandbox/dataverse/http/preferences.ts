/** The header Prefer: what of it the service honours. */
import type { ReceivedRequest } from '../../http/http-types.ts';
import { headerOf } from './api-request.ts';

export interface Preferences {
  /** Rows of a page, at most what the service gives. */
  readonly maxPageSize: number | null;
  readonly tracksChanges: boolean;
  readonly returnsRepresentation: boolean;
  readonly continuesOnError: boolean;
  /** Whether an annotation of this name is asked for. */
  includesAnnotation(name: string): boolean;
}

const preference = /([\w.-]+)\s*(?:=\s*(?:"([^"]*)"|([^,;\s]*)))?/g;

export function preferencesOf(request: ReceivedRequest): Preferences {
  const given = new Map<string, string>();
  for (const [, name = '', quoted, bare] of (headerOf(request, 'prefer') ?? '').matchAll(preference))
    given.set(name.toLowerCase(), quoted ?? bare ?? '');
  const size = Number(given.get('odata.maxpagesize') ?? given.get('maxpagesize'));
  const patterns = (given.get('odata.include-annotations') ?? '').split(',').map((each) => each.trim());
  return {
    maxPageSize: Number.isInteger(size) && size > 0 ? size : null,
    tracksChanges: given.has('odata.track-changes'),
    returnsRepresentation: given.get('return') === 'representation',
    continuesOnError:
      given.has('odata.continue-on-error') && given.get('odata.continue-on-error') !== 'false',
    includesAnnotation: (name) => patterns.some((each) => fits(each, name)),
  };
}

/** `*`, `Namespace.*` or a whole name. */
function fits(pattern: string, name: string): boolean {
  if (pattern === '*') return true;
  return pattern.endsWith('.*') ? name.startsWith(pattern.slice(0, -1)) : pattern === name;
}
