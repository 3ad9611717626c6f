/** Of the modal and its elements. */
export const auditIds = {
  callback: 'audit',
  person: 'audit-person',
  job: 'audit-job',
  kind: 'audit-kind',
  from: 'audit-from',
  to: 'audit-to',
  clear: 'audit-clear',
  page: 'audit-page',
  download: 'audit-download',
  followed: 'audit-followed',
} as const;
