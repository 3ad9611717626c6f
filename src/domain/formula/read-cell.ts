import { dateOf, datetimeOf, readBoolean, readList, readNumber, textOf } from './convert.ts';
import { rowError } from './formula-error.ts';
import type { Evaluate } from './functions/function.ts';
import { isDate, isList } from './values.ts';
import type { FormulaType, FormulaValue } from './values.ts';
import type { Zone } from '../zone.ts';

/** Reads a field's cell as its type. A cell that already has a type of its own is left as it is. */
export function cellReader(path: string, column: number, type: FormulaType, zone: Zone): Evaluate {
  const read = textReaders[type](path, zone);
  return (cells) => {
    const cell = cells[column];
    if (cell === undefined || cell === null || cell === '') return null;
    return typeof cell === 'string' ? read(cell) : fitted(cell, type, path, zone);
  };
}

type TextReader = (text: string) => FormulaValue;

const asItIs = (): TextReader => (text) => text;

/** How the text of a cell becomes a value; forms are those of src/connectors/connector.ts. */
const textReaders: Readonly<Record<FormulaType, (path: string, zone: Zone) => TextReader>> = {
  text: asItIs,
  any: asItIs,
  null: asItIs,
  number: (path) => (text) => {
    const value = readNumber(text);
    if (value === null) throw unreadable(path, 'number');
    return value;
  },
  boolean: (path) => (text) => {
    const value = readBoolean(text);
    if (value === null) throw unreadable(path, 'boolean');
    return value;
  },
  date: (path, zone) => (text) => dateOf(text, `The field ${path}`, zone),
  datetime: (path, zone) => (text) => datetimeOf(text, `The field ${path}`, zone),
  list: () => readList,
};

type Present = Exclude<FormulaValue, null>;

/** A day is told from a moment and the other way round; anything else that does not fit is refused. */
function fitted(cell: Present, type: FormulaType, path: string, zone: Zone): FormulaValue {
  if (type === 'any' || type === 'null') return cell;
  if (isDate(cell)) {
    if (type === 'date') return dateOf(cell, path, zone);
    if (type === 'datetime') return datetimeOf(cell, path, zone);
  } else if (type === (isList(cell) ? 'list' : typeof cell)) return cell;
  if (type === 'text' && !isList(cell)) return textOf(cell);
  throw unreadable(path, type);
}

const unreadable = (path: string, type: FormulaType): Error =>
  rowError(`The field ${path}`, `its value is no ${type}`);
