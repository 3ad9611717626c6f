import type { Migration } from '../../database/migrate.ts';

const dates = { sqlite: 'DATETIME', postgres: 'TIMESTAMPTZ' } as const;

/** Whether the assistant may ask its model. */
export const modelSwitch: Migration = {
  name: '0014-model-switch',
  async up({ dialect, run }) {
    await run(`CREATE TABLE assistant_switches (
      name TEXT PRIMARY KEY,
      is_on BOOLEAN NOT NULL,
      changed_at ${dates[dialect]} NOT NULL,
      changed_by TEXT NOT NULL)`);
  },
};
