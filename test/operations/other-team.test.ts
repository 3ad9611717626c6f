/** Every operation is tried with what is another team's: it must be told as what there never was, and stay as it is. */
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { QueryTypes } from 'sequelize';
import { openDatabase } from '../../src/database/open-database.ts';
import { FatalError, UserError } from '../../src/domain/errors.ts';
import { firstTeam } from '../../src/domain/team.ts';
import type { TeamId } from '../../src/domain/team.ts';
import { hashOf } from '../../src/operations/connections/link-text.ts';
import type { Operations } from '../../src/operations/index.ts';
import type { OperationContext } from '../../src/operations/operation.ts';
import { newTokenText } from '../../src/operations/trigger-api/token-text.ts';
import { startSalesforceSandbox } from '../../src/sandbox/salesforce/index.ts';
import type { SalesforceSandbox } from '../../src/sandbox/salesforce/index.ts';
import { openOtherTeam } from '../support/other-team.ts';
import type { OtherTeam } from '../support/other-team.ts';
import { openOperations } from '../support/operations.ts';
import type { OperationsBench } from '../support/operations.ts';
import { describeOnBothDatabases } from '../support/postgres.ts';
import {
  aConfiguration,
  aConnection,
  aDraft,
  aHeldRun,
  aJob,
  aNewRun,
  aToken,
  after as later,
  anOutcome,
} from '../support/records.ts';

/** What a request may name. */
interface Named {
  readonly jobId: string;
  readonly job: string;
  readonly runId: string;
  readonly heldId: string;
  readonly connection: string;
  readonly connectionId: string;
  readonly draft: string;
  readonly ticket: string;
  readonly tokenId: string;
  readonly tokenText: string;
  readonly tokenHash: string;
  readonly webhookId: string;
  readonly link: string;
  readonly download: string;
  readonly state: string;
}

type Attempt = (operations: Operations, context: OperationContext, at: Named) => Promise<unknown>;

const browser = 'b'.repeat(43);
const zone = 'UTC';
const redirectUri = 'https://crosswalk.test/connect/callback';

