import { readHeader, readInput } from '../route.ts';
import type { ApiRoute, ApiServices } from '../route.ts';
import { idempotencyKey, startedRun, startRequest } from '../schemas.ts';
import { apiPath, statusUrl } from '../urls.ts';

const keyName = 'idempotency-key';

/** Of a call without a body. */
const usual = { mode: 'incremental' } as const;

export function startRunRoute({ publicUrl }: ApiServices): ApiRoute {
  return {
    method: 'POST',
    path: `${apiPath}/jobs/{id}/runs`,
    operationId: 'startRun',
    summary:
      'Starts a run of a job, also of one that is disabled; without a body an incremental one. Its schedule does not move.',
    headers: { [keyName]: idempotencyKey },
    body: startRequest,
    isBodyOptional: true,
    success: {
      status: 202,
      description: 'The run is queued.',
      schema: startedRun,
      headers: { location: 'The same as statusUrl.' },
    },
    problems: [404, 409, 413, 415],
    async handle({ operations, context, token, id: jobId }, { headers, body }) {
      const { mode } = body === undefined ? usual : readInput(startRequest, body, 'body');
      const sent = headers[keyName];
      const key = sent === undefined ? null : readHeader(idempotencyKey, sent, 'Idempotency-Key');
      const { runId } = await operations.triggerRun(context, { jobId, mode, tokenId: token.id, key });
      const location = statusUrl(publicUrl, runId);
      return { kind: 'json', body: { runId, statusUrl: location }, headers: { location } };
    },
  };
}
