import { parseDecimal, plainDecimal } from '../../domain/filter/decimal.ts';
import type { HubValue } from '../../domain/hub-object.ts';

/** A value of the hub as connectors give it; null where there is none, empty text included. */
export function cellText(value: HubValue | undefined): string | null {
  const text = textOf(value ?? null);
  return text === '' ? null : text;
}

function textOf(value: HubValue): string | null {
  if (value === null || typeof value === 'string') return value;
  if (typeof value === 'number') return numberText(value);
  return typeof value === 'boolean' ? String(value) : value.join(';');
}

/** Without an exponent, which not every CRM reads. */
function numberText(value: number): string {
  const text = String(value);
  const decimal = text.includes('e') ? parseDecimal(text) : null;
  return decimal === null ? text : plainDecimal(decimal);
}
