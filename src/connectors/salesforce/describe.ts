import pLimit from 'p-limit';
import type { Connection } from 'jsforce/lib/connection.js';
import { UserError } from '../../domain/errors.ts';
import { nearestNames } from '../../domain/nearest.ts';
import { missingParents, schemaOf } from '../../domain/schema-of.ts';
import { maxRelationshipDepth } from '../../domain/source-schema.ts';
import type { SourceObject, SourceSchema } from '../../domain/source-schema.ts';
import type { DescribeCache, ObjectSummary } from '../connector.ts';
import { sourceObjectOf } from './source-object.ts';

/** Describes asked for at the same time: an org lets through some 25 long requests in all. */
const parallelDescribes = 4;

/** API names are letters, digits and underscores; anything else would change the address that is called. */
const apiName = /^[A-Za-z][A-Za-z0-9_]*$/;

export interface Describer {
  listObjects(): Promise<readonly ObjectSummary[]>;
  /** @throws UserError with the nearest names where the object does not exist or is hidden. */
  object(name: string): Promise<SourceObject>;
  schema(object: string, paths: Iterable<string>): Promise<SourceSchema>;
}

export function createDescriber(org: Connection, cache: DescribeCache): Describer {
  const limit = pLimit(parallelDescribes);

  const load = (name: string): Promise<SourceObject> =>
    cache.get(name, () => limit(async () => sourceObjectOf(await org.describe(name))));

  const listObjects = (): Promise<readonly ObjectSummary[]> => cache.list(loadObjects);

  const loadObjects = async (): Promise<readonly ObjectSummary[]> => {
    const { sobjects } = await org.describeGlobal();
    return sobjects
      .filter((each) => !each.deprecatedAndHidden)
      .map(({ name, label, labelPlural, custom, queryable }) => ({
        name,
        label,
        labelPlural,
        custom,
        queryable,
      }));
  };

  const object = async (name: string): Promise<SourceObject> => {
    if (apiName.test(name)) {
      try {
        return await load(name);
      } catch (error) {
        if (!isUnknown(error)) throw error;
      }
    }
    throw unknownObject(
      name,
      (await listObjects()).map((each) => each.name),
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

function unknownObject(name: string, known: readonly string[]): UserError {
  const near = nearestNames(name, known);
  const hint = near.length === 0 ? '' : ` Did you mean ${near.join(', ')}?`;
  return new UserError(
    `Salesforce has no object "${name}" that the connection's user may see.${hint} Check the API name and the user's permissions.`,
    { code: 'unknown_object' },
  );
}
