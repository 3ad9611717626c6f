import type { ApiRoute, ApiServices } from '../route.ts';
import { listJobsRoute } from './list-jobs.ts';
import { runFileRoute } from './run-file.ts';
import { showRunRoute } from './show-run.ts';
import { startRunRoute } from './start-run.ts';

/** What needs a token, one line a route. The OpenAPI document has them in this order. */
export function createRoutes(services: ApiServices): readonly ApiRoute[] {
  return [startRunRoute(services), showRunRoute(services), runFileRoute(), listJobsRoute(services)];
}
