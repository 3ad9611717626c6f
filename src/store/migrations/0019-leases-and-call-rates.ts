import type { Migration } from '../../database/migrate.ts';

const types = {
  sqlite: { date: 'DATETIME', moment: 'REAL' },
  postgres: { date: 'TIMESTAMPTZ', moment: 'DOUBLE PRECISION' },
} as const;

/** What one instance of several sees to for a while, and how often callers have called all of them together. */
export const leasesAndCallRates: Migration = {
  name: '0019-leases-and-call-rates',
  async up({ dialect, run }) {
    const { date, moment } = types[dialect];
    await run(`CREATE TABLE leases (
      name TEXT PRIMARY KEY,
      holder TEXT NOT NULL,
      until ${date} NOT NULL)`);
    await run('CREATE INDEX leases_until ON leases (until)');
    await run(`CREATE TABLE call_rates (
      caller TEXT PRIMARY KEY,
      used_until ${moment} NOT NULL)`);
    await run('CREATE INDEX call_rates_used_until ON call_rates (used_until)');
  },
};