/** An operation that is new has to be tried, too: without an entry this does not compile. */
const attempts: { readonly [Name in keyof Operations]: Attempt } = {
  applyConfiguration: (o, c, { connection, job }) =>
    o.applyConfiguration(c, {
      fileName: 'jobs.yml',
      text: `jobs:\n  - name: ${job}\n    direction: inbound\n    connection: ${connection}\n    source: { object: Account }\n    target: { object: accounts }\n    mapping: [ { from: Id, to: account_id } ]\n    schedule: { run: once }\n`,
    }),
  exportConfiguration: (o, c) => o.exportConfiguration(c),
  // Of all teams by nature; it answers with numbers.
  reencryptSecrets: (o, c) => o.reencryptSecrets(c, {}),
  startRun: (o, c, { job }) => o.startRun(c, { job, mode: 'full', dryRun: false }),
  retryRejected: (o, c, { runId }) => o.retryRejected(c, { runId }),
  rebuildMapping: (o, c, { jobId }) => o.rebuildMapping(c, { job: jobId }),
  cancelRun: (o, c, { heldId: runId }) => o.cancelRun(c, { runId }),
  approveRun: (o, c, { heldId: runId }) => o.approveRun(c, { runId }),
  rejectRun: (o, c, { heldId: runId }) => o.rejectRun(c, { runId }),
  showRun: (o, c, { runId }) => o.showRun(c, { runId }),
  listJobs: (o, c) => o.listJobs(c),
  listConnections: (o, c) => o.listConnections(c),
  createConnectLink: (o, c, { connection }) => o.createConnectLink(c, { connection }),
  personOfLink: async (o, c, { link: token, state }) => [
    await o.personOfLink(c, { token }),
    await o.personOfLink(c, { state }),
  ],
  openConnectLink: (o, c, { link: token }) => o.openConnectLink(c, { token, browser }),
  beginConnecting: (o, c, { link: token }) =>
    o.beginConnecting(c, {
      token,
      browser,
      connector: 'salesforce',
      grant: 'client-credentials',
      name: 'X',
      values: {},
      redirectUri,
    }),
  finishConnecting: (o, c, { state }) => o.finishConnecting(c, { state, browser, answer: { code: 'c' } }),
  testConnection: (o, c, { connection }) => o.testConnection(c, { connection }),
  renameConnection: (o, c, { connectionId }) =>
    o.renameConnection(c, { connection: connectionId, name: 'Ours now' }),
  removeConnection: (o, c, { connectionId }) => o.removeConnection(c, { connection: connectionId }),
  setJobEnabled: (o, c, { jobId }) => o.setJobEnabled(c, { job: jobId, enabled: false }),
  roleOf: (o, c) => o.roleOf(c, { isWorkspaceAdmin: false }),
  grantRole: (o, c) =>
    o.grantRole(c, {
      person: { id: 'UBOB', name: 'Bob', isWorkspaceAdmin: false },
      role: 'operator',
      byWorkspaceAdmin: true,
    }),
  setAssistant: (o, c) => o.setAssistant(c, { usesModel: true }),
  showAssistant: (o, c) => o.showAssistant(c),
  listRoles: (o, c) => o.listRoles(c),
  listAudit: (o, c, { jobId }) => o.listAudit(c, { filter: { subject: jobId }, limit: 9, offset: 0 }),
  createDownloadLink: (o, c, { jobId }) => o.createDownloadLink(c, { filter: { subject: jobId } }),
  personOfDownload: (o, c, { download: token }) => o.personOfDownload(c, { token }),
  fetchAudit: (o, c, { download: token }) =>
    o.fetchAudit(c, { token, personName: () => Promise.resolve(null) }),
  failedJobs: (o, c) => o.failedJobs(c, { since: new Date(0) }),
  jobHistory: (o, c, { jobId }) => o.jobHistory(c, { job: jobId, limit: 9, offset: 0 }),
  runProgress: (o, c, { runId }) => o.runProgress(c, { runId }),
  rejectedRows: (o, c, { runId }) => o.rejectedRows(c, { runId }),
  rejectSummary: (o, c, { runId }) => o.rejectSummary(c, { runId }),
  digest: (o, c) => o.digest(c, { channel: '#news', cadence: 'daily', timezone: zone, until: c.now }),
  openRunFile: (o, c, { runId }) => o.openRunFile(c, { runId, kind: 'rows', maxBytes: 9 }),
  triggerRun: (o, c, { jobId, tokenId }) => o.triggerRun(c, { jobId, tokenId, mode: 'full', key: null }),
  authenticate: (o, c, { tokenText: text }) => o.authenticate(c, { text }),
  createToken: (o, c, { jobId }) => o.createToken(c, { name: 'Theirs', jobId, expiresAt: null }),
  listTokens: (o, c, { jobId }) => o.listTokens(c, { job: jobId }),
  revokeToken: (o, c, { tokenId }) => o.revokeToken(c, { tokenId }),
  createWebhook: (o, c, { jobId }) =>
    o.createWebhook(c, { url: 'https://hooks.example.com/x', jobId, events: ['run.succeeded'] }),
  listWebhooks: (o, c, { jobId }) => o.listWebhooks(c, { job: jobId }),
  deleteWebhook: (o, c, { webhookId }) => o.deleteWebhook(c, { webhookId }),
  testWebhook: (o, c, { webhookId }) => o.testWebhook(c, { webhookId }),
  showJob: (o, c, { job }) => o.showJob(c, { job }),
  startDraft: (o, c, { jobId }) => o.startDraft(c, { purpose: 'edit', job: jobId }),
  showDraft: (o, c, { draft }) => o.showDraft(c, draft),
  changeDraft: (o, c, { draft }) => o.changeDraft(c, { draft, patch: { name: 'Ours now' } }),
  discardDraft: (o, c, { draft }) => o.discardDraft(c, { draft }),
  draftProblems: (o, c, { draft }) => o.draftProblems(c, { draft }),
  saveDraft: (o, c, { draft }) => o.saveDraft(c, { draft, startNow: true }),
  draftChanges: (o, c, { draft }) => o.draftChanges(c, { draft }),
  duplicateJob: (o, c, { jobId }) => o.duplicateJob(c, { job: jobId }),
  deleteJob: (o, c, { jobId, job }) => o.deleteJob(c, { job: jobId, typed: job }),
  jobVersions: (o, c, { jobId }) => o.jobVersions(c, { job: jobId, limit: 9, offset: 0 }),
  restoreVersion: (o, c, { jobId }) => o.restoreVersion(c, { job: jobId, version: 1 }),
  validateDraft: (o, c, { draft }) => o.validateDraft(c, { draft }),
  hubAttributes: (o, c, { draft }) => o.hubAttributes(c, { draft }),
  mappedFields: (o, c, { draft }) => o.mappedFields(c, { draft }),
  ask: (o, c, { job }) => o.ask(c, { text: `run ${job}`, thread: 'D1', timezone: zone }),
  choose: (o, c, { ticket }) => o.choose(c, { ticket, choice: 0, timezone: zone }),
  decide: (o, c, { ticket }) =>
    o.decide(c, {
      ticket,
      decision: 'confirmed',
      askedIn: { conversation: null, person: c.actor },
      timezone: zone,
    }),
  draftProposal: (o, c, { ticket }) => o.draftProposal(c, { ticket, timezone: zone, startOver: false }),
  countProposed: (o, c) =>
    o.countProposed(c, {
      proposal: {
        kind: 'filter',
        filter: "Name = 'x'",
        words: 'the name is x',
        connector: 'salesforce',
        object: 'Account',
      },
      timezone: zone,
    }),
  checkSetup: (o, c) => o.checkSetup(c),
  listSourceObjects: (o, c, { connectionId }) => o.listSourceObjects(c, { connectionId, typed: '' }),
  chooseSource: (o, c, { draft, connectionId }) =>
    o.chooseSource(c, { draft, connectionId, object: 'Account' }),
  chooseFields: (o, c, { draft }) => o.chooseFields(c, { draft, paths: ['Id'] }),
  searchFields: (o, c, { draft }) => o.searchFields(c, { draft, typed: '', limit: 9 }),
  countRecords: (o, c, { draft }) => o.countRecords(c, { draft }),
  previewRecords: (o, c, { draft }) => o.previewRecords(c, { draft }),
  previewMapped: (o, c, { draft }) => o.previewMapped(c, { draft }),
  writeFilter: (o, c, { draft }) => o.writeFilter(c, { draft, text: 'customers', timezone: zone }),
  decideFilter: (o, c, { draft }) => o.decideFilter(c, { draft, decision: 'use' }),
  writeFormula: (o, c, { draft }) =>
    o.writeFormula(c, { draft, row: null, text: 'the name', type: null, timezone: zone }),
  decideFormula: (o, c, { draft }) => o.decideFormula(c, { draft, row: null, decision: 'use', current: '' }),
  suggestMappings: (o, c, { draft }) => o.suggestMappings(c, { draft }),
  decideMappings: (o, c, { draft }) => o.decideMappings(c, { draft, decision: { kind: 'accept all' } }),
  sampleEntry: (o, c, { draft }) => o.sampleEntry(c, { draft, entry: aJob().mapping[0] ?? never() }),
  previewHubRecords: (o, c, { draft }) => o.previewHubRecords(c, { draft, timezone: zone }),
  listDestinations: (o, c, { draft, connectionId }) =>
    o.listDestinations(c, { draft, connectionId, typed: '' }),
  chooseDestination: (o, c, { draft, connectionId }) =>
    o.chooseDestination(c, { draft, connectionId, object: 'Account' }),
  loadTemplate: (o, c, { draft }) => o.loadTemplate(c, { draft }),
  destinationFields: (o, c, { draft }) => o.destinationFields(c, { draft }),
  searchTargetFields: (o, c, { draft }) => o.searchTargetFields(c, { draft, typed: '', limit: 9 }),
  mappedTargets: (o, c, { draft }) => o.mappedTargets(c, { draft }),
  sampleOutboundEntry: (o, c, { draft }) =>
    o.sampleOutboundEntry(c, { draft, entry: aJob().mapping[0] ?? never() }),
  misfits: (o, c, { draft }) => o.misfits(c, { draft }),
  previewOutbound: (o, c, { draft }) => o.previewOutbound(c, { draft }),
};

