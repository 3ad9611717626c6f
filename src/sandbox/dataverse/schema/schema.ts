import type { Column } from './column.ts';
import type { TableDefinition } from './table-definition.ts';
import { tableDefinition } from './table-definition.ts';
import { standardTables } from './tables/index.ts';

/** Custom tables are numbered from here on. */
const firstCustomTypeCode = 10_000;

export class Schema {
  private readonly tables = new Map<string, TableDefinition>();
  private readonly sets = new Map<string, string>();
  private nextTypeCode = firstCustomTypeCode;

  constructor() {
    for (const table of standardTables()) this.set(table);
  }

  all(): TableDefinition[] {
    return [...this.tables.values()];
  }

  find(logicalName: string): TableDefinition | undefined {
    return this.tables.get(logicalName);
  }

  /** @throws Error for a mistake of the program that fills the org. */
  table(logicalName: string): TableDefinition {
    const found = this.find(logicalName);
    if (found === undefined) throw new Error(`There is no table ${logicalName}.`);
    return found;
  }

  bySetName(entitySetName: string): TableDefinition | undefined {
    return this.tables.get(this.sets.get(entitySetName) ?? '');
  }

  set(table: TableDefinition): void {
    this.tables.set(table.logicalName, table);
    this.sets.set(table.entitySetName, table.logicalName);
  }

  takeTypeCode(): number {
    this.nextTypeCode += 1;
    return this.nextTypeCode;
  }

  /** Adds a column, or puts another in its place. */
  setColumn(logicalName: string, column: Column): void {
    const table = this.table(logicalName);
    const others = table.columns.filter(
      (each) => each.logicalName !== column.logicalName && each.attributeOf !== column.logicalName,
    );
    this.setColumns(table, [...others, column]);
  }

  removeColumn(logicalName: string, column: string): void {
    const table = this.table(logicalName);
    this.setColumns(
      table,
      table.columns.filter((each) => each.logicalName !== column && each.attributeOf !== column),
    );
  }

  change(logicalName: string, changes: Partial<TableDefinition>): void {
    this.set({ ...this.table(logicalName), ...changes });
  }

  private setColumns(table: TableDefinition, columns: readonly Column[]): void {
    this.set(tableDefinition({ ...table, columns: columns.filter((each) => each.attributeOf === null) }));
  }
}
