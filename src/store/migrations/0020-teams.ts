import type { Migration, MigrationStep } from '../../database/migrate.ts';
import { activeRunStatuses } from '../../domain/run.ts';
import { firstTeam } from '../../domain/team.ts';

const types = {
  sqlite: {
    date: 'DATETIME',
    json: 'JSON',
    flag: 'TINYINT(1)',
    serial: 'INTEGER PRIMARY KEY AUTOINCREMENT',
    moment: 'REAL',
  },
  postgres: {
    date: 'TIMESTAMPTZ',
    json: 'JSON',
    flag: 'BOOLEAN',
    serial: 'BIGSERIAL PRIMARY KEY',
    moment: 'DOUBLE PRECISION',
  },
} as const;

interface Rebuilt {
  readonly name: string;
  /** All but the team; in the order in which they are declared. */
  readonly columns: readonly (readonly [name: string, declared: string])[];
  readonly constraints?: readonly string[];
  /** Counted by the database. */
  readonly isCounted?: true;
}

/**
 * Every row belongs to a team. Names, which were unique, are unique in a team; and a row that belongs to another one
 * (a job to its connection, a version to its job) refers to it together with the team, so that the database itself
 * refuses what would join two teams. What there is becomes the first team's.
 *
 * SQLite cannot take a constraint away: the tables are made anew, parents first, and the old ones dropped, children
 * first, so that nothing cascades. PostgreSQL goes the same way, and so both have one schema.
 */
export const teams: Migration = {
  name: '0020-teams',
  async up(step) {
    const { run, dialect } = step;
    const { date } = types[dialect];
    await run(`CREATE TABLE teams (
      id TEXT PRIMARY KEY,
      workspace TEXT UNIQUE,
      enterprise TEXT,
      name TEXT,
      created_at ${date} NOT NULL,
      left_at ${date})`);
    await run(`INSERT INTO teams (id, created_at) VALUES ('${firstTeam}', CURRENT_TIMESTAMP)`);
    const tables = tablesOf(dialect);
    for (const table of tables) await fill(table, step);
    for (const { name } of tables.toReversed()) await run(`DROP TABLE ${name}`);
    for (const table of tables) await takeName(table, step);
    for (const index of indexes) await run(index);
  },
};

const newName = (name: string): string => `${name}_of_team`;

async function fill({ name, columns, constraints = [] }: Rebuilt, { run }: MigrationStep): Promise<void> {
  const declared = columns.map(([column, words]) => `${column} ${words}`);
  const team = 'team_id TEXT NOT NULL REFERENCES teams (id) ON DELETE CASCADE';
  await run(`CREATE TABLE ${newName(name)} (${[...declared, team, ...constraints].join(', ')})`);
  const names = columns.map(([column]) => column).join(', ');
  await run(`INSERT INTO ${newName(name)} (${names}, team_id) SELECT ${names}, '${firstTeam}' FROM ${name}`);
}

async function takeName({ name, isCounted }: Rebuilt, { run, dialect }: MigrationStep): Promise<void> {
  await run(`ALTER TABLE ${newName(name)} RENAME TO ${name}`);
  if (dialect === 'sqlite' || isCounted === undefined) return;
  await run(
    `SELECT setval(pg_get_serial_sequence('${name}', 'id'), COALESCE(MAX(id), 0) + 1, FALSE) FROM ${name}`,
  );
}

const references = (column: string, table: string, then = ''): string =>
  `FOREIGN KEY (team_id, ${column}) REFERENCES ${newName(table)} (team_id, id) ${then}`;
const belongsTo = (column: string, table: string): string => references(column, table, 'ON DELETE CASCADE');
/** What others refer to it by. */
const referredTo = 'UNIQUE (team_id, id)';

