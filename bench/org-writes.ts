/** Both ways to write to Salesforce in the fewest lines that work, for the floor. */
import { inferSchema, initParser } from 'udsv';
import { apiVersion, tokenOf } from './org-pages.ts';
import type { OrgAddress } from './org-pages.ts';
import { sentColumns } from './sent-accounts.ts';

export type Cells = readonly (string | null)[];

/** Upserts of accounts by the first column. Each resolves to how many rows were taken. */
export interface OrgWrites {
  bulk(rows: readonly Cells[]): Promise<number>;
  collection(rows: readonly Cells[]): Promise<number>;
}

const object = 'Account';
const externalId = sentColumns[0]?.field ?? '';
const pollMs = 100;
const mostPolls = 6_000;

export async function openOrgWrites(org: OrgAddress): Promise<OrgWrites> {
  const root = `${org.url}/services/data/${apiVersion}`;
  const authorization = `Bearer ${await tokenOf(org)}`;
  const call = async (method: string, path: string, body?: string, type = 'application/json') => {
    const headers = { authorization, 'content-type': type };
    const answer = await fetch(`${root}/${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${text}`);
    return text;
  };
  return {
    async bulk(rows) {
      const wanted = { object, operation: 'upsert', externalIdFieldName: externalId, contentType: 'CSV' };
      const made = JSON.parse(await call('POST', 'jobs/ingest', JSON.stringify(wanted))) as { id: string };
      const job = `jobs/ingest/${made.id}`;
      await call('PUT', `${job}/batches`, csvOf(rows), 'text/csv');
      await call('PATCH', job, JSON.stringify({ state: 'UploadComplete' }));
      for (let poll = 0; !isComplete(await call('GET', job)); poll++) {
        if (poll === mostPolls) throw new Error('The bulk job does not end');
        await new Promise((resolve) => setTimeout(resolve, pollMs));
      }
      const results = await call('GET', `${job}/successfulResults`);
      await call('GET', `${job}/failedResults`);
      await call('DELETE', job);
      return initParser(inferSchema(results)).stringArrs(results).length;
    },
    async collection(rows) {
      const body = JSON.stringify({ allOrNone: false, records: rows.map(recordOf) });
      const answer = await call('PATCH', `composite/sobjects/${object}/${externalId}`, body);
      const results = JSON.parse(answer) as readonly { readonly success: boolean }[];
      return results.filter(({ success }) => success).length;
    },
  };
}

function isComplete(text: string): boolean {
  const { state } = JSON.parse(text) as { state: string };
  if (state === 'Failed' || state === 'Aborted') throw new Error(`The bulk job is ${state}`);
  return state === 'JobComplete';
}

function csvOf(rows: readonly Cells[]): string {
  const lines = [sentColumns.map(({ field }) => field), ...rows].map((cells) =>
    cells.map((cell) => `"${(cell ?? '').replaceAll('"', '""')}"`).join(','),
  );
  return `${lines.join('\n')}\n`;
}

function recordOf(cells: Cells): object {
  const fields = sentColumns.flatMap(({ field, isNumber }, index) => {
    const cell = cells[index] ?? null;
    return cell === null ? [] : [[field, isNumber === true ? Number(cell) : cell] as const];
  });
  return { attributes: { type: object }, ...Object.fromEntries(fields) };
}
