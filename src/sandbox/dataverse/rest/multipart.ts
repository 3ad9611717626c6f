/** multipart/mixed: requests within a request, and answers within an answer. */
import { STATUS_CODES } from 'node:http';
import type { Answer } from '../../http/http-types.ts';
import { badQuery } from '../http/api-error.ts';

export interface Part {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface InnerRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** @throws ApiError where it is not multipart. */
export function boundaryOf(contentType: string | undefined): string {
  const boundary = /^multipart\/mixed\s*;.*?boundary="?([^";,\s]+)"?/i.exec(contentType ?? '')?.[1];
  if (boundary === undefined)
    throw badQuery('The content type of a batch has to be multipart/mixed and name its boundary.');
  return boundary;
}

export function splitParts(body: string, boundary: string): Part[] {
  const [, ...sections] = `\r\n${body}`.split(new RegExp(`\\r?\\n--${escape(boundary)}`));
  return sections.filter((section) => !section.startsWith('--')).map((section) => partOf(section));
}

function escape(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

function partOf(section: string): Part {
  const text = section.replace(/^[ \t]*\r?\n/, '');
  const [head = '', ...rest] = text.split(/\r?\n\r?\n/);
  return { headers: headersOf(head), body: rest.join('\r\n\r\n') };
}

function headersOf(head: string): Record<string, string> {
  return Object.fromEntries(
    head
      .split(/\r?\n/)
      .map((line) => /^([^:]+):\s*(.*)$/.exec(line))
      .filter((match) => match !== null)
      .map(([, name = '', value = '']) => [name.toLowerCase(), value.trim()]),
  );
}

/** @throws ApiError where the part holds no request. */
export function innerRequest({ body }: Part): InnerRequest {
  const [head = '', ...rest] = body.split(/\r?\n\r?\n/);
  const [line = '', ...lines] = head.split(/\r?\n/);
  const [, method, url] = /^([A-Z]+) (\S+) HTTP\/1\.1$/.exec(line.trim()) ?? [];
  if (method === undefined || url === undefined)
    throw badQuery(`An error occurred while reading the batch: '${line}' is no request line.`);
  return { method, url, headers: headersOf(lines.join('\n')), body: rest.join('\r\n\r\n').trim() };
}

export function answerPart(answer: Answer, contentId: string | null): string {
  const headers = {
    ...(answer.body === undefined ? {} : { 'Content-Type': answer.contentType ?? 'application/json' }),
    'OData-Version': '4.0',
    ...answer.headers,
  };
  return [
    'Content-Type: application/http',
    'Content-Transfer-Encoding: binary',
    ...(contentId === null ? [] : [`Content-ID: ${contentId}`]),
    '',
    `HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status] ?? ''}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    '',
    answer.body === undefined ? '' : String(answer.body),
  ].join('\r\n');
}

export function joinParts(parts: readonly string[], boundary: string): string {
  return [...parts.map((part) => `--${boundary}\r\n${part}`), `--${boundary}--`, ''].join('\r\n');
}
