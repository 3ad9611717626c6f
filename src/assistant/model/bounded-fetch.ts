import { maxBodyBytes } from './limits.ts';
import { ModelFailure } from './model-failure.ts';

/**
 * The one way to the service: follows no redirect, so that neither key nor prompt goes to an address that nobody
 * configured, and reads no more than an answer can have.
 *
 * @throws ModelFailure
 */
export async function boundedFetch(
  address: string | URL | Request,
  options?: RequestInit,
): Promise<Response> {
  const response = await fetch(address, { ...options, redirect: 'manual' });
  const { status, statusText, headers, body } = response;
  if (status < 200 || (status >= 300 && status < 400)) {
    await body?.cancel();
    throw new ModelFailure('refused by service', { status });
  }
  return new Response(body === null ? null : limited(body), { status, statusText, headers });
}

function limited(body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  let bytes = 0;
  const limit = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      bytes += chunk.byteLength;
      if (bytes > maxBodyBytes) controller.error(new ModelFailure('unusable'));
      else controller.enqueue(chunk);
    },
  });
  return body.pipeThrough(limit);
}
