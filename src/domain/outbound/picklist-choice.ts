import type { SourceField } from '../source-schema.ts';

/**
 * Finds the value of a picklist by itself or by its label, without letter case. A label that several values share names
 * none of them; values that are not active any more are not given.
 *
 * @returns the value as the CRM writes it, or null where there is none
 */
export function choiceReader({ picklistValues }: SourceField): (text: string) => string | null {
  const byName = new Map<string, string | null>();
  const active = picklistValues.filter((each) => each.active);
  for (const { value, label } of active) {
    const name = label.toLowerCase();
    byName.set(name, byName.has(name) ? null : value);
  }
  // A value goes before a label that reads like it.
  for (const { value } of active) byName.set(value.toLowerCase(), value);
  return (text) => byName.get(text.toLowerCase()) ?? null;
}

/** Of a long picklist. */
const maxNamed = 8;

/** Its values by the names that people know, the first of many: `Active, On hold`; empty where it names none. */
export function choicesInWords({ picklistValues }: SourceField): string {
  const names = picklistValues.filter(({ active }) => active).map(({ label }) => label);
  return names.length <= maxNamed ? names.join(', ') : `${names.slice(0, maxNamed).join(', ')}, …`;
}
