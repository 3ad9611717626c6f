import type { Migration } from '../../database/migrate.ts';

/** What a CRM told of its daily limit. */
export const apiUsage: Migration = {
  name: '0017-api-usage',
  up: ({ run }) => run('ALTER TABLE connections ADD COLUMN api_usage JSON'),
};
