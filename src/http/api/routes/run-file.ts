import type { ApiRoute } from '../route.ts';
import { apiPath } from '../urls.ts';

/** It goes out as it is read: no size is too much. */
const maxBytes = Number.MAX_SAFE_INTEGER;

export function runFileRoute(): ApiRoute {
  return {
    method: 'GET',
    path: `${apiPath}/runs/{id}/file`,
    operationId: 'getRunFile',
    summary: 'The rows that a run read or sent, as gzipped CSV.',
    success: { status: 200, description: 'The file.' },
    problems: [404],
    async handle({ operations, context, id: runId }) {
      const { name, bytes, content } = await operations.openRunFile(context, {
        runId,
        kind: 'rows',
        maxBytes,
      });
      return { kind: 'file', name, bytes, content };
    },
  };
}
