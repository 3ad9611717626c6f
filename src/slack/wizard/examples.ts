/** What inputs show before anything stands in them: made of the fields that there are. Plain text. */
import type { NamedField } from '../../operations/drafts/mapped-fields.ts';

/** A placeholder takes 150 characters. */
const maxPathInExample = 40;

type FieldType = NamedField['type'];

const texts: readonly FieldType[] = ['picklist', 'string', 'textarea', 'email'];
const dates: readonly FieldType[] = ['date', 'datetime'];
const numbers: readonly FieldType[] = ['currency', 'double', 'int', 'percent'];

/** `status = 'a value' AND due_date = LAST_N_DAYS:30` */
export function exampleFilter(fields: readonly NamedField[]): string {
  const [text, date] = [firstOf(fields, texts), firstOf(fields, dates)];
  const conditions = [
    ...(text === null ? [] : [`${text} = 'a value'`]),
    ...(date === null ? [] : [`${date} = LAST_N_DAYS:30`]),
  ];
  return conditions.length === 0 ? 'field = value' : conditions.join(' AND ');
}

/** `IF(contract_value >= 1000, "large", UPPER(status))` */
export function exampleFormula(fields: readonly NamedField[]): string {
  const [text, number] = [firstOf(fields, texts), firstOf(fields, numbers)];
  const upper = text === null ? '"small"' : `UPPER(${text})`;
  return number === null ? upper : `IF(${number} >= 1000, "large", ${upper})`;
}

/** The first that lead over a parent; null where none does. */
export function examplePath(fields: readonly NamedField[]): string | null {
  return fields.find(({ path }) => path.includes('.') && path.length <= maxPathInExample)?.path ?? null;
}

/** By type first: a choice says more than a text. Ids and names of records are left for others. */
function firstOf(fields: readonly NamedField[], types: readonly FieldType[]): string | null {
  const short = fields.filter(({ path }) => path.length <= maxPathInExample && !/(^|_)id$/i.test(path));
  for (const type of types) {
    const found = short.find((field) => field.type === type);
    if (found !== undefined) return found.path;
  }
  return null;
}
