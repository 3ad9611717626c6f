import { problemAt } from '../draft-problem.ts';
import type { DraftProblem } from '../draft-problem.ts';
import { didYouMean, excerpt, oneOf } from '../filter/filter-error.ts';
import type { SourceField } from '../source-schema.ts';
import type { OutboundInput } from './compiled.ts';
import { canCreateBy, isId, matchFields } from './match-fields.ts';

const atMatch = ['target', 'matchOn'];
const maxNamed = 6;

/** Whether records can be found by the field that is matched on, and made where that is allowed. */
export function checkMatch(input: OutboundInput): DraftProblem[] {
  const { crm, target } = input;
  const { object } = crm;
  const found = crm.field(target.matchOn);
  if (found.kind === 'missing' || target.matchOn.includes('.')) {
    const suggestions = found.kind === 'missing' ? found.suggestions : [];
    const message = `${object.name} has no field "${excerpt(target.matchOn)}", or the connection's user may not see it.${didYouMean(suggestions)}`;
    return [problemAt(atMatch, 'unknown_field', message)];
  }
  const { field } = found;
  const all = matchFields(object);
  if (!all.some(({ name }) => name === field.name)) {
    const names = all.slice(0, maxNamed).map(({ name }) => name);
    const more = all.length - names.length;
    const named = more > 0 ? `${names.join(', ')} and ${more} others` : oneOf(names);
    const message = `${field.name} is neither the id nor an external id of ${object.name}, so several records may have one value of it. Match on ${named}.`;
    return [problemAt(atMatch, 'not_matchable', message)];
  }
  return [...checkMapped(field, input), ...checkCreation(field, input)];
}

function checkMapped(field: SourceField, { mapping, crm, hub, settings }: OutboundInput): DraftProblem[] {
  const row = mapping.find(({ target }) => {
    const found = crm.field(target);
    return found.kind === 'found' && found.path === field.name;
  });
  if (row === undefined) {
    if (isId(field)) return [];
    const message = `Records are matched on ${field.name}, and no row fills it. Map an attribute that tells the records apart, such as ${keyOf(hub.object.fields)}.`;
    return [problemAt(['mapping'], 'match_unmapped', message)];
  }
  if (row.source.kind === 'constant') {
    const message = `Every record would be matched with the same one: map an attribute to ${field.name}, not a constant.`;
    return [problemAt(['mapping'], 'match_constant', message)];
  }
  if (mapping.length > 1 || settings.allowCreate === true) return [];
  const message = `Only ${field.name} is filled, by which records are found: nothing would be written. Map another attribute.`;
  return [problemAt(['mapping'], 'nothing_written', message)];
}

/** The last key is the record's own; those before it lead to others. */
function keyOf(fields: readonly SourceField[]): string {
  return fields.findLast(({ nillable }) => !nillable)?.name ?? 'a key';
}

function checkCreation(field: SourceField, { settings, crm }: OutboundInput): DraftProblem[] {
  if (settings.allowCreate !== true || canCreateBy(field)) return [];
  const others = matchFields(crm.object)
    .filter(canCreateBy)
    .slice(0, maxNamed)
    .map(({ name }) => name);
  const advice =
    others.length === 0
      ? `${crm.object.name} has no external id yet: add one there, or allow no new records.`
      : `Match on ${oneOf(others)}, or allow no new records.`;
  const message =
    `New records cannot be matched on ${field.name}, which the CRM gives them itself: ` +
    `one whose answer was lost would be made twice. ${advice}`;
  return [problemAt(['settings', 'allowCreate'], 'cannot_create_by_id', message)];
}
