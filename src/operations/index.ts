/** Everything that can be done. Doors call these and nothing below them. */
import type { OperationContext, OperationDeps } from './operation.ts';

/** Each is loaded when it is first called: a command line is to answer at once. */
export function createOperations(deps: OperationDeps) {
  return {
    applyConfiguration: operation(
      deps,
      async () => (await import('./apply-configuration.ts')).applyConfiguration,
    ),
    exportConfiguration: operation(
      deps,
      async () => (await import('./export-configuration.ts')).exportConfiguration,
    ),
    reencryptSecrets: operation(deps, async () => (await import('./reencrypt-secrets.ts')).reencryptSecrets),
    startRun: operation(deps, async () => (await import('./start-run.ts')).startRun),
    retryRejected: operation(deps, async () => (await import('./retry-rejected.ts')).retryRejected),
    rebuildMapping: operation(deps, async () => (await import('./rebuild-mapping.ts')).rebuildMapping),
    cancelRun: operation(deps, async () => (await import('./cancel-run.ts')).cancelRun),
    approveRun: operation(deps, async () => (await import('./decide-run.ts')).approveRun),
    rejectRun: operation(deps, async () => (await import('./decide-run.ts')).rejectRun),
    showRun: operation(deps, async () => (await import('./show-run.ts')).showRun),
    listJobs: operation(deps, async () => (await import('./list-jobs.ts')).listJobs),
    listConnections: operation(deps, async () => (await import('./list-connections.ts')).listConnections),
    createConnectLink: operation(
      deps,
      async () => (await import('./connections/create-connect-link.ts')).createConnectLink,
    ),
    personOfLink: operation(deps, async () => (await import('./connections/connect.ts')).personOfLink),
    openConnectLink: operation(deps, async () => (await import('./connections/connect.ts')).openConnectLink),
    beginConnecting: operation(deps, async () => (await import('./connections/connect.ts')).beginConnecting),
    finishConnecting: operation(
      deps,
      async () => (await import('./connections/connect.ts')).finishConnecting,
    ),
    testConnection: operation(
      deps,
      async () => (await import('./connections/test-connection.ts')).testConnection,
    ),
    renameConnection: operation(
      deps,
      async () => (await import('./connections/rename-connection.ts')).renameConnection,
    ),
    removeConnection: operation(
      deps,
      async () => (await import('./connections/remove-connection.ts')).removeConnection,
    ),
    setJobEnabled: operation(deps, async () => (await import('./set-job-enabled.ts')).setJobEnabled),
    roleOf: operation(deps, async () => (await import('./role-of.ts')).roleOf),
    grantRole: operation(deps, async () => (await import('./grant-role.ts')).grantRole),
    setAssistant: operation(deps, async () => (await import('./assistant/set-assistant.ts')).setAssistant),
    showAssistant: operation(deps, async () => (await import('./assistant/set-assistant.ts')).showAssistant),
    listRoles: operation(deps, async () => (await import('./list-roles.ts')).listRoles),
    listAudit: operation(deps, async () => (await import('./audit/list-audit.ts')).listAudit),
    createDownloadLink: operation(
      deps,
      async () => (await import('./audit/create-download-link.ts')).createDownloadLink,
    ),
    personOfDownload: operation(deps, async () => (await import('./audit/fetch-audit.ts')).personOfDownload),
    fetchAudit: operation(deps, async () => (await import('./audit/fetch-audit.ts')).fetchAudit),
    failedJobs: operation(deps, async () => (await import('./failed-jobs.ts')).failedJobs),
    jobHistory: operation(deps, async () => (await import('./job-history.ts')).jobHistory),
    runProgress: operation(deps, async () => (await import('./run-progress.ts')).runProgress),
    rejectedRows: operation(deps, async () => (await import('./rejected-rows.ts')).rejectedRows),
    rejectSummary: operation(deps, async () => (await import('./rejected-rows.ts')).rejectSummary),
    digest: operation(deps, async () => (await import('./digest.ts')).digest),
    openRunFile: operation(deps, async () => (await import('./open-run-file.ts')).openRunFile),
    triggerRun: operation(deps, async () => (await import('./trigger-api/trigger-run.ts')).triggerRun),
    authenticate: operation(deps, async () => (await import('./trigger-api/authenticate.ts')).authenticate),
    createToken: operation(deps, async () => (await import('./trigger-api/create-token.ts')).createToken),
    listTokens: operation(deps, async () => (await import('./trigger-api/list-tokens.ts')).listTokens),
    revokeToken: operation(deps, async () => (await import('./trigger-api/revoke-token.ts')).revokeToken),
    createWebhook: operation(deps, async () => (await import('./webhooks/create-webhook.ts')).createWebhook),
    listWebhooks: operation(deps, async () => (await import('./webhooks/list-webhooks.ts')).listWebhooks),
    deleteWebhook: operation(deps, async () => (await import('./webhooks/change-webhook.ts')).deleteWebhook),
    testWebhook: operation(deps, async () => (await import('./webhooks/change-webhook.ts')).testWebhook),
    showJob: operation(deps, async () => (await import('./show-job.ts')).showJob),
    startDraft: operation(deps, async () => (await import('./drafts/start-draft.ts')).startDraft),
    showDraft: operation(deps, async () => (await import('./drafts/show-draft.ts')).showDraft),
    changeDraft: operation(deps, async () => (await import('./drafts/change-draft.ts')).changeDraft),
    discardDraft: operation(deps, async () => (await import('./drafts/discard-draft.ts')).discardDraft),
    draftProblems: operation(deps, async () => (await import('./drafts/draft-problems.ts')).draftProblems),
    saveDraft: operation(deps, async () => (await import('./drafts/save-draft.ts')).saveDraft),
    draftChanges: operation(deps, async () => (await import('./drafts/draft-changes.ts')).draftChanges),
    duplicateJob: operation(deps, async () => (await import('./duplicate-job.ts')).duplicateJob),
    deleteJob: operation(deps, async () => (await import('./delete-job.ts')).deleteJob),
    jobVersions: operation(deps, async () => (await import('./job-versions.ts')).jobVersions),
    restoreVersion: operation(deps, async () => (await import('./restore-version.ts')).restoreVersion),
    validateDraft: operation(deps, async () => (await import('./drafts/validate-draft.ts')).validateDraft),
    hubAttributes: operation(deps, async () => (await import('./drafts/hub-attributes.ts')).hubAttributes),
    mappedFields: operation(deps, async () => (await import('./drafts/mapped-fields.ts')).mappedFields),
    ask: operation(deps, async () => (await import('./assistant/ask.ts')).ask),
    choose: operation(deps, async () => (await import('./assistant/ask.ts')).choose),
    decide: operation(deps, async () => (await import('./assistant/decide.ts')).decide),
    draftProposal: operation(deps, async () => (await import('./assistant/draft-proposal.ts')).draftProposal),
    countProposed: operation(deps, async () => (await import('./assistant/count-proposed.ts')).countProposed),
    checkSetup: operation(deps, async () => (await import('./check-setup.ts')).checkSetup),
    listSourceObjects: operation(
      deps,
      async () => (await import('./drafts/list-source-objects.ts')).listSourceObjects,
    ),
    chooseSource: operation(deps, async () => (await import('./drafts/choose-source.ts')).chooseSource),
    chooseFields: operation(deps, async () => (await import('./drafts/choose-fields.ts')).chooseFields),
    searchFields: operation(deps, async () => (await import('./drafts/search-fields.ts')).searchFields),
    countRecords: operation(deps, async () => (await import('./drafts/count-records.ts')).countRecords),
    previewRecords: operation(deps, async () => (await import('./drafts/preview-records.ts')).previewRecords),
    previewMapped: operation(deps, async () => (await import('./drafts/preview-mapped.ts')).previewMapped),
    writeFilter: operation(deps, async () => (await import('./assistant/write-filter.ts')).writeFilter),
    decideFilter: operation(deps, async () => (await import('./assistant/decide-filter.ts')).decideFilter),
    writeFormula: operation(deps, async () => (await import('./assistant/write-formula.ts')).writeFormula),
    decideFormula: operation(deps, async () => (await import('./assistant/decide-formula.ts')).decideFormula),
    suggestMappings: operation(
      deps,
      async () => (await import('./assistant/suggest-mappings.ts')).suggestMappings,
    ),
    decideMappings: operation(
      deps,
      async () => (await import('./assistant/decide-mappings.ts')).decideMappings,
    ),
    sampleEntry: operation(deps, async () => (await import('./drafts/sample-entry.ts')).sampleEntry),
    previewHubRecords: operation(
      deps,
      async () => (await import('./drafts/outbound/preview-hub-records.ts')).previewHubRecords,
    ),
    listDestinations: operation(
      deps,
      async () => (await import('./drafts/outbound/list-destinations.ts')).listDestinations,
    ),
    chooseDestination: operation(
      deps,
      async () => (await import('./drafts/outbound/choose-destination.ts')).chooseDestination,
    ),
    loadTemplate: operation(
      deps,
      async () => (await import('./drafts/outbound/choose-destination.ts')).loadTemplate,
    ),
    destinationFields: operation(
      deps,
      async () => (await import('./drafts/outbound/destination-fields.ts')).destinationFields,
    ),
    searchTargetFields: operation(
      deps,
      async () => (await import('./drafts/outbound/search-target-fields.ts')).searchTargetFields,
    ),
    mappedTargets: operation(
      deps,
      async () => (await import('./drafts/outbound/search-target-fields.ts')).mappedTargets,
    ),
    sampleOutboundEntry: operation(
      deps,
      async () => (await import('./drafts/outbound/sample-outbound.ts')).sampleOutboundEntry,
    ),
    misfits: operation(deps, async () => (await import('./drafts/outbound/misfits.ts')).misfits),
    previewOutbound: operation(
      deps,
      async () => (await import('./drafts/outbound/preview-outbound.ts')).previewOutbound,
    ),
  } as const;
}

export type Operations = ReturnType<typeof createOperations>;

type Operation<Input extends unknown[], Result> = (
  deps: OperationDeps,
  context: OperationContext,
  ...input: Input
) => Promise<Result>;

function operation<Input extends unknown[], Result>(
  deps: OperationDeps,
  load: () => Promise<Operation<Input, Result>>,
): (context: OperationContext, ...input: Input) => Promise<Result> {
  return async (context, ...input) => (await load())(deps, context, ...input);
}
