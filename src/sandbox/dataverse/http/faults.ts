import { createFaults as createFaultsOf } from '../../http/faults.ts';
import type { FaultedRequest, FaultOf, Faults as FaultsOf, TransportFault } from '../../http/faults.ts';

type ServiceFault =
  /** 429: more requests in five minutes than are allowed. With Retry-After, 1 unless told otherwise. */
  | 'too many requests'
  /** 429: the requests of five minutes took more time than is allowed. */
  | 'execution time'
  /** 429: more requests at once than are allowed. */
  | 'concurrent limit'
  /** 503; with Retry-After where the fault names one. */
  | 'unavailable'
  /** The token that came with the request ends, and the request is refused for it. */
  | 'expired session'
  /** The user lacks a privilege: 403. */
  | 'missing privilege'
  /** A proxy's HTML page, 502. */
  | 'bad gateway'
  /** The database did not answer in time: 500 with 0x80044151. */
  | 'sql timeout';

export type FaultKind = ServiceFault | TransportFault;
export type Fault = FaultOf<ServiceFault>;
export type Faults = FaultsOf<Fault, FaultedRequest>;

export function createFaults(): Faults {
  return createFaultsOf();
}
