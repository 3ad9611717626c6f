import type { ServerResponse } from 'node:http';
import { sendError, sendJson } from '../scripted-server.ts';
import type { Script } from '../scripted-server.ts';

export interface ScriptedPage {
  readonly rows: readonly (readonly string[])[];
}

export interface ScriptedBulk {
  readonly columns: readonly string[];
  readonly pages: readonly ScriptedPage[];
  /** What looks at the job answer, one after the other; the last one stays. Done at once unless told otherwise. */
  readonly looks?: readonly object[];
  /** Answers a request for a page in another way, and says so; `time` is 1 for the first. */
  readonly disturbPage?: (response: ServerResponse, page: number, time: number, body: string) => boolean;
  /** Answers any other request in another way, and says so. */
  readonly disturb?: (method: string, path: string, response: ServerResponse) => boolean;
}

export function csvOf(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map((value) => `"${value.replaceAll('"', '""')}"`).join(',')}\n`).join('');
}

/** A Bulk API 2.0 that answers by a script: COUNT(), a job, looks at it, its pages and its end. */
export function scriptedBulk(bulk: ScriptedBulk): Script {
  const { columns, pages, looks = [{ state: 'JobComplete' }] } = bulk;
  const total = pages.reduce((sum, page) => sum + page.rows.length, 0);
  const times = new Map<number, number>();
  let looked = 0;
  let jobs = 0;
  return ({ method, path }, response) => {
    if (bulk.disturb?.(method, path, response)) return undefined;
    if (path.includes('/query?q='))
      return sendJson(response, 200, { totalSize: total, done: true, records: [] });
    if (method === 'POST') {
      jobs += 1;
      return sendJson(response, 200, { id: `750${jobs}`, state: 'UploadComplete' });
    }
    if (method === 'PATCH') return sendJson(response, 200, { state: 'Aborted' });
    if (method === 'DELETE') return void response.writeHead(204).end();
    if (!path.includes('/results')) {
      const look = looks[Math.min(looked, looks.length - 1)];
      looked += 1;
      return sendJson(response, 200, { numberRecordsProcessed: total, ...look });
    }
    const number = Number(/locator=page(\d+)/.exec(path)?.[1] ?? 0);
    const page = pages[number];
    if (page === undefined) return sendError(response, 400, 'INVALIDJOB');
    const body = csvOf([columns, ...page.rows]);
    const time = (times.get(number) ?? 0) + 1;
    times.set(number, time);
    if (bulk.disturbPage?.(response, number, time, body)) return undefined;
    return sendPage(response, number + 1 < pages.length ? number + 1 : null, page.rows.length, body);
  };
}

export function sendPage(response: ServerResponse, next: number | null, rows: number, body: string): void {
  response.writeHead(200, pageHeaders(next, rows));
  response.end(body);
}

export function pageHeaders(next: number | null, rows: number): Record<string, string> {
  return {
    'content-type': 'text/csv',
    'sforce-locator': next === null ? 'null' : `page${next}`,
    'sforce-numberofrecords': String(rows),
  };
}
