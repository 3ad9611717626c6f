import { Readable } from 'node:stream';
import type { WebClient } from '@slack/web-api';

/** What Slack takes of a file. */
export const maxUploadBytes = 1024 * 1024 * 1024;
/** A gigabyte over a slow line. */
const uploadWithinMs = 30 * 60_000;

export interface Upload {
  readonly name: string;
  readonly bytes: number;
  readonly content: Readable;
  readonly comment: string;
  readonly personId: string;
}

/** Brings a file into the person's direct messages, as it is read: no more than a piece of it is held at a time. */
export async function uploadFile(slack: WebClient, upload: Upload): Promise<void> {
  const { name, bytes, content, comment, personId } = upload;
  try {
    const { channel } = await slack.conversations.open({ users: personId });
    const place = await slack.files.getUploadURLExternal({ filename: name, length: bytes });
    const { upload_url: url, file_id: id } = place;
    if (url === undefined || id === undefined || channel?.id === undefined) {
      throw new Error('Slack did not say where a file goes.');
    }
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream', 'content-length': String(bytes) },
      body: Readable.toWeb(content) as ReadableStream,
      duplex: 'half',
      signal: AbortSignal.timeout(uploadWithinMs),
    });
    await answer.text();
    if (!answer.ok) throw new Error(`Slack did not take a file (HTTP ${answer.status}).`);
    await slack.files.completeUploadExternal({
      files: [{ id, title: name }],
      channel_id: channel.id,
      initial_comment: comment,
    });
  } finally {
    content.destroy();
  }
}