function tablesOf(dialect: keyof typeof types): readonly Rebuilt[] {
  const { date, json, flag, serial, moment } = types[dialect];
  const wantedJson = dialect === 'sqlite' ? 'JSON' : 'JSONB';
  const text = 'TEXT NOT NULL';
  return [
    {
      name: 'connections',
      columns: [
        ['id', 'TEXT PRIMARY KEY'],
        ['name', text],
        ['name_key', text],
        ['connector', text],
        ['settings', `${json} NOT NULL`],
        ['placeholders', `${json} NOT NULL`],
        ['state', text],
        ['state_reason', 'TEXT'],
        ['created_at', `${date} NOT NULL`],
        ['updated_at', `${date} NOT NULL`],
        ['api_usage', 'JSON'],
        ['owner', 'TEXT'],
        ['org', json],
      ],
      constraints: ['UNIQUE (team_id, name_key)', referredTo],
    },
    {
      name: 'connection_secrets',
      columns: [
        ['connection_id', text],
        ['path', text],
        ['key_id', text],
        ['sealed', text],
      ],
      constraints: ['PRIMARY KEY (connection_id, path)', belongsTo('connection_id', 'connections')],
    },
    {
      name: 'connect_links',
      columns: [
        ['id', 'TEXT PRIMARY KEY'],
        ['token_hash', `${text} UNIQUE`],
        ['person', text],
        ['connection_id', 'TEXT'],
        ['created_at', `${date} NOT NULL`],
        ['expires_at', `${date} NOT NULL`],
        ['browser_hash', 'TEXT'],
        ['tries', 'INTEGER NOT NULL'],
        ['state_hash', 'TEXT UNIQUE'],
        ['key_id', 'TEXT'],
        ['sealed', 'TEXT'],
        ['used_at', date],
      ],
      constraints: [belongsTo('connection_id', 'connections')],
    },
    {
      name: 'jobs',
      columns: [
        ['id', 'TEXT PRIMARY KEY'],
        ['name', text],
        ['name_key', text],
        ['connection_id', text],
        ['definition', `${json} NOT NULL`],
        ['version', 'INTEGER NOT NULL'],
        ['enabled', `${flag} NOT NULL`],
        ['next_run_at', date],
      ],
      constraints: ['UNIQUE (team_id, name_key)', referredTo, references('connection_id', 'connections')],
    },
    {
      name: 'job_versions',
      columns: [
        ['job_id', text],
        ['version', 'INTEGER NOT NULL'],
        ['definition', `${json} NOT NULL`],
        ['saved_at', `${date} NOT NULL`],
        ['saved_by', text],
        ['door', text],
      ],
      constraints: ['PRIMARY KEY (job_id, version)', belongsTo('job_id', 'jobs')],
    },
    {
      name: 'job_cursors',
      columns: [
        ['job_id', 'TEXT PRIMARY KEY'],
        ['until', text],
        ['fingerprint', text],
        ['last_full_at', text],
        ['deletion_mark', 'TEXT'],
      ],
      constraints: [belongsTo('job_id', 'jobs')],
    },
    {
      name: 'job_schemas',
      columns: [
        ['job_id', 'TEXT PRIMARY KEY'],
        ['shapes', `${wantedJson} NOT NULL`],
        ['checked_at', `${date} NOT NULL`],
      ],
      constraints: [belongsTo('job_id', 'jobs')],
    },
    {
      // Without a reference to the job: history outlives it.
      name: 'runs',
      columns: [
        ['id', 'TEXT PRIMARY KEY'],
        ['job_id', text],
        ['job_version', 'INTEGER NOT NULL'],
        ['mode', text],
        ['mode_reason', 'TEXT'],
        ['"trigger"', text],
        ['started_by', text],
        ['dry_run', `${flag} NOT NULL`],
        ['status', text],
        ['phase', text],
        ['attempt', 'INTEGER NOT NULL'],
        ['owner', 'TEXT'],
        ['heartbeat_at', date],
        ['cancel_requested', `${flag} NOT NULL`],
        ['expected_rows', 'INTEGER'],
        ['counts', `${json} NOT NULL`],
        ['queued_at', `${date} NOT NULL`],
        ['started_at', date],
        ['finished_at', date],
        ['error', json],
        ['rows_file', 'TEXT'],
        ['rejects_file', 'TEXT'],
        ['retry', 'JSON'],
        ['rebuild', `${flag} NOT NULL`],
        ['retry_of', 'TEXT'],
        ['approval', 'JSON'],
      ],
    },
    {
      name: 'audit',
      isCounted: true,
      columns: [
        ['id', serial],
        ['at', `${date} NOT NULL`],
        ['actor', text],
        ['door', text],
        ['operation', text],
        ['subject', text],
        ['before', text],
        ['after', text],
      ],
    },
    {
      name: 'roles',
      columns: [
        ['person', text],
        ['role', text],
        ['granted_at', `${date} NOT NULL`],
        ['granted_by', text],
      ],
      constraints: ['PRIMARY KEY (team_id, person)'],
    },
    {
      name: 'deliveries',
      columns: [
        ['id', text],
        ['until', `${date} NOT NULL`],
      ],
      constraints: ['PRIMARY KEY (team_id, id)'],
    },
    {
      name: 'leases',
      columns: [
        ['name', text],
        ['holder', text],
        ['until', `${date} NOT NULL`],
      ],
      constraints: ['PRIMARY KEY (team_id, name)'],
    },
    {
      name: 'call_rates',
      columns: [
        ['caller', text],
        ['used_until', `${moment} NOT NULL`],
      ],
      constraints: ['PRIMARY KEY (team_id, caller)'],
    },
    {
      // Without references to runs and jobs: what was told outlives them.
      name: 'outbox',
      isCounted: true,
      columns: [
        ['id', serial],
        ['"key"', text],
        ['destination', text],
        ['lane', text],
        ['content', `${json} NOT NULL`],
        ['run_id', 'TEXT'],
        ['job_id', 'TEXT'],
        ['fallback', 'TEXT'],
        ['thread_of', 'TEXT'],
        ['created_at', `${date} NOT NULL`],
        ['due_at', date],
        ['tried_at', date],
        ['failures', 'INTEGER NOT NULL'],
        ['channel', 'TEXT'],
        ['ts', 'TEXT'],
        ['shown', 'TEXT'],
        ['problem', 'TEXT'],
      ],
      constraints: ['UNIQUE (team_id, "key")'],
    },
    {
      // Never deleted from: a message without its lane would wait for ever. There is one a conversation.
      name: 'outbox_lanes',
      columns: [
        ['lane', text],
        ['claim', 'TEXT'],
        ['lease_until', date],
        ['post_after', `${date} NOT NULL`],
      ],
      constraints: ['PRIMARY KEY (team_id, lane)'],
    },
    {
      name: 'closed_channels',
      columns: [
        ['job_id', text],
        ['destination', text],
        ['reason', text],
        ['since', `${date} NOT NULL`],
      ],
      constraints: ['PRIMARY KEY (job_id, destination)'],
    },
    {
      name: 'drafts',
      columns: [
        ['id', 'TEXT PRIMARY KEY'],
        ['owner', text],
        ['purpose', text],
        ['subject', text],
        ['draft', `${json} NOT NULL`],
        ['step', text],
        ['entered', `${json} NOT NULL`],
        ['created_at', `${date} NOT NULL`],
        ['updated_at', `${date} NOT NULL`],
      ],
      constraints: ['UNIQUE (team_id, owner, subject)'],
    },
    {
      name: 'api_tokens',
      columns: [
        ['id', 'TEXT PRIMARY KEY'],
        ['name', text],
        ['name_key', text],
        ['job_id', 'TEXT'],
        ['hash', text],
        ['created_at', `${date} NOT NULL`],
        ['created_by', text],
        ['expires_at', date],
        ['last_used_at', date],
      ],
      constraints: ['UNIQUE (team_id, name_key)', referredTo, belongsTo('job_id', 'jobs')],
    },
    {
      name: 'idempotency_keys',
      columns: [
        ['token_id', text],
        ['"key"', text],
        ['fingerprint', text],
        ['run_id', text],
        ['until', `${date} NOT NULL`],
      ],
      constraints: ['PRIMARY KEY (token_id, "key")', belongsTo('token_id', 'api_tokens')],
    },
    {
      name: 'webhooks',
      columns: [
        ['id', 'TEXT PRIMARY KEY'],
        ['url', text],
        ['job_id', 'TEXT'],
        ['events', `${json} NOT NULL`],
        ['key_id', text],
        ['sealed', text],
        ['created_at', `${date} NOT NULL`],
        ['created_by', text],
      ],
      constraints: [referredTo, belongsTo('job_id', 'jobs')],
    },
    {
      name: 'webhook_deliveries',
      isCounted: true,
      columns: [
        ['id', serial],
        ['webhook_id', text],
        ['message_id', text],
        ['type', text],
        ['body', text],
        ['created_at', `${date} NOT NULL`],
        ['due_at', date],
        ['claim', 'TEXT'],
        ['lease_until', date],
        ['tries', 'INTEGER NOT NULL'],
        ['problem', 'TEXT'],
      ],
      constraints: ['UNIQUE (webhook_id, message_id)', belongsTo('webhook_id', 'webhooks')],
    },
    {
      name: 'assistant_switches',
      columns: [
        ['name', text],
        ['is_on', `${flag} NOT NULL`],
        ['changed_at', `${date} NOT NULL`],
        ['changed_by', text],
      ],
      constraints: ['PRIMARY KEY (team_id, name)'],
    },
    {
      name: 'assistant_proposals',
      columns: [
        ['id', 'TEXT PRIMARY KEY'],
        ['actor', text],
        ['thread', text],
        ['text', text],
        ['proposal', text],
        ['jobs', text],
        ['created_at', `${date} NOT NULL`],
        ['expires_at', `${date} NOT NULL`],
        ['decided_at', date],
        ['decision', 'TEXT'],
      ],
    },
    {
      name: 'assistant_threads',
      columns: [
        ['thread', text],
        ['turns', text],
        ['updated_at', `${date} NOT NULL`],
      ],
      constraints: ['PRIMARY KEY (team_id, thread)'],
    },
  ];
}

