/** For everything that the bot listens to in Slack: a request that is as good as a real one, and who may make it. */
import type { Role } from '../../../src/domain/role.ts';
import { draftForgeries, editor, screen } from './draft-forgeries.ts';
import type { FurnishedDoor } from './furnished-door.ts';

export interface Forgery {
  readonly id: string;
  readonly needs: Role;
  readonly value?: string;
  readonly at?: 'home' | 'modal' | 'message';
  readonly metadata?: string;
  readonly callbackId?: string;
  readonly values?: object;
  /** Of whoever may: it leaves a trace in the database. */
  readonly changes?: boolean;
  /** It goes the same way as another that is not marked so. */
  readonly isAlike?: boolean;
}

export interface Forgeries {
  readonly actions: readonly Forgery[];
  readonly submissions: readonly Forgery[];
  readonly closings: readonly Forgery[];
  readonly options: readonly Forgery[];
  /** Their `id` is what is written after `/crosswalk`. */
  readonly commands: readonly Forgery[];
}

const chosen = (id: string, value: string) => ({
  [id]: { [id]: { type: 'radio_buttons', selected_option: { value } } },
});
const typed = (id: string, value: string) => ({ [id]: { [id]: { type: 'plain_text_input', value } } });

const menu = (entry: string, needs: Role, changes = false): Forgery => ({
  id: 'job-menu',
  needs,
  value: entry,
  at: 'home',
  changes,
});

