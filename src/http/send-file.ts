import type { ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export interface SentFile {
  /** As people are to see it in their folder. */
  readonly name: string;
  readonly type: string;
  /** null where nobody knows before it is read. */
  readonly bytes: number | null;
  readonly content: Readable;
}

/** Whoever takes nothing for this long has gone. */
const idleMs = 60_000;

/** As it is read, no faster than it is taken. @throws where either end breaks off */
export async function sendFile(
  response: ServerResponse,
  { name, type, bytes, content }: SentFile,
): Promise<void> {
  response.setTimeout(idleMs, () => response.destroy());
  response.writeHead(200, {
    'content-type': type,
    'content-disposition': disposition(name),
    ...(bytes === null ? {} : { 'content-length': bytes }),
  });
  await pipeline(content, response);
}

/** RFC 6266: in ASCII for those who know nothing else, and as it is. */
function disposition(name: string): string {
  const ascii = name.replaceAll(/[^\x20-\x7e]|["\\]/g, '_');
  const encoded = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16)}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
