/** Records as REST sends them: JSON text, so that numbers keep the digits that they are stored with. */
import type { Row } from '../org/row.ts';
import type { addressParts } from '../schema/fields.ts';
import { numberTypes } from '../schema/field-definition.ts';
import type { FieldDefinition, FieldValue } from '../schema/field-definition.ts';
import type { FieldPath, Step } from '../soql/field-path.ts';

/** @param root `/services/data/v62.0`, of the version that was asked. */
export function recordRenderer(
  object: string,
  columns: readonly FieldPath[],
  root: string,
): (row: Row) => string {
  const tree = nodeOf(columns, 0, root);
  return (row) => renderNode(tree, row, object, root);
}

interface Leaf {
  readonly kind: 'leaf';
  readonly key: string;
  readonly render: (row: Row) => string;
}

interface Branch {
  readonly kind: 'branch';
  readonly key: string;
  readonly step: Step;
  readonly children: readonly (Leaf | Branch)[];
}

/** The columns as a tree of parents, each at the place of its first field. */
function nodeOf(columns: readonly FieldPath[], depth: number, root: string): (Leaf | Branch)[] {
  const nodes: (Leaf | Branch)[] = [];
  const done = new Set<string>();
  for (const column of columns) {
    const step = column.steps[depth];
    if (step === undefined) {
      const key = JSON.stringify(column.field.name);
      nodes.push({ kind: 'leaf', key, render: leafRenderer(column, root) });
      continue;
    }
    const key = step.relationship;
    if (done.has(key)) continue;
    done.add(key);
    const under = columns.filter((each) => each.steps[depth]?.relationship === key);
    nodes.push({ kind: 'branch', key: JSON.stringify(key), step, children: nodeOf(under, depth + 1, root) });
  }
  return nodes;
}

function renderNode(nodes: readonly (Leaf | Branch)[], row: Row, type: string, root: string): string {
  const url = `${root}/sobjects/${row.object}/${row.id}`;
  let text = `{"attributes":{"type":"${type}","url":"${url}"}`;
  for (const node of nodes) {
    if (node.kind === 'leaf') text += `,${node.key}:${node.render(row)}`;
    else {
      const parent = node.step.follow(row);
      const { name } = node.step.target;
      text += `,${node.key}:${parent === null ? 'null' : renderNode(node.children, parent, name, root)}`;
    }
  }
  return `${text}}`;
}

/** Renders the last field of a path, given the record that it is of. */
function leafRenderer(path: FieldPath, root: string): (record: Row) => string {
  const { field } = path;
  if (field.type === 'address') return (record) => renderAddress(field, record);
  if (field.type === 'base64') {
    // The bytes themselves are at an address of their own.
    return (record) =>
      path.readOwn(record) === null
        ? 'null'
        : `"${root}/sobjects/${record.object}/${record.id}/${field.name}"`;
  }
  const render = valueRenderer(field);
  return (record) => render(path.readOwn(record));
}

function valueRenderer(field: FieldDefinition): (value: FieldValue) => string {
  if (numberTypes.has(field.type)) return (value) => (value === null ? 'null' : String(value));
  if (field.type === 'datetime') {
    return (value) => (typeof value === 'string' ? `"${restStamp(value)}"` : 'null');
  }
  return (value) => JSON.stringify(value);
}

/** `2026-03-01T09:30:00.000+0000` */
export function restStamp(iso: string): string {
  return iso.replace('Z', '+0000');
}

const addressKeys = [
  ['city', 'City'],
  ['country', 'Country'],
  ['geocodeAccuracy', 'GeocodeAccuracy'],
  ['latitude', 'Latitude'],
  ['longitude', 'Longitude'],
  ['postalCode', 'PostalCode'],
  ['state', 'State'],
  ['street', 'Street'],
] as const satisfies readonly (readonly [string, (typeof addressParts)[number]])[];

function renderAddress(field: FieldDefinition, record: Row): string {
  const prefix = field.name.replace(/Address$/, '');
  const parts = addressKeys.map(([key, part]) => ({ key, value: record.get(prefix + part) }));
  if (parts.every(({ value }) => value === null)) return 'null';
  const texts = parts.map(({ key, value }) => {
    const isNumber = key === 'latitude' || key === 'longitude';
    return `"${key}":${isNumber && value !== null ? String(value) : JSON.stringify(value)}`;
  });
  return `{${texts.join(',')}}`;
}
