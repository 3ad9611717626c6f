import type { SourceObject } from '../../src/domain/source-schema.ts';
import { aField, anObject, aPicklist, aReference } from './source-schema.ts';

/** The object that an engine is asked to hold: a field of every kind, and a parent of its own kind. */
export const meaningObject: SourceObject = anObject('Meaning', [
  aField('Id', 'id', { nillable: false }),
  aField('Key', 'string', { nillable: false }),
  aField('Text'),
  aField('Area', 'textarea', { length: 255 }),
  aField('Mail', 'email'),
  aPicklist(
    'Choice',
    [
      ['1', 'Open'],
      ['2', 'Closed Won'],
      ['3', 'Lost'],
    ],
    { restrictedPicklist: true },
  ),
  aPicklist('Free', ['Banking', 'Energy', 'Food & Drink']),
  {
    ...aPicklist('Many', [['inv', 'Invoices'], ['fc', 'Forecasts'], 'Portal'], { restrictedPicklist: true }),
    type: 'multipicklist',
  },
  aField('Flag', 'boolean', { nillable: false }),
  aField('Whole', 'int'),
  aField('Amount', 'currency'),
  aField('Ratio', 'double'),
  aField('Day', 'date'),
  aField('Moment', 'datetime'),
  aReference('ParentId', 'Meaning'),
]);

/** Cells as connectors give them; what is not named is empty, and a flag false. A parent is named by its key. */
export type MeaningRecord = Readonly<{ Key: string } & Partial<Record<MeaningField, string>>>;
export type MeaningField =
  | 'Text'
  | 'Area'
  | 'Mail'
  | 'Choice'
  | 'Free'
  | 'Many'
  | 'Flag'
  | 'Whole'
  | 'Amount'
  | 'Ratio'
  | 'Day'
  | 'Moment'
  | 'ParentId';

/** Parents stand before their children. */
export const meaningRecords: readonly MeaningRecord[] = [
  { Key: 'nothing' },
  {
    Key: 'ordinary',
    Text: 'Acme',
    Area: 'two\nlines',
    Mail: 'Ada@Example.com',
    Choice: '1',
    Free: 'Banking',
    Many: 'inv;fc',
    Flag: 'true',
    Whole: '42',
    Amount: '12.50',
    Ratio: '0.1',
    Day: '2026-03-29',
    Moment: '2026-03-29T10:00:00.000Z',
  },
  { Key: 'capitals', Text: 'ACME', Mail: 'ADA@EXAMPLE.COM', Free: 'BANKING' },
  { Key: 'longer', Text: 'Acme Ltd', Free: 'Energy' },
  { Key: 'before', Text: 'Abacus' },
  { Key: 'after', Text: 'Zeta' },
  { Key: 'accents', Text: 'Éclair' },
  { Key: 'quotes', Text: `O'Neil "and" sons` },
  { Key: 'backslash', Text: 'C:\\new\\table' },
  { Key: 'percent', Text: '100%' },
  { Key: 'no percent', Text: '1000' },
  { Key: 'underscore', Text: 'a_b' },
  { Key: 'no underscore', Text: 'axb' },
  { Key: 'line end', Text: 'one\ntwo' },
  { Key: 'tab', Text: 'one\ttwo' },
  { Key: 'letter n', Text: 'one\\ntwo' },
  { Key: 'semicolons', Text: 'a;b' },
  { Key: 'injection', Text: "' OR Name != '" },
  { Key: 'CJK', Text: '漢字かな' },
  { Key: 'emoji', Text: '💥 boom' },
  { Key: 'one emoji', Text: '💥' },
  { Key: 'word null', Text: 'null' },
  { Key: 'not applicable', Text: 'N/A' },
  { Key: 'digits', Text: '42' },
  { Key: 'leading zeros', Text: '0042' },
  { Key: 'a date', Text: '2026-03-29' },
  { Key: 'word TODAY', Text: 'TODAY' },

  { Key: 'closed', Choice: '2', Free: 'Food & Drink', Many: 'Portal' },
  { Key: 'lost', Choice: '3', Free: 'Fishing', Many: 'inv' },
  { Key: 'all choices', Many: 'inv;fc;Portal' },
  { Key: 'two choices', Many: 'fc;Portal' },

  { Key: 'zero', Whole: '0', Amount: '0.00', Ratio: '0' },
  { Key: 'negative', Whole: '-1', Amount: '-0.5', Ratio: '-1.5' },
  { Key: 'same amount', Amount: '12.5', Ratio: '0.10' },
  { Key: 'beyond a double', Amount: '9007199254740993', Ratio: '123456789012345678.99' },
  { Key: 'at a double', Amount: '9007199254740992', Ratio: '123456789012345678.98' },
  { Key: 'small', Ratio: '0.0000001' },

  { Key: 'last year', Day: '2025-12-31', Moment: '2025-12-31T22:59:59.000Z' },
  { Key: 'new year', Day: '2026-01-01', Moment: '2025-12-31T23:00:00.000Z' },
  { Key: 'leap day', Day: '2024-02-29', Moment: '2024-02-29T12:00:00.000Z' },
  { Key: 'last month', Day: '2026-02-28', Moment: '2026-02-28T22:59:59.000Z' },
  { Key: 'first of month', Day: '2026-03-01', Moment: '2026-02-28T23:00:00.000Z' },
  { Key: 'sunday before', Day: '2026-03-22', Moment: '2026-03-22T22:59:59.000Z' },
  { Key: 'monday', Day: '2026-03-23', Moment: '2026-03-22T23:00:00.000Z' },
  { Key: 'yesterday', Day: '2026-03-28', Moment: '2026-03-28T22:59:59.000Z' },
  { Key: 'midnight', Day: '2026-03-29', Moment: '2026-03-28T23:00:00.000Z' },
  { Key: 'skipped hour', Moment: '2026-03-29T01:00:00.000Z' },
  { Key: 'late today', Moment: '2026-03-29T21:59:59.000Z' },
  { Key: 'tomorrow', Day: '2026-03-30', Moment: '2026-03-29T22:00:00.000Z' },
  { Key: 'end of quarter', Day: '2026-03-31', Moment: '2026-03-31T21:59:59.000Z' },
  { Key: 'next quarter', Day: '2026-04-01', Moment: '2026-03-31T22:00:00.000Z' },
  { Key: 'in ninety days', Day: '2026-06-27', Moment: '2026-06-27T21:59:59.000Z' },
  { Key: 'in ninety-one days', Day: '2026-06-28', Moment: '2026-06-27T22:00:00.000Z' },
  { Key: 'ninety days ago', Day: '2025-12-29', Moment: '2025-12-28T23:00:00.000Z' },
  { Key: 'next year', Day: '2027-01-01', Moment: '2026-12-31T23:00:00.000Z' },
  { Key: 'long ago', Day: '1999-12-31', Moment: '1999-12-31T23:59:59.000Z' },
  { Key: 'far off', Day: '3999-12-31', Moment: '3999-12-31T00:00:00.000Z' },

  { Key: 'child', ParentId: 'ordinary', Flag: 'true' },
  { Key: 'child of nothing', ParentId: 'nothing' },
  { Key: 'grandchild', ParentId: 'child', Text: 'Acme' },
];
