import type { IncomingMessage } from 'node:http';
import { UserError } from '../../domain/errors.ts';

/** A private key and some addresses, with room to spare. */
const maxBodyBytes = 65_536;

/** @throws UserError `too_large`, `not_a_form` */
export async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const type = request.headers['content-type'] ?? '';
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(type)) {
    throw new UserError('What was sent is no form.', { code: 'not_a_form' });
  }
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    const bytes: Buffer = part;
    size += bytes.length;
    if (size > maxBodyBytes) {
      throw new UserError('What was sent is too long.', { code: 'too_large' });
    }
    parts.push(bytes);
  }
  return new URLSearchParams(Buffer.concat(parts).toString('utf8'));
}
