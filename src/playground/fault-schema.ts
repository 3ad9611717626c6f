import { z } from 'zod';
import type { Fault } from './faults.ts';

/** A fault as it comes over HTTP. */
export const faultSchema: z.ZodType<Fault> = z.strictObject({
  kind: z.enum([
    'too many requests',
    'slow',
    'reset',
    'lost answer',
    'unavailable',
    'expired trigger',
    'redelivered',
    'lost acknowledgement',
    'refresh',
    'disconnect',
  ]),
  after: z.int().min(0).optional(),
  times: z.int().min(1).optional(),
  every: z.int().min(1).optional(),
  of: z.array(z.string()).optional(),
  retryAfter: z.int().min(0).optional(),
  delayMs: z.int().min(0).optional(),
});
