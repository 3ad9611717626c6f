import { awkwardAccounts } from './awkward-accounts.ts';
import { companyTrades, companyWords, industryOfTrade } from '../../sample/company-names.ts';
import { phoneOf, places } from '../../sample/places.ts';
import type { Place } from '../../sample/places.ts';
import { chooseSome } from '../../sample/random.ts';
import type { Random } from '../../sample/random.ts';
import { datesAsTyped, dayAfter } from '../../sample/sample-days.ts';
import { refer } from './sample-record.ts';
import type { SampleRecord, SampleReference, SampleValue } from './sample-record.ts';
import { plain } from '../../sample/plain.ts';

const modules = ['Core', 'Analytics', 'Billing', 'Mobile', 'Support'] as const;
/** The older field of Salesforce's own, beside the type that this company works with. */
const crmTypes: Readonly<Record<string, string>> = {
  Customer: 'Customer - Direct',
  Prospect: 'Prospect',
  Partner: 'Technology Partner',
  'Former customer': 'Other',
};
const legacyDigits = 7;
const accountNumberDigits = 6;

export interface AccountsInput {
  readonly count: number;
  readonly users: number;
  readonly today: string;
  readonly random: Random;
}

/** Companies, the first few of them with the values that break programs. */
export function sampleAccounts({ count, users, today, random }: AccountsInput): SampleRecord[] {
  return Array.from({ length: count }, (_, index): SampleRecord => {
    const values = { ...accountValues(index, today, random), ...awkwardAccounts[index] };
    const references: Record<string, SampleReference> = {
      OwnerId: refer('User', random.whole(0, users - 1)),
    };
    if (index > awkwardAccounts.length && random.chance(0.15)) {
      references['ParentId'] = refer('Account', random.whole(0, index - 1));
    }
    return { values, references };
  });
}

function accountValues(index: number, today: string, random: Random): Record<string, SampleValue> {
  const trade = random.pick(companyTrades);
  const site = random.pick(places);
  const name = `${random.pick(companyWords)} ${trade}`;
  const type = random.pick(['Customer', 'Customer', 'Customer', 'Prospect', 'Partner', 'Former customer']);
  const isCustomer = type === 'Customer';
  const domain = `${plain(name)}${index}.example`;
  return {
    Name: `${name} ${site.legalForm}`,
    Type: crmTypes[type] ?? null,
    AccountType__c: type,
    AccountStatus__c: random.pick(['Active', 'Active', 'Active', 'Onboarding', 'At risk', 'Churned']),
    Industry: random.chance(0.08) ? null : industryOfTrade[trade],
    Website: random.chance(0.1) ? null : `https://www.${domain}`,
    Phone: phoneOf(site, random),
    ...addressOf(site, random),
    NumberOfEmployees: random.chance(0.1) ? null : String(random.whole(3, 12_000)),
    AnnualRevenue: random.chance(0.2) ? null : String(random.whole(1, 4_000) * 50_000),
    ContractValue__c: isCustomer ? `${random.whole(50, 250_000)}.${random.whole(10, 99)}` : null,
    RenewalDate__c: isCustomer ? dayAfter(today, random.whole(-60, 500)) : null,
    CloseDate__c: random.chance(0.15) ? null : closeDate(today, random),
    Health__c: isCustomer ? random.pick(['green', 'green', 'green', 'yellow', 'red'] as const) : null,
    Modules__c: isCustomer ? chooseSome(modules, random).join(';') || null : null,
    AccountNumber: `C-${String(index + 1).padStart(accountNumberDigits, '0')}`,
    LegacyId__c: String(index * 37 + 1_000).padStart(legacyDigits, '0'),
    Description: random.chance(0.3) ? `${name} of ${site.city}.\nKnown since ${2001 + (index % 24)}.` : null,
  };
}

function addressOf(site: Place, random: Random): Record<string, SampleValue> {
  const street = `${random.whole(1, 290)} ${random.pick(site.streets)}`;
  return {
    BillingStreet: random.chance(0.1) ? `${street}\nBuilding ${random.whole(1, 9)}` : street,
    BillingCity: site.city,
    BillingState: site.state,
    BillingPostalCode: site.postalCode,
    BillingCountry: site.country,
  };
}

/** Mostly as agreed, and otherwise as somebody once typed it. */
function closeDate(today: string, random: Random): string {
  const write = random.chance(0.7) ? datesAsTyped[0] : random.pick(datesAsTyped);
  return write(dayAfter(today, random.whole(-900, 400)));
}
