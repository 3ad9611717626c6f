import { problemAt } from '../draft-problem.ts';
import type { DraftProblem } from '../draft-problem.ts';
import { decided } from './check-writable.ts';
import type { OutboundInput } from './compiled.ts';
import { canCreateBy } from './match-fields.ts';

const maxNamed = 5;

/** Fields without which the CRM takes no new record, and that nothing fills. */
export function checkRequired({ crm, mapping, target, settings }: OutboundInput): DraftProblem[] {
  const match = crm.field(target.matchOn);
  // Where none can be made at all, that is what is told.
  if (settings.allowCreate === false || match.kind === 'missing' || !canCreateBy(match.field)) return [];
  const filled = new Set(
    [...mapping.map((entry) => entry.target), target.parent ?? ''].map((name) => name.toLowerCase()),
  );
  const missing = crm.object.fields.filter(
    ({ name, requiredOnCreate }) => requiredOnCreate === true && !filled.has(name.toLowerCase()),
  );
  if (missing.length === 0) return [];
  const names = missing
    .slice(0, maxNamed)
    .map(({ name, label }) => (label === name ? name : `${name} (${label})`));
  const more = missing.length > names.length ? ` and ${missing.length - names.length} more` : '';
  const message = `The CRM takes no new ${crm.object.name} without ${names.join(', ')}${more}, which nothing fills. Map it, or allow no new records.`;
  return [decided(settings.allowCreate, problemAt(['mapping'], 'required_unfilled', message))];
}
