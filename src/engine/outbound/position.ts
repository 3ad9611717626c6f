import type { WritePosition } from '../../connectors/writing.ts';

/** Kept by the hub with every batch, in its transaction: where the run goes on once the batch is noted. JSON. */
export interface OutboundPosition {
  readonly version: typeof version;
  /** Of what the job sends, and where: another attempt goes on only with the same. */
  readonly fingerprint: string;
  readonly expectedRows: number;
  /** The last record of the hub that is settled; null before the first. */
  readonly after: number | null;
  /** The files with all that is settled. */
  readonly rowsLength: number;
  readonly rejectsLength: number;
  /**
   * `send`: the hub's records are sent. `rehearse`: it is seen what the CRM would make of them. `ask`: somebody has to
   * decide. `replay`: what was approved is sent.
   */
  readonly pass: 'send' | 'rehearse' | 'ask' | 'replay';
  /** When it was asked, of the pass `ask`: an answer to another question does not count. ISO 8601. */
  readonly askedAt: string | null;
  /** Of the file with the rows that were asked about; 0 where there is none. */
  readonly pendingLength: number;
  /**
   * Where the results are, or will be, of rows that are not settled, in the order in which they are sent. The last of them
   * may lie ready only.
   */
  readonly writes: readonly WritePosition[];
}

/** Another version's bookmarks are not read: the run begins again. */
const version = 'outbound 3';

export function outboundPosition(position: Omit<OutboundPosition, 'version'>): OutboundPosition {
  return { version, ...position };
}

/** @returns null where it was not written by `outboundPosition` of this version. */
export function readOutboundPosition(checkpoint: unknown): OutboundPosition | null {
  const isOurs = typeof checkpoint === 'object' && checkpoint !== null && 'version' in checkpoint;
  return isOurs && checkpoint.version === version ? (checkpoint as OutboundPosition) : null;
}
