/** Addresses as they are called from outside. */
export const apiPath = '/api/v1';

export function runsUrl(publicUrl: string, jobId: string): string {
  return `${publicUrl}${apiPath}/jobs/${encodeURIComponent(jobId)}/runs`;
}

export function statusUrl(publicUrl: string, runId: string): string {
  return `${publicUrl}${apiPath}/runs/${encodeURIComponent(runId)}`;
}

export function fileUrl(publicUrl: string, runId: string): string {
  return `${statusUrl(publicUrl, runId)}/file`;
}