export function forgeriesFor({ heldAtMs, tickets }: FurnishedDoor): Forgeries {
  const ofJob = JSON.stringify({
    job: 'job-1',
    page: 0,
    turn: 0,
    run: 'run-done',
    version: null,
    changes: 0,
  });
  const form = JSON.stringify({ job: 'job-1', below: 'V0' });
  const ofConnections = JSON.stringify({ page: 0 });
  const held = `run-held ${heldAtMs}`;
  const looks = (id: string, value?: string): Forgery => ({
    id,
    needs: 'viewer',
    metadata: ofJob,
    ...(value === undefined ? {} : { value }),
  });
  return {
    actions: [
      ...draftForgeries,
      menu('edit job-1', 'admin', true),
      menu('run-now job-1', 'operator', true),
      menu('run-full-sync-now job-1', 'operator', true),
      menu('rebuild-mapping job-1', 'admin'),
      menu('history job-1', 'viewer'),
      menu('download job-1', 'operator', true),
      menu('disable-scheduling job-1', 'operator', true),
      menu('enable-scheduling job-1', 'operator', false),
      menu('duplicate job-1', 'admin', true),
      menu('trigger-api job-1', 'admin'),
      menu('delete job-1', 'admin'),
      ...['home-search', 'home-filter', 'home-clear', 'home-page'].map(
        (id) => ({ id, needs: 'viewer', at: 'home', value: '1' }) as const,
      ),
      { id: 'new-integration', needs: 'admin', at: 'home' },
      { id: 'job-edit', needs: 'admin', at: 'message', value: 'job-1', changes: true },
      { id: 'wizard-resume', needs: 'admin', at: 'message', value: 'draft-new' },
      { id: 'wizard-start-over', needs: 'admin', value: 'draft-new', changes: true },
      looks('list-page', '1'),
      { id: 'run-retry', needs: 'operator', at: 'message', value: 'full job-1', changes: true },
      { id: 'run-retry-rejected', needs: 'operator', at: 'message', value: 'run-done', changes: true },
      { id: 'run-cancel', needs: 'operator', at: 'message', value: 'run-active', changes: true },
      { id: 'run-approve', needs: 'admin', at: 'message', value: held, changes: true },
      { id: 'run-reject', needs: 'admin', at: 'message', value: held, changes: true },
      { id: 'run-download', needs: 'operator', at: 'message', value: 'rows run-done', changes: true },
      { id: 'run-download', needs: 'operator', at: 'message', value: 'rejects run-done', changes: true },
      looks('run-history', 'job-1'),
      looks('history-status', 'failed'),
      looks('history-mode', 'full'),
      looks('history-from', '2026-01-01'),
      looks('history-to', '2026-01-01'),
      looks('history-clear'),
      looks('history-page', '1'),
      looks('history-open', 'run-done'),
      looks('run-details-page', '1'),
      looks('connections-open'),
      looks('connections-page', '0'),
      looks('connect-followed'),
      { id: 'connect-open', needs: 'admin', metadata: ofConnections, changes: true },
      {
        id: 'connection-reconnect',
        needs: 'admin',
        value: 'connection-1',
        metadata: ofConnections,
        changes: true,
      },
      {
        id: 'connection-test',
        needs: 'operator',
        value: 'connection-1',
        metadata: ofConnections,
        changes: true,
      },
      {
        id: 'connection-remove',
        needs: 'admin',
        value: 'connection-2',
        metadata: ofConnections,
        changes: true,
      },
      { id: 'connection-remove-used', needs: 'admin', value: 'connection-1', metadata: ofConnections },
      { id: 'connection-rename', needs: 'admin', value: 'connection-1', metadata: ofConnections },
      looks('job-open', 'job-1'),
      looks('job-versions', 'job-1'),
      looks('versions-page', '0'),
      looks('versions-open', '1'),
      looks('versions-changes', '0'),
      looks('versions-all'),
      { id: 'versions-restore', needs: 'admin', value: '1', metadata: ofJob },
      { id: 'token-new', needs: 'admin', metadata: ofJob },
      { id: 'token-revoke', needs: 'admin', value: 'token-1', metadata: ofJob, changes: true },
      { id: 'token-page', needs: 'admin', value: '0', metadata: ofJob },
      { id: 'webhooks-open', needs: 'admin', metadata: ofJob },
      { id: 'webhook-new', needs: 'admin', metadata: ofJob },
      { id: 'webhooks-page', needs: 'admin', value: '0', metadata: ofJob },
      { id: 'webhooks-refresh', needs: 'admin', metadata: ofJob },
      { id: 'webhook-test', needs: 'admin', value: 'hook-1', metadata: ofJob, changes: true },
      { id: 'webhook-delete', needs: 'admin', value: 'hook-1', metadata: ofJob, changes: true },
      ...[
        'audit-person',
        'audit-job',
        'audit-kind',
        'audit-from',
        'audit-to',
        'audit-clear',
        'audit-page',
      ].map((id) => ({ id, needs: 'admin', value: 'x' }) as const),
      { id: 'audit-download', needs: 'admin', changes: true },
      looks('audit-followed'),
      {
        id: 'chat-decide:confirmed',
        needs: 'operator',
        at: 'message',
        value: tickets.command,
        changes: true,
      },
      {
        id: 'chat-decide:dismissed',
        needs: 'operator',
        at: 'message',
        value: tickets.command,
        changes: true,
      },
      {
        id: 'chat-choose:0',
        needs: 'operator',
        at: 'message',
        value: `0 ${tickets.question}`,
        changes: true,
      },
      { id: 'chat-draft', needs: 'admin', at: 'message', value: tickets.draft },
      { id: 'chat-draft-anew', needs: 'admin', at: 'message', value: tickets.draft, changes: true },
    ],
    submissions: [
      { id: 'wizard', needs: 'admin', metadata: screen('settings'), changes: true },
      { id: 'wizard', needs: 'admin', metadata: screen('save'), changes: true },
      { id: 'hub-condition', needs: 'admin', metadata: editor('records') },
      { id: 'mapping-entry', needs: 'admin', metadata: editor('mapping') },
      { id: 'rebuild-mapping', needs: 'admin', metadata: 'job-1', changes: true },
      {
        id: 'connection-rename',
        needs: 'admin',
        metadata: JSON.stringify({ connection: 'connection-1', below: 'V0' }),
        values: typed('name', 'Taken over'),
        changes: true,
      },
      {
        id: 'token',
        needs: 'admin',
        metadata: form,
        values: { ...typed('name', 'Stolen'), ...chosen('scope', 'all') },
        changes: true,
      },
      {
        id: 'webhook',
        needs: 'admin',
        metadata: form,
        values: {
          ...typed('url', 'https://attacker.example/hook'),
          events: { events: { type: 'checkboxes', selected_options: [{ value: 'run.failed' }] } },
        },
        changes: true,
      },
      { id: 'delete-job', needs: 'admin', metadata: 'job-1', values: typed('typed', 'Job 1'), changes: true },
    ],
    closings: [{ id: 'wizard', needs: 'admin', metadata: screen('fields'), changes: true }],
    options: [
      { id: 'wizard-object', needs: 'admin', metadata: screen('source'), value: 'acc' },
      { id: 'wizard-fields', needs: 'admin', metadata: screen('fields'), value: 'name' },
      { id: 'wizard-destination', needs: 'admin', metadata: screen('destination'), value: 'acc' },
      { id: 'audit-job', needs: 'admin', value: 'job' },
      { id: 'wizard-zone', needs: 'viewer', metadata: screen('settings'), value: 'berl' },
      { id: 'condition-attribute', needs: 'admin', metadata: editor('records'), value: 'name' },
      { id: 'entry-field', needs: 'admin', metadata: editor('mapping'), value: 'name' },
      { id: 'entry-insert-field', needs: 'admin', metadata: editor('mapping'), value: 'name' },
      { id: 'entry-attribute', needs: 'admin', metadata: editor('mapping'), value: 'name' },
      { id: 'entry-function', needs: 'viewer', metadata: editor('mapping'), value: 'upper' },
    ],
    commands: [
      { id: 'home', needs: 'viewer' },
      { id: 'new', needs: 'admin' },
      { id: 'edit Job 1', needs: 'admin', changes: true },
      { id: 'list', needs: 'viewer' },
      { id: 'run Job 1', needs: 'operator', changes: true },
      { id: 'fullsync Job 1', needs: 'operator', changes: true },
      { id: 'history Job 1', needs: 'viewer' },
      { id: 'connect', needs: 'admin', changes: true },
      { id: 'connections', needs: 'viewer' },
      { id: 'duplicate Job 1', needs: 'admin', changes: true },
      { id: 'api Job 1', needs: 'admin' },
      { id: 'delete Job 1', needs: 'admin' },
      { id: 'role <@UEVE|eve> admin', needs: 'admin', changes: true },
      { id: 'role', needs: 'viewer' },
      { id: 'audit', needs: 'admin' },
      { id: 'assistant off', needs: 'admin', changes: true },
      { id: 'assistant', needs: 'viewer' },
    ],
  };
}
