import type { TableDefinition } from '../table-definition.ts';
import { account } from './account.ts';
import { activities } from './activities.ts';
import { contact } from './contact.ts';
import { opportunity } from './opportunity.ts';
import { people } from './people.ts';
import { setup } from './setup.ts';

/** What every org has from its first day. */
export function standardTables(): TableDefinition[] {
  return [account(), contact(), opportunity(), ...activities(), ...people(), ...setup()];
}