function never(): never {
  throw new Error('There is always one.');
}

/** Answers of these have something of their own each time. */
const answersAnew: readonly (keyof Operations)[] = [
  'createConnectLink',
  'createDownloadLink',
  'reencryptSecrets',
];

function names(): Named {
  const token = newTokenText();
  return {
    jobId: randomUUID(),
    job: `Secret job ${randomUUID()}`,
    runId: randomUUID(),
    heldId: randomUUID(),
    connection: `Secret connection ${randomUUID()}`,
    connectionId: randomUUID(),
    draft: randomUUID(),
    ticket: `${randomUUID()} ${'d'.repeat(43)}`,
    tokenId: token.id,
    tokenText: token.text,
    tokenHash: token.hash,
    webhookId: randomUUID(),
    link: randomUUID(),
    download: randomUUID(),
    state: randomUUID(),
  };
}

const others = 'T2' as TeamId;

describeOnBothDatabases('what is another team’s', (fresh) => {
  let sandbox: SalesforceSandbox;
  let bench: OperationsBench;
  let intruders: OtherTeam;
  let intruder: Operations;
  let context: OperationContext;
  let url: string;
  const ours = names();

  before(async function () {
    this.timeout(120_000);
    sandbox = await startSalesforceSandbox();
    url = await fresh();
    bench = await openOperations(sandbox, { url, hubUrl: await fresh() });
    const now = new Date();
    context = { actor: 'UADA', role: 'admin', door: 'slack', now };
    await insertTeam(url, others);
    await fill(bench, ours, context);
    intruders = await openOtherTeam(bench, others, await fresh());
    intruder = intruders.operations;
  });
  after(async () => {
    await intruders.close();
    await bench.close();
    await sandbox.close();
  });

  for (const name of Object.keys(attempts) as (keyof Operations)[]) {
    it(`is told by ${name} as what there never was`, async () => {
      const attempt = attempts[name];
      const unknown = names();
      const expected = await outcomeOf(() => attempt(intruder, context, unknown), unknown);
      const before = await rowsOf(url, firstTeam);
      const outcome = await outcomeOf(() => attempt(intruder, context, ours), ours);
      for (const value of Object.values(ours)) expect(outcome).not.to.include(value);
      if (!answersAnew.includes(name)) expect(outcome).to.equal(expected);
      expect(await rowsOf(url, firstTeam)).to.equal(before);
    });
  }

  it('is there for the team itself', async () => {
    const { operations } = bench;
    expect((await operations.showJob(context, { job: ours.job })).job.id).to.equal(ours.jobId);
    expect((await operations.showRun(context, { runId: ours.runId })).id).to.equal(ours.runId);
    expect((await operations.showDraft(context, ours.draft)).id).to.equal(ours.draft);
    expect(await operations.personOfLink(context, { token: ours.link })).to.equal('UADA');
    expect((await operations.authenticate(context, { text: ours.tokenText }))?.token.id).to.equal(
      ours.tokenId,
    );
  });
});

