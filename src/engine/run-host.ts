/**
 * What a run's worker may ask of the main thread. In a worker thread it is a message port (run-port.ts); in
 * tests it can be the real thing without a thread between.
 */
import type { ApiUsage, ConnectorName, CrmSession } from '../connectors/connector.ts';
import type { GuardRule } from '../domain/guard.ts';
import type { HubAttribute, NewAttribute } from '../domain/hub-object.ts';
import type { InboundJob, OutboundJob } from '../domain/job.ts';
import type { Run, RunCounts, RunMode, RunPhase, RunRetry } from '../domain/run.ts';
import type { JobCursor } from '../store/job-store.ts';
import type { HeldRun, RunOutcome } from '../store/run-store.ts';
import type { LoadBatch, LoadResult, LoadTarget, RunCheckpoint, RunStart } from '../hub/hub.ts';
import type {
  HubSelection,
  OutboundPageRequest,
  OutboundRecord,
  SelectedPage,
  SendScope,
  SendTarget,
  SentBatch,
} from '../hub/selection.ts';

/** All that a run needs to know, read once when it starts. Plain data: it crosses to the worker. */
export type RunSpec = InboundSpec | OutboundSpec;

interface SpecBase {
  readonly run: Run;
  readonly connector: ConnectorName;
  /** As its connector in the main thread has it. */
  readonly allowsPrivate: boolean;
  /** Of the job's hub object. */
  readonly attributes: readonly HubAttribute[];
  /** Not null where an earlier attempt of this run got somewhere. */
  readonly checkpoint: RunCheckpoint | null;
  readonly dataDir: string;
  /** When it stops and asks before it writes; null = never. */
  readonly guard: GuardRule | null;
}

export interface InboundSpec extends SpecBase {
  readonly direction: 'inbound';
  readonly job: InboundJob;
  readonly cursor: JobCursor | null;
  /** Ids of the records that are read, and no others; null = whatever passes the filter. */
  readonly only: readonly string[] | null;
  readonly hub: {
    readonly id: string;
    /** As `Hub.syncedUntil` of the job. */
    readonly syncedUntil: string | null;
  };
}

export interface OutboundSpec extends SpecBase {
  readonly direction: 'outbound';
  readonly job: OutboundJob;
  readonly hub: { readonly id: string };
  /** What inbound jobs of the same connection and the same two objects fill from the CRM's fields. */
  readonly filled: readonly FilledAttribute[];
}

export interface FilledAttribute {
  /** Path of the CRM's field. */
  readonly field: string;
  readonly attribute: string;
  /** The attribute is the field as it comes; otherwise a formula made it of this field and perhaps others. */
  readonly isPlain: boolean;
}

/** Where a run stands, as shown to people. */
export interface RunStage {
  readonly phase: RunPhase;
  /** Rows that the CRM counted, or the hub; null until it did. */
  readonly expectedRows: number | null;
}

export interface Loaded {
  readonly result: LoadResult;
  /** The batch's rows, which nobody needs any more: their memory is for another batch. */
  readonly rows: Uint8Array;
}

/** Every call rejects with RunStopped `lost` once another instance holds the run. */
export interface RunHost {
  /** @param stale the session that the CRM refused, or null for the one there is. */
  session(stale: CrmSession | null): Promise<CrmSession>;
  /** Batches are loaded in the order of the calls; at most `maxBatchesInFlight` may be under way. */
  load(target: LoadTarget, batch: LoadBatch): Promise<Loaded>;
  applyDeletes(
    target: LoadTarget,
    sequence: number,
    crmIds: readonly string[],
    checkpoint: unknown,
  ): Promise<LoadResult>;
  reconcile(target: LoadTarget, sequence: number, checkpoint: unknown): Promise<LoadResult>;
  /** These three as the hub's. */
  countSelected(selection: HubSelection): Promise<number>;
  selectOutbound(
    scope: SendScope,
    selection: HubSelection,
    page: OutboundPageRequest,
  ): Promise<SelectedPage<OutboundRecord>>;
  noteSent(target: SendTarget, batch: SentBatch): Promise<RunCounts>;
  /**
   * Forgets the checkpoint: what was read before cannot be continued, the run starts from the beginning, or from
   * `start`.
   */
  restart(start?: RunStart): Promise<void>;
  /** Records that the run's job knows, as `Hub.countKnown`. */
  countKnown(): Promise<number>;
  /** The run has written nothing yet and is left for somebody to decide. Nothing may be asked for any more. */
  awaitApproval(held: HeldRun): Promise<void>;
  /** Forgets which CRM record has which hub record. Only an inbound run asks for it. */
  dropMatches(): Promise<void>;
  changeMode(mode: RunMode, reason: string): Promise<void>;
  /** Attributes that the mapping names and the hub does not have yet. @throws UserError as `Hub.addAttributes`. */
  addAttributes(attributes: readonly NewAttribute[]): Promise<void>;
  /** Cheap and lossy: the last one wins. Rows counted so far come from the loads themselves. */
  reportProgress(stage: RunStage): void;
  /** A request to the CRM is to be sent again, or (null) that is over. As cheap and lossy. */
  reportRetry(retry: RunRetry | null): void;
  /** How much the org has been asked for today. As cheap and lossy. */
  reportUsage(usage: ApiUsage): void;
  /** @returns false where the run has not ended: a person has to renew a login first, and it waits in the queue again */
  finish(outcome: RunOutcome): Promise<boolean>;
}
