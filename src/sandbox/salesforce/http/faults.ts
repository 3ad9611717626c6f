import { createFaults as createFaultsOf } from '../../http/faults.ts';
import type { FaultedRequest, FaultOf, Faults as FaultsOf, TransportFault } from '../../http/faults.ts';

type ServiceFault =
  /** 429 with Retry-After, 1 unless told otherwise. */
  | 'too many requests'
  /** 503; with Retry-After where the fault names one. */
  | 'unavailable'
  /** The session that came with the request ends, and the request is refused for it. */
  | 'expired session'
  /** The org's requests of the day are used up. */
  | 'daily limit'
  /** The org's bulk queries of the day are used up: meant for the creation of one. */
  | 'daily bulk limit'
  /** Too many requests at the same time. */
  | 'concurrent limit'
  /** A proxy's HTML page, 502. */
  | 'bad gateway'
  /** The bulk job that is created ends Failed. */
  | 'bulk job failed'
  /** The bulk job that is created takes `polls` looks longer. */
  | 'bulk job slow';

export type FaultKind = ServiceFault | TransportFault;

export interface Fault extends FaultOf<ServiceFault> {
  /** Of 'bulk job failed': what the job says. */
  readonly message?: string;
  /** Of 'bulk job failed' for rows: how many are written before. Default 0. */
  readonly rows?: number;
  /** Of 'bulk job slow'. Default 5. */
  readonly polls?: number;
}

export interface SalesforceRequest extends FaultedRequest {
  readonly createsBulkJob: boolean;
}

export type Faults = FaultsOf<Fault, SalesforceRequest>;

const jobKinds: ReadonlySet<FaultKind> = new Set(['bulk job failed', 'bulk job slow', 'daily bulk limit']);

export function createFaults(): Faults {
  return createFaultsOf(
    ({ kind }, request) => request.isLogin || !jobKinds.has(kind) || request.createsBulkJob,
  );
}
