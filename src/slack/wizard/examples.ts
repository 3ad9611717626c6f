/** What inputs show before anything stands in them: made of the fields that there are. Plain text. */
import type { NamedField } from '../../operations/drafts/mapped-fields.ts';

/** A placeholder takes 150 characters. */
const maxPathInExample = 40;

type FieldType = NamedField['type'];

const texts: readonly FieldType[] = ['picklist', 'string', 'textarea', 'email'];
/** What is put together with something else. */
const joined: readonly FieldType[] = ['string', 'picklist', 'email'];
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

/** `Status is not empty and Create date in the last 30 days`: what may be asked of the object, in its own labels. */
export function exampleFilterWords(fields: readonly NamedField[]): string {
  const [text, date] = [labelOf(fields, texts), labelOf(fields, dates)];
  const conditions = [
    ...(text === null ? [] : [`${text} is not empty`]),
    ...(date === null ? [] : [`${date} in the last 30 days`]),
  ];
  return conditions.length === 0 ? 'Created in the last 30 days' : conditions.join(' and ');
}

/** `First name and Last name with a space between` */
export function exampleFormulaWords(fields: readonly NamedField[]): string {
  const [first, second] = [labelOf(fields, joined), labelOf(fields, joined, 1)];
  if (first === null) return 'What the formula is to give, by the names of fields';
  return second === null ? `${first} in capitals` : `${first} and ${second} with a space between`;
}

/** The label of a field of the object's own that is the only one to be called so. */
function labelOf(fields: readonly NamedField[], types: readonly FieldType[], place = 0): string | null {
  const own = fields.filter(
    ({ path, label }) =>
      !path.includes('.') &&
      !isId({ path }) &&
      /^[\p{L} ]+$/u.test(label) &&
      label.length <= maxPathInExample &&
      fields.filter((other) => other.label.toLowerCase() === label.toLowerCase()).length === 1,
  );
  return types.flatMap((type) => own.filter((field) => field.type === type))[place]?.label ?? null;
}

/** The first that lead over a parent; null where none does. */
export function examplePath(fields: readonly NamedField[]): string | null {
  return fields.find(({ path }) => path.includes('.') && path.length <= maxPathInExample)?.path ?? null;
}

const isId = ({ path }: Pick<NamedField, 'path'>): boolean => /(^|_)id$/i.test(path);

/** By type first: a choice says more than a text. Ids and names of records are left for others. */
function firstOf(fields: readonly NamedField[], types: readonly FieldType[]): string | null {
  const short = fields.filter((field) => field.path.length <= maxPathInExample && !isId(field));
  for (const type of types) {
    const found = short.find((field) => field.type === type);
    if (found !== undefined) return found.path;
  }
  return null;
}