const active = activeRunStatuses.map((status) => `'${status}'`).join(', ');

/** Those without a team are for what is asked of all teams together, or find a row by an id that no other row has. */
const indexes: readonly string[] = [
  'CREATE INDEX connect_links_expires ON connect_links (team_id, expires_at)',
  'CREATE INDEX jobs_due ON jobs (enabled, next_run_at)',
  `CREATE UNIQUE INDEX runs_one_active_a_job ON runs (job_id) WHERE status IN (${active})`,
  `CREATE INDEX runs_queue ON runs (queued_at, id) WHERE status = 'queued'`,
  'CREATE INDEX runs_active ON runs (status) WHERE finished_at IS NULL',
  'CREATE INDEX runs_history_of_job ON runs (job_id, queued_at, id)',
  'CREATE INDEX runs_history ON runs (team_id, queued_at, id)',
  'CREATE INDEX runs_finished ON runs (team_id, finished_at)',
  'CREATE INDEX runs_rows_file ON runs (rows_file) WHERE rows_file IS NOT NULL',
  'CREATE INDEX runs_rejects_file ON runs (rejects_file) WHERE rejects_file IS NOT NULL',
  'CREATE INDEX runs_rows_of_job ON runs (job_id) WHERE rows_file IS NOT NULL',
  'CREATE INDEX audit_of_team ON audit (team_id, id)',
  'CREATE INDEX deliveries_until ON deliveries (team_id, until)',
  'CREATE INDEX leases_until ON leases (team_id, until)',
  'CREATE INDEX call_rates_used_until ON call_rates (team_id, used_until)',
  'CREATE INDEX outbox_due ON outbox (due_at, id) WHERE due_at IS NOT NULL',
  'CREATE INDEX outbox_due_of_team ON outbox (team_id, due_at, id) WHERE due_at IS NOT NULL',
  'CREATE INDEX outbox_run ON outbox (run_id) WHERE run_id IS NOT NULL',
  'CREATE INDEX outbox_thread ON outbox (thread_of) WHERE thread_of IS NOT NULL',
  'CREATE INDEX outbox_lane ON outbox (team_id, lane) WHERE due_at IS NOT NULL',
  'CREATE INDEX outbox_age ON outbox (team_id, created_at)',
  'CREATE INDEX drafts_age ON drafts (team_id, updated_at)',
  'CREATE INDEX drafts_subject ON drafts (subject)',
  'CREATE INDEX api_tokens_of_job ON api_tokens (job_id)',
  'CREATE INDEX idempotency_keys_until ON idempotency_keys (team_id, until)',
  'CREATE INDEX webhooks_of_job ON webhooks (team_id, job_id)',
  'CREATE INDEX webhook_deliveries_due ON webhook_deliveries (due_at, id) WHERE due_at IS NOT NULL',
  'CREATE INDEX webhook_deliveries_age ON webhook_deliveries (team_id, created_at)',
  'CREATE INDEX assistant_proposals_expiry ON assistant_proposals (team_id, expires_at)',
  'CREATE INDEX assistant_threads_age ON assistant_threads (team_id, updated_at)',
];
