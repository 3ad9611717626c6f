/** Whole queries as addresses below the API's version. */
import type { ColumnPath } from './column-path.ts';
import type { ReadPlan } from './plan-read.ts';

/** Dataverse takes 32,768 characters of an address; a longer query goes into a batch. */
export const maxAddressLength = 30_000;
/** The most that it takes there. */
export const maxBatchedLength = 60_000;
/** Conditions of one query. */
export const maxConditions = 450;

type Options = readonly (readonly [name: string, value: string])[];

export function listPath(plan: ReadPlan): string {
  return addressOf(plan.table.entitySetName, [
    ...columnOptions(plan.paths),
    ...filterOption(plan),
    ['$orderby', plan.order.join(',')],
  ]);
}

/** The first rows, in no order that Dataverse would have to make. */
export function previewPath(plan: ReadPlan, limit: number): string {
  return addressOf(plan.table.entitySetName, [
    ...columnOptions(plan.paths),
    ...filterOption(plan),
    ['$top', String(limit)],
  ]);
}

/** `$count` ends at 5,000; an aggregate is refused beyond 50,000 instead of being cut. */
export function countPath({ table, condition }: Pick<ReadPlan, 'table' | 'condition'>): string {
  const filter = typeof condition === 'string' ? '' : `filter(${condition.text})/`;
  return addressOf(table.entitySetName, [['$apply', `${filter}aggregate($count as ${countName})`]]);
}

export const countName = 'found';

export function addressOf(entitySet: string, options: Options): string {
  return `${entitySet}?${options.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')}`;
}

function filterOption({ condition }: ReadPlan): Options {
  if (condition === 'always') return [];
  if (condition === 'never') throw new Error('A query that can find nothing is not sent');
  return [['$filter', condition.text]];
}

interface Wanted {
  /** Asked for where nothing else of it is. */
  readonly primaryId: string;
  readonly properties: Set<string>;
  readonly parents: Map<string, Wanted>;
}

/** `$select` for the table's own columns, `$expand` for those of its parents. */
function columnOptions(paths: readonly ColumnPath[]): Options {
  const root = wanted('');
  for (const { navigations, parentIds, property } of paths) {
    let place = root;
    for (const [index, navigation] of navigations.entries()) {
      const parent = place.parents.get(navigation) ?? wanted(parentIds[index] ?? '');
      place.parents.set(navigation, parent);
      place = parent;
    }
    place.properties.add(property);
  }
  const expand = expandOf(root);
  return [
    ['$select', [...root.properties].join(',')],
    ...(expand === '' ? [] : [['$expand', expand] as const]),
  ];
}

function wanted(primaryId: string): Wanted {
  return { primaryId, properties: new Set(), parents: new Map() };
}

function expandOf({ parents }: Wanted): string {
  return [...parents]
    .map(([navigation, parent]) => {
      const inner = expandOf(parent);
      // Without a selection all of the parent's columns would come.
      const properties = parent.properties.size === 0 ? [parent.primaryId] : [...parent.properties];
      const options = [`$select=${properties.join(',')}`, ...(inner === '' ? [] : [`$expand=${inner}`])];
      return `${navigation}(${options.join(';')})`;
    })
    .join(',');
}
