import type { RateLimitOptions } from '../../domain/rate-limit.ts';

/** How often one person may ask: more than anyone types, and little enough that a model's bill stays small. */
export const askRate: RateLimitOptions = { perMinute: 12, burst: 12, maxCallers: 10_000 };