/** What comes of it, as text, with what was named taken out of it. */
async function outcomeOf(task: () => Promise<unknown>, named: Named): Promise<string> {
  let text: string;
  try {
    text = `answered ${JSON.stringify((await task()) ?? null)}`;
  } catch (error) {
    // A bug would be one, whoever asks.
    if (!(error instanceof UserError || error instanceof FatalError)) throw error;
    text = `refused ${error.code} ${error.message}`;
  }
  for (const [key, value] of Object.entries(named)) text = text.replaceAll(String(value), `<${key}>`);
  return text.replaceAll(/\bid-\d+\b/g, '<new>');
}

async function insertTeam(url: string, team: TeamId): Promise<void> {
  const database = await openDatabase(url);
  const sql = 'INSERT INTO teams (id, created_at) VALUES (:team, CURRENT_TIMESTAMP)';
  await database.query(sql, { replacements: { team } });
  await database.close();
}

const tables = [
  'connections',
  'connection_secrets',
  'connect_links',
  'jobs',
  'job_versions',
  'job_cursors',
  'runs',
  'audit',
  'roles',
  'outbox',
  'drafts',
  'api_tokens',
  'idempotency_keys',
  'webhooks',
  'webhook_deliveries',
  'assistant_switches',
  'assistant_proposals',
  'assistant_threads',
];

