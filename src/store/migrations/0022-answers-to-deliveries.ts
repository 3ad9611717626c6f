import type { Migration } from '../../database/migrate.ts';

/** What was answered to a request that was taken, for another instance that is given the same. */
export const answersToDeliveries: Migration = {
  name: '0022-answers-to-deliveries',
  up: ({ run }) => run('ALTER TABLE deliveries ADD COLUMN answer TEXT'),
};
