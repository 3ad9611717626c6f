/** Short words for the columns of table definitions. */
import { columnOf } from './column.ts';
import type { Choice, Column, ColumnType, Derivation, Target } from './column.ts';

type More = Partial<Omit<Column, 'schemaName' | 'label' | 'type' | 'logicalName'>>;

/** The logical name is the schema name in small letters, always. */
const maker =
  (type: ColumnType, always: More = {}) =>
  (schemaName: string, label: string, more: More = {}): Column =>
    columnOf({ logicalName: schemaName.toLowerCase(), schemaName, label, type, ...always, ...more });

export const uniqueidentifier = maker('uniqueidentifier');
export const integer = maker('integer');
export const bigint = maker('bigint');
export const decimal = maker('decimal');
export const money = maker('money');
export const datetime = maker('datetime');
export const date = maker('datetime', { format: 'DateOnly', behavior: 'DateOnly' });

export const readOnly: More = { creatable: false, updatable: false };
/** Given when the record is made, and never changed. */
export const onCreate: More = { updatable: false };

export function text(schemaName: string, label: string, maxLength: number, more: More = {}): Column {
  return maker('string')(schemaName, label, { maxLength, ...more });
}

export function memo(schemaName: string, label: string, maxLength: number, more: More = {}): Column {
  return maker('memo')(schemaName, label, { maxLength, ...more });
}

export function yesNo(schemaName: string, label: string, more: More = {}): Column {
  return maker('boolean')(schemaName, label, {
    choices: [
      { value: 0, label: 'No' },
      { value: 1, label: 'Yes' },
    ],
    defaultValue: false,
    ...more,
  });
}

/** @param labels those of the choices that count from `first`: 1 for Microsoft's own, 100000000 for others'. */
export function picklist(
  schemaName: string,
  label: string,
  labels: readonly string[],
  { first = 1, ...more }: More & { readonly first?: number } = {},
): Column {
  return maker('picklist')(schemaName, label, { choices: numbered(labels, first), ...more });
}

/** Several at once. */
export function multiselect(schemaName: string, label: string, labels: readonly string[]): Column {
  return maker('multiselect')(schemaName, label, { choices: numbered(labels, firstCustomChoice) });
}

export const firstCustomChoice = 100_000_000;

function numbered(labels: readonly string[], first: number): Choice[] {
  return labels.map((label, index) => ({ value: first + index, label }));
}

/** Leads to one table, under its own name unless told otherwise. */
export function lookup(
  schemaName: string,
  label: string,
  table: string,
  { navigation = schemaName.toLowerCase(), ...more }: More & { readonly navigation?: string } = {},
): Column {
  return maker('lookup')(schemaName, label, { targets: [{ table, navigation }], ...more });
}

/** Leads to one of several tables, under a name for each. */
export function lookupOfMany(
  schemaName: string,
  label: string,
  targets: readonly Target[],
  more: More = {},
): Column {
  return maker('lookup')(schemaName, label, { targets, ...more });
}

export function customer(schemaName: string, label: string): Column {
  const name = schemaName.toLowerCase();
  return maker('customer')(schemaName, label, {
    targets: ['account', 'contact'].map((table) => ({ table, navigation: `${name}_${table}` })),
  });
}

export function derived(
  schemaName: string,
  label: string,
  type: ColumnType,
  derive: Derivation,
  more: More = {},
): Column {
  return maker(type)(schemaName, label, { derive, ...readOnly, ...more });
}

/** The state of a record and the reasons that each state has; the first reason of a state is its default. */
export function stateAndStatus(
  states: readonly (readonly [label: string, reasons: readonly string[]])[],
): Column[] {
  const reasons = states
    .flatMap(([, labels], state) => labels.map((label) => ({ state, label })))
    .map((choice, index) => ({ ...choice, value: index + 1 }));
  return [
    maker('state')('StateCode', 'Status', {
      choices: states.map(([label], value) => ({ value, label })),
      required: 'SystemRequired',
      defaultValue: '0',
    }),
    maker('status')('StatusCode', 'Status Reason', { choices: reasons, defaultValue: '1' }),
  ];
}

const owners: readonly Target[] = ['systemuser', 'team'].map((table) => ({ table, navigation: 'ownerid' }));

/** The owner where it is of this table. */
const ownerIn =
  (table: string): Derivation =>
  (get) => {
    const owner = get('ownerid');
    return typeof owner === 'string' && owner.startsWith(`${table}/`) ? owner : null;
  };

function owningColumn(schemaName: string, label: string, table: string): Column {
  const navigation = schemaName.toLowerCase();
  return derived(schemaName, label, 'lookup', ownerIn(table), { targets: [{ table, navigation }] });
}

/** Who has it: a user or a team, and the columns that follow from that. */
export function ownership(): Column[] {
  return [
    maker('owner')('OwnerId', 'Owner', { targets: owners, required: 'SystemRequired' }),
    owningColumn('OwningUser', 'Owning User', 'systemuser'),
    owningColumn('OwningTeam', 'Owning Team', 'team'),
    lookup('OwningBusinessUnit', 'Owning Business Unit', 'businessunit', readOnly),
  ];
}

/** Who made and changed it, and when. */
export function audit(): Column[] {
  return [
    datetime('CreatedOn', 'Created On', readOnly),
    lookup('CreatedBy', 'Created By', 'systemuser', readOnly),
    lookup('CreatedOnBehalfBy', 'Created By (Delegate)', 'systemuser', readOnly),
    datetime('ModifiedOn', 'Modified On', readOnly),
    lookup('ModifiedBy', 'Modified By', 'systemuser', readOnly),
    lookup('ModifiedOnBehalfBy', 'Modified By (Delegate)', 'systemuser', readOnly),
    // What an import gives as the day on which the record was made elsewhere.
    date('OverriddenCreatedOn', 'Record Created On', onCreate),
    bigint('VersionNumber', 'Version Number', readOnly),
  ];
}

/** An address without its name: number `n` of the record. */
export function address(n: number): Column[] {
  const place = `Address ${n}: `;
  const name = (part: string): string => `Address${n}_${part}`;
  const key = (part: string): string => name(part).toLowerCase();
  const lines = ['Line1', 'Line2', 'City', 'StateOrProvince', 'PostalCode', 'Country'].map(key);
  return [
    uniqueidentifier(name('AddressId'), `${place}ID`, { isPrimaryId: true }),
    text(name('Line1'), `${place}Street 1`, 250),
    text(name('Line2'), `${place}Street 2`, 250),
    text(name('City'), `${place}City`, 80),
    text(name('StateOrProvince'), `${place}State/Province`, 50),
    text(name('PostalCode'), `${place}ZIP/Postal Code`, 20),
    text(name('Country'), `${place}Country/Region`, 80),
    derived(
      name('Composite'),
      `Address ${n}`,
      'memo',
      (get) => lines.map(get).filter(Boolean).join('\r\n') || null,
      { maxLength: 1_000 },
    ),
  ];
}
