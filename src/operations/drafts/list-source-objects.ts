import type { ObjectSummary } from '../../connectors/connector.ts';
import { defaultTarget } from '../../domain/default-target.ts';
import type { HubObjectName } from '../../domain/hub-object.ts';
import { nearestNames } from '../../domain/nearest.ts';
import type { OperationContext, OperationDeps } from '../operation.ts';
import { askCrm, crmDeadlineMs, typeaheadDeadlineMs } from './ask-crm.ts';
import { authorizeDrafts } from './own-draft.ts';

export interface ListSourceObjectsInput {
  readonly connectionId: string;
  /** Part of a label or an API name; empty for all. */
  readonly typed: string;
  readonly limit?: number;
  /** Somebody is typing: Slack waits three seconds for what a select offers. */
  readonly isTyping?: boolean;
}

export interface SourceObjectChoice extends Pick<ObjectSummary, 'name' | 'label' | 'custom'> {
  /** The hub object that its records usually become. */
  readonly target: HubObjectName;
}

const maxOffered = 100;

/**
 * Objects of a CRM that can be read, those first that are meant most likely: by name, then by how they begin, then by
 * what they contain, then by what is like it. Without anything typed those that the hub has a word for come first.
 *
 * @throws UserError, RetryableError, FatalError where the CRM cannot be asked.
 */
export async function listSourceObjects(
  deps: OperationDeps,
  context: OperationContext,
  { connectionId, typed, limit = maxOffered, isTyping = false }: ListSourceObjectsInput,
): Promise<readonly SourceObjectChoice[]> {
  authorizeDrafts(context);
  const all = await askCrm(
    deps,
    connectionId,
    (client) => client.listObjects(),
    isTyping ? typeaheadDeadlineMs : crmDeadlineMs,
  );
  const objects = all
    .filter(({ queryable }) => queryable)
    .map(({ name, label, custom }) => ({ name, label, custom, target: defaultTarget(name) }));
  return findObjects(objects, typed, ({ target }) => target !== 'collections').slice(0, limit);
}

type NamedObject = Pick<ObjectSummary, 'name' | 'label' | 'custom'>;

/**
 * The best first; what has nothing of what is typed is left out.
 *
 * @param isUsual whether an object is among the few that people mostly want
 */
export function findObjects<Named extends NamedObject>(
  objects: readonly Named[],
  typed: string,
  isUsual: (object: Named) => boolean,
): readonly Named[] {
  const wanted = typed.trim().toLowerCase();
  const near = new Set(wanted === '' ? [] : nearestNames(wanted, objects.flatMap(namesOf)));
  return objects
    .map((object) => ({
      object,
      rank: wanted === '' ? usualRank(object, isUsual(object)) : rankOf(object, wanted, near),
    }))
    .filter(({ rank }) => rank !== null)
    .toSorted((a, b) => (a.rank ?? 0) - (b.rank ?? 0) || a.object.label.localeCompare(b.object.label))
    .map(({ object }) => object);
}

const namesOf = ({ name, label }: NamedObject): readonly string[] => [name, label];

/** A CRM has hundreds of objects of its own; people mostly want one of the few, or one that they made. */
function usualRank({ custom }: NamedObject, isUsual: boolean): number {
  if (isUsual) return 0;
  return custom ? 1 : 2;
}

function rankOf(object: NamedObject, wanted: string, near: ReadonlySet<string>): number | null {
  const names = namesOf(object);
  const lower = names.map((name) => name.toLowerCase());
  if (lower.includes(wanted)) return 0;
  if (lower.some((name) => name.startsWith(wanted))) return 1;
  if (lower.some((name) => name.split(/[\s_]+/).some((word) => word.startsWith(wanted)))) return 2;
  if (lower.some((name) => name.includes(wanted))) return 3;
  return names.some((name) => near.has(name)) ? 4 : null;
}
