/** What the columns of a generated company hold, a pure function of the row's number each. */
import { createdMs } from './row-stamp.ts';
import { chosen, scattered } from './scattered.ts';
import { cities, industries, moduleLists, nameEnds, nameMiddles, nameStarts, streets } from './words.ts';

const firstRenewalMs = Date.UTC(2026, 0, 1);
const renewalDays = 1_500;
const msPerDay = 86_400_000;
const numberDigits = 9;

/** Made once: writing a date takes longer than everything else in a row. */
const renewalDates = Array.from({ length: renewalDays }, (_, day) =>
  new Date(firstRenewalMs + day * msPerDay).toISOString().slice(0, 10),
);

/** @param seed a number that is scattered over all 32 bits, another one for each column. */
export function nameOf(row: number, seed: number): string {
  const name = `${chosen(nameStarts, seed)} ${chosen(nameMiddles, seed >>> 5)} ${chosen(nameEnds, seed >>> 9)}`;
  if (seed % 50 === 0) return `"${name}" ${row}`;
  if (seed % 211 === 0) return `${name} 🌍 ${row}`;
  return `${name} ${row}`;
}

/** Leading zeros: whoever takes it for a number loses them. */
export function numberOf(row: number): string {
  return String(row).padStart(numberDigits, '0');
}

export function industryOf(_: number, seed: number): string | null {
  return seed % 9 === 0 ? null : chosen(industries, seed);
}

export function streetOf(_: number, seed: number): string | null {
  if (seed % 40 === 0) return null;
  const street = `${(seed % 400) + 1} ${chosen(streets, seed >>> 4)}`;
  if (seed % 25 === 0) return `${street}\nBuilding ${(seed % 9) + 1}, "East" entrance`;
  return seed % 90 === 0 ? 'N/A' : street;
}

type City = (typeof cities)[number];
export function cityOf(row: number): City {
  return chosen(cities, scattered(row, cityColumn));
}
/** City and country are drawn together. */
const cityColumn = 100;

export function emailOf(row: number, seed: number): string | null {
  return seed % 12 === 0 ? null : `office.${row}@company-${seed % 100_000}.example.com`;
}

export function revenueOf(_: number, seed: number): string | null {
  return seed % 5 === 0 ? null : String((seed % 900_000) * 1_000);
}

export function renewalOf(_: number, seed: number): string | null {
  return seed % 6 === 0 ? null : chosen(renewalDates, seed);
}

export function modulesOf(_: number, seed: number): string | null {
  return seed % 4 === 0 ? null : chosen(moduleLists, seed);
}

export function createdOf(row: number, seed: number): string {
  return new Date(createdMs(row, seed)).toISOString();
}

export function centsOf(cents: number): string {
  return `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
}
