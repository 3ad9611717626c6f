/** Values of REST answers as the text of the contract. Bulk results come in that form already. */
import { parse } from 'lossless-json';
import type { SourceFieldType } from '../../domain/source-schema.ts';
import { toLongId } from '../../domain/record-id.ts';

/** Reads JSON whose numbers stay the digits they were sent as: a double would lose some beyond 15. */
export function parseKeepingDigits(text: string): unknown {
  return parse(text, null, (digits) => digits);
}

/** @returns a function that gives the text of one column of a record, or null. */
export function columnReader(path: string, type: SourceFieldType | null): (record: object) => string | null {
  const segments = path.split('.');
  const toText = type === null ? textOf : (formats[type] ?? textOf);
  return (record) => {
    let value: unknown = record;
    for (const segment of segments) {
      // A record without the parent has null where the parent would be.
      if (typeof value !== 'object' || value === null) return null;
      value = (value as Readonly<Record<string, unknown>>)[segment];
    }
    return toText(value);
  };
}

const formats: Partial<Record<SourceFieldType, (value: unknown) => string | null>> = {
  id: idText,
  reference: idText,
  datetime: datetimeText,
};

function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value === '' ? null : value;
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  return null;
}

function idText(value: unknown): string | null {
  const text = textOf(value);
  return text === null ? null : toLongId(text);
}

/** `2026-03-01T09:30:00.000+0000`: REST always answers in UTC and writes it so. */
function datetimeText(value: unknown): string | null {
  const text = textOf(value);
  return text === null ? null : text.replace(/\+00:?00$/, 'Z');
}
