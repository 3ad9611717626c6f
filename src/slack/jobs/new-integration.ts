/** "New integration": how a job is created. */
import type { ModalView } from '@slack/types';
import { requireRole } from '../../domain/role.ts';
import { modal, section } from '../blocks/index.ts';
import type { ActionCall, CommandCall, Feature } from '../feature.ts';
import { homeIds } from '../home/home-view.ts';

export function createNewIntegration(): Feature {
  return {
    actions: [{ actionId: homeIds.newIntegration, handle: open }],
    commands: [{ name: 'new', usage: '', summary: 'Create an integration job', handle: open }],
  };
}

async function open({ context, slack, triggerId }: ActionCall | CommandCall): Promise<void> {
  requireRole(context.role, 'admin', 'create a job');
  await slack.views.open({ trigger_id: triggerId, view: howToCreate });
}

const sample = `connections:
  - name: Acme Salesforce
    connector: salesforce
    loginUrl: https://login.salesforce.com
    auth: { grant: client-credentials, clientId: "\${SF_CLIENT_ID}", clientSecret: "\${SF_CLIENT_SECRET}" }
jobs:
  - name: Customer accounts
    direction: inbound
    connection: Acme Salesforce
    source: { object: Account, filter: "Type = 'Customer'" }
    target: { object: accounts }
    mapping:
      - { from: Id, to: account_id }
      - { from: Name, to: name }
    settings: { allowCreate: true, resolveConflicts: true }
    schedule: { run: hourly, minute: 5, timezone: UTC, enabled: true }`;

const howToCreate: ModalView = modal({
  title: 'New integration',
  callbackId: 'new-integration',
  blocks: [
    section('In this version jobs are created from a file, on the machine that Crosswalk runs on.'),
    section('*1.* Write the connection and the jobs into a file, such as `jobs.yml`:'),
    section(`\`\`\`${sample}\`\`\``),
    section(
      '*2.* Apply it. It is checked against the CRM first, and nothing is changed if anything is wrong:',
    ),
    section('```crosswalk apply jobs.yml```'),
    section('*3.* The jobs appear in App Home at once. Apply the file again whenever it changes.'),
  ],
});
