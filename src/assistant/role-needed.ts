import type { Role } from '../domain/role.ts';

const needed: ReadonlyMap<string, Role> = new Map<string, Role>([
  ['run', 'operator'],
  ['fullsync', 'operator'],
  ['dryrun', 'operator'],
  ['cancel', 'operator'],
  ['disable', 'operator'],
  ['enable', 'operator'],
  ['download', 'operator'],
  ['create-draft', 'admin'],
  ['edit-schedule', 'admin'],
]);

/** The role that what is asked for takes; null where anybody may. The operation asks for it once more. */
export function roleNeededFor(intent: string): Role | null {
  return needed.get(intent) ?? null;
}
