/** Objects and their parents, described once and kept: the same for every CRM. */
import { UserError } from '../domain/errors.ts';
import { nearestNames } from '../domain/nearest.ts';
import { missingParents, schemaOf } from '../domain/schema-of.ts';
import { maxRelationshipDepth } from '../domain/source-schema.ts';
import type { SourceObject, SourceSchema } from '../domain/source-schema.ts';
import type { DescribeCache, ObjectSummary } from './connector.ts';

export interface Describer {
  listObjects(): Promise<readonly ObjectSummary[]>;
  /** @throws UserError with the nearest names where the object does not exist or is hidden. */
  object(name: string): Promise<SourceObject>;
  schema(object: string, paths: Iterable<string>): Promise<SourceSchema>;
}

export interface DescribedCrm {
  /** As shown to people: "Salesforce". */
  readonly title: string;
  /** What the CRM calls an object: "object", "table". */
  readonly noun: string;
  /** Whether it can be the name of one: anything else would change the address that is called. */
  readonly isName: (name: string) => boolean;
  readonly describe: (name: string) => Promise<SourceObject>;
  readonly list: () => Promise<readonly ObjectSummary[]>;
}

export function createDescriber(crm: DescribedCrm, cache: DescribeCache): Describer {
  const load = (name: string): Promise<SourceObject> => cache.get(name, () => crm.describe(name));
  const listObjects = (): Promise<readonly ObjectSummary[]> => cache.list(crm.list);

  const object = async (name: string): Promise<SourceObject> => {
    if (crm.isName(name)) {
      try {
        return await load(name);
      } catch (error) {
        if (!isUnknown(error)) throw error;
      }
    }
    throw unknownObject(
      name,
      (await listObjects()).map((each) => each.name),
      crm,
    );
  };

  /** A parent that is hidden from the user is left out: the schema then says that the path leads nowhere. */
  const parent = async (name: string): Promise<SourceObject | null> => {
    try {
      return await load(name);
    } catch (error) {
      if (isUnknown(error)) return null;
      throw error;
    }
  };

  return {
    listObjects,
    object,
    async schema(name, paths) {
      const root = await object(name);
      const wanted = [...paths];
      const parents = new Map<string, SourceObject>();
      for (let depth = 0; depth < maxRelationshipDepth; depth += 1) {
        const names = missingParents(root, parents, wanted);
        const found = await Promise.all(names.map(parent));
        let isNew = false;
        names.forEach((each, index) => {
          const describe = found[index];
          if (!describe) return;
          parents.set(each, describe);
          isNew = true;
        });
        if (!isNew) break;
      }
      return schemaOf(root, parents);
    },
  };
}

function isUnknown(error: unknown): boolean {
  return error instanceof UserError && ['not_found', 'unknown_object'].includes(error.code);
}

function unknownObject(name: string, known: readonly string[], { title, noun }: DescribedCrm): UserError {
  const near = nearestNames(name, known);
  const hint = near.length === 0 ? '' : ` Did you mean ${near.join(', ')}?`;
  return new UserError(
    `${title} has no ${noun} "${name}" that the connection's user may see.${hint} Check the API name and the user's permissions.`,
    { code: 'unknown_object' },
  );
}
