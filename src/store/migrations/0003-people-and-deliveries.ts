import type { Migration } from '../../database/migrate.ts';

const dates = { sqlite: 'DATETIME', postgres: 'TIMESTAMPTZ' } as const;

/** Roles that were granted, and which requests of people were taken already. */
export const peopleAndDeliveries: Migration = {
  name: '0003-people-and-deliveries',
  async up({ dialect, run }) {
    const date = dates[dialect];
    await run(`CREATE TABLE roles (
      person TEXT PRIMARY KEY,
      role TEXT NOT NULL,
      granted_at ${date} NOT NULL,
      granted_by TEXT NOT NULL)`);
    await run(`CREATE TABLE deliveries (
      id TEXT PRIMARY KEY,
      until ${date} NOT NULL)`);
    await run('CREATE INDEX deliveries_until ON deliveries (until)');
  },
};