/** All that is a team's, as text. */
async function rowsOf(url: string, team: TeamId): Promise<string> {
  const database = await openDatabase(url);
  try {
    const rows = [];
    for (const table of tables) {
      const sql = `SELECT * FROM ${table} WHERE team_id = :team ORDER BY 1, 2`;
      rows.push(await database.query(sql, { replacements: { team }, type: QueryTypes.SELECT }));
    }
    return JSON.stringify(rows);
  } finally {
    await database.close();
  }
}

async function fill({ store }: OperationsBench, at: Named, { actor, now }: OperationContext): Promise<void> {
  const entry = { at: now, actor, door: 'slack', operation: 'o', subject: 's', before: null, after: null };
  const connections = [aConnection({ id: at.connectionId, name: at.connection, secrets: { 'auth.x': 'y' } })];
  const job = aJob({ id: at.jobId, name: at.job, connectionId: at.connectionId });
  await store.applyConfiguration(
    aConfiguration({ connections, jobs: [{ job, nextRunAt: later(now, 9e6) }] }),
  );
  await store.runs.enqueue(aNewRun({ id: at.runId, jobId: at.jobId }));
  await store.runs.claim('me', now, at.runId);
  const files = { rows: `runs/${at.runId}/rows.csv.gz`, rejects: `runs/${at.runId}/rejects.csv` };
  await store.runs.finish(at.runId, 'me', 1, anOutcome({ files }));
  await store.runs.enqueue(aNewRun({ id: at.heldId, jobId: at.jobId }));
  await store.runs.claim('me', now, at.heldId);
  await store.runs.awaitApproval(at.heldId, 'me', 1, aHeldRun(now));
  await store.drafts.begin(aDraft({ id: at.draft, owner: actor, createdAt: now, updatedAt: now }), {
    unlessBegunAfter: null,
  });
  await store.tokens.add(aToken({ id: at.tokenId, jobId: at.jobId }), at.tokenHash, entry);
  const webhook = { id: at.webhookId, url: 'https://hooks.example.com/secret', jobId: at.jobId };
  await store.webhooks.add(
    { ...webhook, events: ['run.succeeded'], createdAt: now, createdBy: actor },
    'shh',
    entry,
  );
  const link = { id: randomUUID(), person: actor, connectionId: at.connectionId, createdAt: now };
  await store.connectLinks.add({ ...link, expiresAt: later(now, 9e5) }, hashOf(at.link), entry);
  await store.connectLinks.open(hashOf(at.link), hashOf(browser), now);
  await store.connectLinks.begin(link.id, now, { stateHash: hashOf(at.state), text: '{}' });
  const download = {
    id: randomUUID(),
    person: actor,
    filter: {},
    createdAt: now,
    expiresAt: later(now, 9e5),
  };
  await store.downloadLinks.add(download, hashOf(at.download), entry);
  await store.proposals.add({
    id: at.ticket.split(' ')[0] ?? '',
    actor,
    thread: 'D1',
    text: `run ${at.job}`,
    proposal: { kind: 'answer', text: 'Secret.' },
    jobs: [{ id: at.jobId, name: at.job, version: 1 }],
    createdAt: now,
    expiresAt: later(now, 9e5),
  });
}
