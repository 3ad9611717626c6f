import type { OrgAddress } from './org-pages.ts';

/** A job as people write it, and the secret that its file names by a variable. */
export interface JobFile {
  readonly text: string;
  readonly secret: string;
}

export const benchJobName = 'Customers';
/** Variable that the job's file takes the secret from. */
export const secretVariable = 'BENCH_SECRET';

/** The part of a jobs file that connects the bench's Salesforce. */
export const orgYaml = ({ url, clientId }: OrgAddress): string => `connections:
  - name: Bench
    connector: salesforce
    loginUrl: ${url}
    auth: { grant: client-credentials, clientId: "${clientId}", clientSecret: "\${${secretVariable}}" }
`;
