import type { HubObject, HubObjectName } from '../hub-object.ts';
import type { SourceField, SourceObject } from '../source-schema.ts';
import { isSystemField } from './auto-map.ts';
import { isRecordKey, matchField } from './match-field.ts';
import { kindOfField } from './value-kind.ts';

/** More than these a person chooses on purpose. */
const maxDefaultFields = 30;
/** Longer texts are left out unless the attribute that they go to takes them. */
const maxTextLength = 1_000;

/** Fields of parents that say more than the id; taken where the object leads to that parent. */
const parentPaths: Readonly<Record<HubObjectName, readonly string[]>> = {
  accounts: ['Owner.Name', 'ownerid.fullname'],
  users: [],
  tasks: ['Owner.Name', 'ownerid.fullname'],
  touchpoints: ['Owner.Name', 'ownerid.fullname'],
  collections: ['Owner.Name', 'ownerid.fullname'],
  account_assignments: ['User.Email', 'systemuserid.internalemailaddress'],
};

/**
 * Paths that are chosen when the object is: its id, what goes to an attribute of the hub, the owner by name, and of
 * other objects than accounts and contacts also their amounts, dates and states.
 */
export function defaultFields(sourceObject: SourceObject, object: HubObject): string[] {
  const best = new Map<string, { name: string; confidence: number }>();
  for (const field of sourceObject.fields) {
    if (isSystemField(field.name) || kindOfField[field.type] === null) continue;
    const chosen = { path: field.name, field };
    if (object.name === 'account_assignments' && isRecordKey(chosen, sourceObject)) continue;
    for (const attribute of object.attributes) {
      const match = matchField(chosen, attribute, object, sourceObject);
      if (match === null || tooLongFor(field, attribute.maxLength ?? object.textLength)) continue;
      const known = best.get(attribute.name);
      if (known !== undefined && known.confidence >= match.confidence) continue;
      best.set(attribute.name, { name: field.name, confidence: match.confidence });
    }
  }
  const parents = parentPaths[object.name].filter((path) => leadsTo(sourceObject, path));
  // The owner's name takes the place of what else would be taken for the owner.
  if (parents.length > 0) {
    for (const attribute of ['success_manager', 'assignee', 'owner', 'user_email', 'user_name'])
      best.delete(attribute);
  }
  const chosen = new Set([...best.values()].map(({ name }) => name));
  if (object.name === 'collections') for (const name of telling(sourceObject)) chosen.add(name);
  const inOrder = sourceObject.fields.map(({ name }) => name).filter((name) => chosen.has(name));
  return [...inOrder, ...parents].slice(0, maxDefaultFields);
}

function leadsTo(sourceObject: SourceObject, path: string): boolean {
  const parent = path.split('.')[0];
  return sourceObject.fields.some(({ relationship }) => relationship?.name === parent);
}

/** A record of any object: its amounts, dates, numbers and choices, its own as well as the organisation's. */
function telling({ fields }: SourceObject): string[] {
  return fields
    .filter(({ type, name, custom }) => {
      if (isSystemField(name)) return false;
      if (type === 'currency' || type === 'date' || type === 'picklist' || type === 'multipicklist')
        return true;
      return custom && (type === 'double' || type === 'int' || type === 'boolean' || type === 'string');
    })
    .map(({ name }) => name);
}

function tooLongFor({ type, length = 0 }: SourceField, most: number): boolean {
  return type === 'textarea' && length > Math.max(most, maxTextLength);
}
