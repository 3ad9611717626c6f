import type { CallRate } from '../../domain/rate-limit.ts';

/** How often one person may ask: more than anyone types, and little enough that a model's bill stays small. */
export const askRate: CallRate = { perMinute: 12, burst: 12 };
