/** Every operation, as somebody could ask for it in the furnished house, the role that it needs, and what it leaves behind. */
import type { Role } from '../../../src/domain/role.ts';
import type { Operations } from '../../../src/operations/index.ts';
import type { OperationContext } from '../../../src/operations/operation.ts';
import { aJobsFile } from '../../support/operations.ts';
import type { FurnishedDoor } from '../../slack/support/furnished-door.ts';

export interface OperationCase {
  /** null: it says who somebody is, which is asked before anybody has a role. */
  readonly needs: Role | null;
  /**
   * audited: a change that stands in the audit log. own: what only whoever asks sees, such as a draft or when a token was
   * used. nothing: it only looks.
   */
  readonly leaves: 'audited' | 'own' | 'nothing';
  /** What it is refused with when everything is as it should be: there is nothing in the house that it goes with. */
  readonly isRefused?: boolean;
  readonly call: (operations: Operations, by: OperationContext) => Promise<unknown>;
}

const timezone = 'UTC';
const draft = 'draft-new';
const out = 'draft-out';
const job = 'job-1';

export function everyOperation({
  heldAtMs,
  tickets,
  sandbox,
}: FurnishedDoor): Readonly<Record<keyof Operations, OperationCase>> {
  const askedAt = new Date(heldAtMs);
  const askedIn = { conversation: null, person: 'UADA' };
  const entry = { source: { kind: 'field', path: 'Id' }, target: 'account_id' } as const;
  const text = aJobsFile.replaceAll('${SF_URL}', sandbox.url);
  const looks = (needs: Role, call: OperationCase['call']): OperationCase => ({
    needs,
    leaves: 'nothing',
    call,
  });
  const changes = (needs: Role, call: OperationCase['call']): OperationCase => ({
    needs,
    leaves: 'audited',
    call,
  });
  const drafts = (call: OperationCase['call']): OperationCase => ({ needs: 'admin', leaves: 'own', call });
  const refused = (given: OperationCase): OperationCase => ({ ...given, isRefused: true });
  return {
    applyConfiguration: changes('admin', (o, by) => o.applyConfiguration(by, { text, fileName: 'jobs.yml' })),
    exportConfiguration: looks('admin', (o, by) => o.exportConfiguration(by)),
    startRun: changes('operator', (o, by) => o.startRun(by, { job, mode: 'full', dryRun: false })),
    retryRejected: changes('operator', (o, by) => o.retryRejected(by, { runId: 'run-done' })),
    rebuildMapping: changes('admin', (o, by) => o.rebuildMapping(by, { job })),
    cancelRun: changes('operator', (o, by) => o.cancelRun(by, { runId: 'run-active' })),
    approveRun: changes('admin', (o, by) => o.approveRun(by, { runId: 'run-held', askedAt })),
    rejectRun: changes('admin', (o, by) => o.rejectRun(by, { runId: 'run-held', askedAt })),
    showRun: looks('viewer', (o, by) => o.showRun(by, { runId: 'run-done' })),
    listJobs: looks('viewer', (o, by) => o.listJobs(by)),
    listConnections: looks('viewer', (o, by) => o.listConnections(by)),
    createConnectLink: changes('admin', (o, by) => o.createConnectLink(by, { connection: null })),
    personOfLink: { needs: null, leaves: 'nothing', call: (o, by) => o.personOfLink(by, { token: 'x' }) },
    openConnectLink: refused(looks('admin', (o, by) => o.openConnectLink(by, { token: 'x', browser: 'x' }))),
    beginConnecting: refused(
      changes('admin', (o, by) =>
        o.beginConnecting(by, {
          token: 'x',
          browser: 'x',
          connector: 'salesforce',
          grant: 'client-credentials',
          name: 'x',
          values: {},
          redirectUri: 'http://crosswalk.test/connect/callback',
        }),
      ),
    ),
    finishConnecting: refused(
      changes('admin', (o, by) =>
        o.finishConnecting(by, { state: 'x', browser: 'x', answer: { code: 'x' } }),
      ),
    ),
    testConnection: {
      needs: 'operator',
      leaves: 'own',
      call: (o, by) => o.testConnection(by, { connection: 'connection-1' }),
    },
    renameConnection: changes('admin', (o, by) =>
      o.renameConnection(by, { connection: 'connection-1', name: 'Other' }),
    ),
    removeConnection: changes('admin', (o, by) => o.removeConnection(by, { connection: 'connection-2' })),
    setJobEnabled: changes('operator', (o, by) => o.setJobEnabled(by, { job, enabled: false })),
    roleOf: { needs: null, leaves: 'nothing', call: (o, by) => o.roleOf(by, { isWorkspaceAdmin: false }) },
    grantRole: changes('admin', (o, by) =>
      o.grantRole(by, {
        person: { id: 'UEVE', name: 'Eve', isWorkspaceAdmin: false },
        role: 'admin',
        byWorkspaceAdmin: true,
      }),
    ),
    setAssistant: changes('admin', (o, by) => o.setAssistant(by, { usesModel: false })),
    showAssistant: looks('viewer', (o, by) => o.showAssistant(by)),
    listRoles: looks('viewer', (o, by) => o.listRoles(by)),
    listAudit: looks('admin', (o, by) => o.listAudit(by, { filter: {}, limit: 10, offset: 0 })),
    createDownloadLink: changes('admin', (o, by) => o.createDownloadLink(by, { filter: {} })),
    personOfDownload: {
      needs: null,
      leaves: 'nothing',
      call: (o, by) => o.personOfDownload(by, { token: 'x' }),
    },
    fetchAudit: refused(
      changes('admin', (o, by) => o.fetchAudit(by, { token: 'x', personName: () => Promise.resolve(null) })),
    ),
    failedJobs: looks('viewer', (o, by) => o.failedJobs(by, { since: askedAt })),
    jobHistory: looks('viewer', (o, by) => o.jobHistory(by, { job, limit: 1, offset: 0 })),
    runProgress: looks('viewer', (o, by) => o.runProgress(by, { runId: 'run-active' })),
    rejectedRows: looks('operator', (o, by) => o.rejectedRows(by, { runId: 'run-done' })),
    rejectSummary: looks('viewer', (o, by) => o.rejectSummary(by, { runId: 'run-done' })),
    digest: looks('viewer', (o, by) =>
      o.digest(by, { cadence: 'daily', timezone, channel: '#x', until: askedAt }),
    ),
    openRunFile: changes('operator', async (o, by) => {
      const { content } = await o.openRunFile(by, { runId: 'run-done', kind: 'rows', maxBytes: 1_000 });
      content.destroy();
    }),
    triggerRun: changes('operator', (o, by) =>
      o.triggerRun(by, { jobId: job, mode: 'full', tokenId: 'token-1', key: null }),
    ),
    authenticate: { needs: null, leaves: 'nothing', call: (o, by) => o.authenticate(by, { text: 'x' }) },
    createToken: changes('admin', (o, by) =>
      o.createToken(by, { name: 'New', jobId: null, expiresAt: null }),
    ),
    listTokens: looks('admin', (o, by) => o.listTokens(by, { job })),
    revokeToken: changes('admin', (o, by) => o.revokeToken(by, { tokenId: 'token-1' })),
    createWebhook: changes('admin', (o, by) =>
      o.createWebhook(by, { url: 'https://example.com/x', jobId: null, events: ['run.failed'] }),
    ),
    listWebhooks: looks('admin', (o, by) => o.listWebhooks(by, { job })),
    deleteWebhook: changes('admin', (o, by) => o.deleteWebhook(by, { webhookId: 'hook-1' })),
    testWebhook: changes('admin', (o, by) => o.testWebhook(by, { webhookId: 'hook-1' })),
    showJob: looks('viewer', (o, by) => o.showJob(by, { job })),
    startDraft: drafts((o, by) => o.startDraft(by, { purpose: 'edit', job })),
    showDraft: looks('admin', (o, by) => o.showDraft(by, draft)),
    changeDraft: drafts((o, by) => o.changeDraft(by, { draft, patch: { name: 'Changed' } })),
    discardDraft: drafts((o, by) => o.discardDraft(by, { draft })),
    draftProblems: looks('admin', (o, by) => o.draftProblems(by, { draft })),
    saveDraft: changes('admin', async (o, by) => {
      await o.changeDraft(by, { draft: out, patch: { direction: 'outbound', name: 'Job three' } });
      const saved = await o.saveDraft(by, { draft: out, startNow: false });
      if (saved.kind !== 'saved') throw new Error(`It was not saved: ${JSON.stringify(saved)}`);
    }),
    draftChanges: looks('admin', (o, by) => o.draftChanges(by, { draft: out })),
    duplicateJob: changes('admin', (o, by) => o.duplicateJob(by, { job })),
    deleteJob: changes('admin', (o, by) => o.deleteJob(by, { job, typed: 'Job 1' })),
    jobVersions: looks('viewer', (o, by) => o.jobVersions(by, { job, limit: 1, offset: 0 })),
    restoreVersion: changes('admin', async (o, by) => {
      const restored = await o.restoreVersion(by, { job, version: 1 });
      if (restored.kind !== 'restored') throw new Error(`It was not restored: ${JSON.stringify(restored)}`);
    }),
    validateDraft: looks('admin', (o, by) => o.validateDraft(by, { draft: out })),
    hubAttributes: looks('admin', (o, by) => o.hubAttributes(by, { draft })),
    mappedFields: looks('admin', (o, by) => o.mappedFields(by, { draft })),
    ask: changes('viewer', (o, by) => o.ask(by, { text: 'list jobs', thread: 't', timezone })),
    choose: changes('viewer', (o, by) => o.choose(by, { ticket: tickets.question, choice: 0, timezone })),
    decide: changes('operator', (o, by) =>
      o.decide(by, { ticket: tickets.command, decision: 'confirmed', askedIn, timezone }),
    ),
    draftProposal: drafts((o, by) =>
      o.draftProposal(by, { ticket: tickets.draft, timezone, startOver: true }),
    ),
    countProposed: looks('admin', (o, by) =>
      o.countProposed(by, {
        proposal: {
          kind: 'filter',
          filter: "Industry = 'Banking'",
          words: '',
          connector: 'salesforce',
          object: 'Account',
        },
        timezone,
      }),
    ),
    // There is one key, so that there is nothing to be done.
    reencryptSecrets: looks('admin', (o, by) => o.reencryptSecrets(by, {})),
    checkSetup: looks('admin', (o, by) => o.checkSetup(by)),
    listSourceObjects: looks('admin', (o, by) =>
      o.listSourceObjects(by, { connectionId: 'connection-1', typed: '' }),
    ),
    chooseSource: drafts((o, by) =>
      o.chooseSource(by, { draft, connectionId: 'connection-1', object: 'Contact' }),
    ),
    chooseFields: drafts((o, by) => o.chooseFields(by, { draft, paths: ['Id', 'Name'] })),
    searchFields: looks('admin', (o, by) => o.searchFields(by, { draft, typed: 'name', limit: 5 })),
    countRecords: looks('admin', (o, by) => o.countRecords(by, { draft })),
    previewRecords: refused(looks('admin', (o, by) => o.previewRecords(by, { draft }))),
    previewMapped: refused(looks('admin', (o, by) => o.previewMapped(by, { draft }))),
    writeFilter: changes('admin', (o, by) =>
      o.writeFilter(by, { draft, text: 'accounts in banking', timezone }),
    ),
    decideFilter: refused(changes('admin', (o, by) => o.decideFilter(by, { draft, decision: 'use' }))),
    writeFormula: changes('admin', (o, by) =>
      o.writeFormula(by, { draft, row: null, text: 'name in upper case', type: null, timezone }),
    ),
    decideFormula: refused(
      changes('admin', (o, by) => o.decideFormula(by, { draft, row: null, decision: 'use', current: '' })),
    ),
    suggestMappings: changes('admin', (o, by) => o.suggestMappings(by, { draft })),
    decideMappings: refused(
      changes('admin', (o, by) => o.decideMappings(by, { draft, decision: { kind: 'accept all' } })),
    ),
    sampleEntry: looks('admin', (o, by) => o.sampleEntry(by, { draft, entry })),
    previewHubRecords: looks('admin', (o, by) => o.previewHubRecords(by, { draft: out, timezone })),
    listDestinations: looks('admin', (o, by) =>
      o.listDestinations(by, { draft: out, connectionId: 'connection-1', typed: '' }),
    ),
    chooseDestination: drafts((o, by) =>
      o.chooseDestination(by, { draft: out, connectionId: 'connection-1', object: 'Contact' }),
    ),
    loadTemplate: drafts((o, by) => o.loadTemplate(by, { draft: out })),
    destinationFields: looks('admin', (o, by) => o.destinationFields(by, { draft: out })),
    searchTargetFields: looks('admin', (o, by) =>
      o.searchTargetFields(by, { draft: out, typed: 'name', limit: 5 }),
    ),
    mappedTargets: looks('admin', (o, by) => o.mappedTargets(by, { draft: out })),
    sampleOutboundEntry: looks('admin', (o, by) => o.sampleOutboundEntry(by, { draft: out, entry })),
    misfits: looks('admin', (o, by) => o.misfits(by, { draft: out })),
    previewOutbound: looks('admin', (o, by) => o.previewOutbound(by, { draft: out })),
  };
}
