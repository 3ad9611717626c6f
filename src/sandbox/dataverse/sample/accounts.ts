import { companyTrades, companyWords } from '../../sample/company-names.ts';
import { phoneOf, places } from '../../sample/places.ts';
import { plain } from '../../sample/plain.ts';
import { chooseSome } from '../../sample/random.ts';
import type { Random } from '../../sample/random.ts';
import { datesAsTyped, dayAfter } from '../../sample/sample-days.ts';
import type { GivenRecord } from '../org/given-values.ts';

const modules = ['Core', 'Analytics', 'Billing', 'Mobile', 'Support'] as const;
const industries = ['Consulting', 'Financial', 'Business Services', 'Durable Manufacturing', 'Accounting'];
const accountNumberDigits = 6;
const legacyDigits = 7;

/** What people type and what breaks programs, for the first accounts of the sample. */
const awkward: readonly GivenRecord[] = [
  { name: 'Halcyon "Blue" Optics Ltd', description: 'They call it "the blue one".' },
  { name: "O'Shaughnessy & D'Angelis, Partners", address1_line1: '7 "Old" Mill Lane\r\nSide door' },
  { name: 'Paloma Textiles 🧵 S.A.', description: 'Family: 👩‍👩‍👧‍👦, flag: 🇵🇹' },
  { name: '青山陶器株式会社', address1_city: '金沢市' },
  { name: 'N/A', industrycode: null, websiteurl: 'N/A' },
  { name: '100% [Brackets] & _under_scores_', description: 'C:\\new\\table\tand a tab' },
  { name: '=SUM(Partners) Ltd', description: '+1-2, @here, =1+1' },
  { name: 'Long '.padEnd(155, 'Name ').trimEnd() },
  { name: 'Nothing Known', websiteurl: null, telephone1: null, acme_health: null, acme_modules: null },
  { name: 'Exact Money plc', acme_contractvalue: '123456789012345.67', revenue: 0, numberofemployees: 0 },
];

export interface SampleAccount {
  readonly values: GivenRecord;
  /** Place of an earlier account that this one belongs to, or null. */
  readonly parentIndex: number | null;
}

export function sampleAccounts(
  count: number,
  users: readonly string[],
  today: string,
  random: Random,
): SampleAccount[] {
  return Array.from({ length: count }, (_, index) => ({
    values: {
      ...accountValues(index, today, random),
      ownerid: { table: 'systemuser', id: random.pick(users) },
      ...awkward[index],
    },
    parentIndex: index > awkward.length && random.chance(0.15) ? random.whole(0, index - 1) : null,
  }));
}

function accountValues(index: number, today: string, random: Random): GivenRecord {
  const site = random.pick(places);
  const name = `${random.pick(companyWords)} ${random.pick(companyTrades)}`;
  const type = random.pick(['Customer', 'Customer', 'Customer', 'Prospect', 'Partner', 'Former'] as const);
  const isCustomer = type === 'Customer';
  const write = random.pick(datesAsTyped);
  return {
    name: `${name} ${site.legalForm}`,
    accountnumber: `D-${String(index + 1).padStart(accountNumberDigits, '0')}`,
    acme_legacyid: String(index * 41 + 2_000).padStart(legacyDigits, '0'),
    acme_accounttype: type,
    acme_accountstatus: random.pick(['Active', 'Active', 'Active', 'Disabled', 'On hold'] as const),
    industrycode: random.chance(0.08) ? null : random.pick(industries),
    websiteurl: random.chance(0.1) ? null : `https://www.${plain(name)}${index}.example`,
    telephone1: phoneOf(site, random),
    address1_line1: `${random.whole(1, 290)} ${random.pick(site.streets)}`,
    address1_city: site.city,
    address1_stateorprovince: site.state,
    address1_postalcode: site.postalCode,
    address1_country: site.country,
    numberofemployees: random.chance(0.1) ? null : random.whole(3, 12_000),
    revenue: random.chance(0.2) ? null : random.whole(1, 4_000) * 50_000,
    acme_contractvalue: isCustomer ? `${random.whole(50, 250_000)}.${random.whole(10, 99)}` : null,
    acme_renewaldate: isCustomer ? dayAfter(today, random.whole(-60, 500)) : null,
    acme_closedate: random.chance(0.15) ? null : write(dayAfter(today, random.whole(-900, 400))),
    acme_health: isCustomer ? random.pick(['green', 'green', 'green', 'yellow', 'red'] as const) : null,
    acme_modules: isCustomer ? chooseSome(modules, random) : null,
    description: random.chance(0.3) ? `${name} of ${site.city}.\nKnown since ${2001 + (index % 24)}.` : null,
  };
}
