import { escape } from '../blocks/index.ts';

/** Where programs start a job. */
export function runsUrl(publicUrl: string, jobId: string): string {
  return `${publicUrl}/api/v1/jobs/${encodeURIComponent(jobId)}/runs`;
}

export function documentUrl(publicUrl: string): string {
  return `${publicUrl}/api/v1/openapi.json`;
}

/** The call as a shell takes it, in a block of code. @param token or a variable that holds it */
export function callText(url: string, token: string): string {
  const lines = [
    `curl -X POST '${url}' \\`,
    `  -H "Authorization: Bearer ${token}" \\`,
    "  -H 'Content-Type: application/json' \\",
    `  -d '{"mode":"incremental"}'`,
  ];
  return codeBlock(lines.join('\n'));
}

/** `text` has no three backticks in a row. */
export function codeBlock(text: string): string {
  return `\`\`\`${escape(text)}\`\`\``;
}

/** Whether nobody but this machine reaches an address. */
export function isThisMachine(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
}
