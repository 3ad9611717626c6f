import type { ApiLimit } from '../http/api-limit.ts';

/** GET limits: those that clients of the API look at. */
export function limitsOf(apiLimit: ApiLimit): object {
  return {
    ConcurrentAsyncGetReportInstances: whole(200),
    DailyApiRequests: { Max: apiLimit.limit, Remaining: Math.max(0, apiLimit.limit - apiLimit.used) },
    DailyBulkApiBatches: whole(15_000),
    DailyBulkV2QueryFileStorageMB: whole(976_562),
    DailyBulkV2QueryJobs: whole(10_000),
    DataStorageMB: whole(5),
    FileStorageMB: whole(20),
  };
}

function whole(max: number): object {
  return { Max: max, Remaining: max };
}
