import type { Answer, ReceivedRequest } from '../../http/http-types.ts';
import type { Fault } from './faults.ts';

export interface ApiRequest extends ReceivedRequest {
  /** What the route's pattern caught, decoded. */
  readonly params: readonly string[];
  /** `/services/data/v62.0` where the address has a version. */
  readonly root: string;
  readonly version: string;
  /** What is to go wrong with it, for those that have a part in it. */
  readonly fault: Fault | null;
}

export type Handler = (request: ApiRequest) => Answer | Promise<Answer>;
