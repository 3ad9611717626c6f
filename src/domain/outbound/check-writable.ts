import { problemAt } from '../draft-problem.ts';
import type { DraftProblem } from '../draft-problem.ts';
import type { SourceField } from '../source-schema.ts';
import type { OutboundInput } from './compiled.ts';
import { isId, isMatchable } from './match-fields.ts';

/** Whether the CRM lets a field be written by what the job does; problems without the path of their row. */
export function checkWritable(field: SourceField, input: OutboundInput): DraftProblem[] {
  const { settings, target, crm } = input;
  const match = crm.field(target.matchOn);
  const isMatch = match.kind === 'found' && match.path === field.name;
  const { name } = field;
  if (isId(field)) {
    // Where nothing can be matched on, that is what is told.
    if (isMatch || match.kind === 'missing' || !isMatchable(match.field)) return [];
    const message = `${name} is the record's own id, which the CRM gives. Skip this row, or match on ${name}.`;
    return [problemAt([], 'read_only_field', message)];
  }
  if (!field.createable && !field.updateable) {
    const why = field.calculated ? 'is calculated by the CRM' : 'cannot be written by the connection’s user';
    return [problemAt([], 'read_only_field', `${name} ${why}. Skip this row, or choose another field.`)];
  }
  if (!field.createable && settings.allowCreate !== false) {
    const message = `${name} cannot be given to a new record, only to one that is there. Skip this row, or allow no new records.`;
    return [decided(settings.allowCreate, problemAt([], 'read_only_on_create', message))];
  }
  // A record that was found by its key has the key already.
  if (!field.updateable && !isMatch && settings.updateExisting !== false) {
    const message = `${name} can be given to new records only. Skip this row, or update no existing records.`;
    return [decided(settings.updateExisting, problemAt([], 'read_only_on_update', message))];
  }
  return [];
}

/** What stands on a switch that nobody has decided on yet keeps nobody from going on. */
export function decided(choice: boolean | undefined, problem: DraftProblem): DraftProblem {
  return choice === undefined ? { ...problem, severity: 'warning' } : problem;
}
