import {
  auditFields,
  checkbox,
  currency,
  date,
  decimal,
  identityFields,
  integer,
  ownerField,
  percent,
  picklist,
  readOnly,
  reference,
  text,
  textArea,
  viewFields,
} from '../fields.ts';
import type { FieldValue } from '../field-definition.ts';
import type { Change } from '../object-definition.ts';
import { objectDefinition } from '../object-definition.ts';
import { leadSources } from './account.ts';

/** What a stage says of the opportunities in it: a row of the set-up object OpportunityStage. */
interface Stage {
  readonly isClosed: boolean;
  readonly isWon: boolean;
  readonly probability: string;
  readonly forecast: ForecastName;
}

/** Each name with the value that `ForecastCategory` has for it. */
const forecasts = {
  Omitted: 'Omitted',
  Pipeline: 'Pipeline',
  'Best Case': 'BestCase',
  Commit: 'Forecast',
  Closed: 'Closed',
} as const;
type ForecastName = keyof typeof forecasts;

const open = (probability: string): Stage => ({
  isClosed: false,
  isWon: false,
  probability,
  forecast: 'Pipeline',
});

/** As a new org has them. */
const stages: ReadonlyMap<string, Stage> = new Map([
  ['Prospecting', open('10')],
  ['Qualification', open('10')],
  ['Needs Analysis', open('20')],
  ['Value Proposition', open('50')],
  ['Proposal/Price Quote', open('75')],
  ['Negotiation/Review', open('90')],
  ['Closed Won', { isClosed: true, isWon: true, probability: '100', forecast: 'Closed' }],
  ['Closed Lost', { isClosed: true, isWon: false, probability: '0', forecast: 'Omitted' }],
]);

const stageOf = (value: FieldValue): Stage | undefined => stages.get(String(value));

/** A new stage brings its probability and its forecast category along, unless the write gives others. */
function impliedByStage({ given }: Change): Readonly<Record<string, FieldValue>> {
  const stage = stageOf(given['StageName'] ?? null);
  return stage === undefined ? {} : { Probability: stage.probability, ForecastCategoryName: stage.forecast };
}

function forecastOf(name: FieldValue): FieldValue {
  return Object.entries(forecasts).find(([each]) => each === name)?.[1] ?? null;
}

function expectedRevenue(amount: FieldValue, probability: FieldValue): FieldValue {
  if (typeof amount !== 'string' || typeof probability !== 'string') return null;
  return ((Number(amount) * Number(probability)) / 100).toFixed(2);
}

/** Of a fiscal year that begins in January, as the sandbox's organization says of its own. */
function fiscal(closeDate: FieldValue): { readonly year: FieldValue; readonly quarter: FieldValue } {
  if (typeof closeDate !== 'string') return { year: null, quarter: null };
  const [year = '', month = ''] = closeDate.split('-');
  return { year, quarter: String(Math.ceil(Number(month) / 3)) };
}

export const opportunity = objectDefinition({
  name: 'Opportunity',
  label: 'Opportunity',
  labelPlural: 'Opportunities',
  keyPrefix: '006',
  fields: [
    ...identityFields('Opportunity'),
    reference('AccountId', 'Account ID', ['Account']),
    text('Name', 'Name', 120, { nillable: false, nameField: true }),
    textArea('Description', 'Description', 32_000),
    picklist('StageName', 'Stage', [...stages.keys()], { nillable: false }),
    currency('Amount', 'Amount'),
    percent('Probability', 'Probability (%)', { scale: 0 }),
    currency('ExpectedRevenue', 'Expected Amount', {
      ...readOnly,
      derive: (get) => expectedRevenue(get('Amount'), get('Probability')),
    }),
    decimal('TotalOpportunityQuantity', 'Quantity', { scale: 2 }),
    date('CloseDate', 'Close Date', { nillable: false }),
    picklist('Type', 'Opportunity Type', ['Existing Business', 'New Business']),
    text('NextStep', 'Next Step', 255),
    picklist('LeadSource', 'Lead Source', leadSources),
    checkbox('IsClosed', 'Closed', {
      ...readOnly,
      derive: (get) => stageOf(get('StageName'))?.isClosed ?? false,
    }),
    checkbox('IsWon', 'Won', { ...readOnly, derive: (get) => stageOf(get('StageName'))?.isWon ?? false }),
    picklist('ForecastCategory', 'Forecast Category', Object.values(forecasts), {
      ...readOnly,
      restrictedPicklist: true,
      derive: (get) => forecastOf(get('ForecastCategoryName')),
    }),
    picklist('ForecastCategoryName', 'Forecast Category', Object.keys(forecasts), {
      defaultedOnCreate: true,
    }),
    reference('ContactId', 'Contact ID', ['Contact'], { updateable: false }),
    ownerField(),
    ...auditFields(),
    date('LastActivityDate', 'Last Activity', readOnly),
    integer('FiscalQuarter', 'Fiscal Quarter', {
      ...readOnly,
      derive: (get) => fiscal(get('CloseDate')).quarter,
    }),
    integer('FiscalYear', 'Fiscal Year', { ...readOnly, derive: (get) => fiscal(get('CloseDate')).year }),
    ...viewFields(),
  ],
  implied: impliedByStage,
});
