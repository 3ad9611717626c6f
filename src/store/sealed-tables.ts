/** Every table that holds secrets, in columns `key_id` and `sealed`, so that all can be encrypted anew. A new one is an entry here. */
import type { SecretPlace } from './secrets.ts';

export interface SealedTable {
  readonly name: string;
  readonly primaryKey: readonly string[];
  /** SQL for what messages call the row by. */
  readonly title: string;
  /** @param row the primary key, and `title` */
  readonly place: (row: Readonly<Record<string, string>>) => SecretPlace;
}

export const sealedTables: readonly SealedTable[] = [
  {
    name: 'connection_secrets',
    primaryKey: ['connection_id', 'path'],
    title: '(SELECT name FROM connections WHERE connections.id = connection_id)',
    place: ({ connection_id: connectionId = '', title: connectionName = connectionId, path = '' }) => ({
      connectionId,
      connectionName,
      path,
    }),
  },
  {
    name: 'webhooks',
    primaryKey: ['id'],
    title: 'url',
    place: ({ id: webhookId = '', title: url = '' }) => ({ webhookId, url }),
  },
  {
    name: 'connect_links',
    primaryKey: ['id'],
    title: 'person',
    place: ({ id: connectLinkId = '' }) => ({ connectLinkId }),
  },
  {
    name: 'installations',
    primaryKey: ['team_id'],
    title: '(SELECT coalesce(name, workspace, id) FROM teams WHERE teams.id = team_id)',
    place: ({ team_id: teamId = '', title: workspaceName = teamId }) => ({ teamId, workspaceName }),
  },
];
