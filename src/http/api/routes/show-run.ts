import type { ApiRoute, ApiServices } from '../route.ts';
import { toRunDocument } from '../run-document.ts';
import { runDocument } from '../schemas.ts';
import { apiPath } from '../urls.ts';

export function showRunRoute({ publicUrl }: ApiServices): ApiRoute {
  return {
    method: 'GET',
    path: `${apiPath}/runs/{id}`,
    operationId: 'getRun',
    summary: 'How a run gets on: its status and counts.',
    success: { status: 200, description: 'The run as it is now.', schema: runDocument },
    problems: [404],
    async handle({ operations, context, id: runId }) {
      const run = await operations.showRun(context, { runId });
      return { kind: 'json', body: toRunDocument(run, publicUrl) };
    },
  };
}
