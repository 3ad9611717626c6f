import type { Clock } from '../clock.ts';
import { isCallFault } from '../faults.ts';
import type { Fault, Faults } from '../faults.ts';
import type { Traffic } from '../traffic.ts';
import { failureWords } from './envelope.ts';
import type { Acknowledgement, Envelope, Transport } from './envelope.ts';

const acknowledgeWithinMs = 3_000;
/** After a failure an event comes again: at once, after a minute, and after five. */
const retryAfterMs = [0, 60_000, 300_000] as const;

export interface DeliveriesOptions {
  readonly clock: Clock;
  readonly faults: Faults;
  readonly traffic: Traffic;
  /** Looked up for each delivery: it may change. */
  readonly transport: () => Transport;
}

/** Brings things to the app and tells what it said. */
export class Deliveries {
  private readonly options: DeliveriesOptions;
  private readonly underWay = new Set<AbortController>();
  private readonly retries = new Set<() => void>();
  private isClosed = false;

  constructor(options: DeliveriesOptions) {
    this.options = options;
  }

  /** An interaction: once, and the answer counts. */
  async deliver(envelope: Omit<Envelope, 'retry'>): Promise<Acknowledgement> {
    const fault = this.faultFor(envelope.name);
    const acknowledged = await this.once({ ...envelope, retry: null });
    if (fault?.kind === 'redelivered') {
      await this.once({ ...envelope, retry: { attempt: 1, reason: failureWords.timeout.retry } });
    }
    return fault?.kind === 'lost acknowledgement' ? { outcome: 'timeout' } : acknowledged;
  }

  /** An event: again, at most three times, until it is acknowledged. The first attempt is waited for. */
  async announce(envelope: Omit<Envelope, 'retry'>): Promise<void> {
    const fault = this.faultFor(envelope.name);
    const acknowledged = await this.once({ ...envelope, retry: null });
    const isRepeated = fault?.kind === 'redelivered' || fault?.kind === 'lost acknowledgement';
    const failure = isRepeated ? { outcome: 'timeout' as const } : acknowledged;
    if (failure.outcome !== 'ok') this.retry(envelope, failure, 1);
  }

  close(): void {
    this.isClosed = true;
    for (const cancel of this.retries) cancel();
    for (const deadline of this.underWay) deadline.abort();
  }

  private retry(
    envelope: Omit<Envelope, 'retry'>,
    failure: Exclude<Acknowledgement, { readonly outcome: 'ok' }>,
    attempt: number,
  ): void {
    const delayMs = retryAfterMs[attempt - 1];
    if (delayMs === undefined || this.isClosed) return;
    const again = async (): Promise<void> => {
      const retry = { attempt, reason: failureWords[failure.outcome].retry };
      const acknowledged = await this.once({ ...envelope, retry });
      if (acknowledged.outcome !== 'ok') this.retry(envelope, acknowledged, attempt + 1);
    };
    if (delayMs === 0) {
      void again();
      return;
    }
    const cancel = this.options.clock.after(delayMs, () => {
      this.retries.delete(cancel);
      void again();
    });
    this.retries.add(cancel);
  }

  private faultFor(name: string): Fault | null {
    return this.options.faults.take(name, (fault) => !isCallFault(fault) && fault.kind !== 'expired trigger');
  }

  private async once(envelope: Envelope): Promise<Acknowledgement> {
    const { clock, transport, traffic } = this.options;
    const deadline = new AbortController();
    const end = clock.after(acknowledgeWithinMs, () => deadline.abort());
    this.underWay.add(deadline);
    const beganAt = clock.now().getTime();
    const result: Acknowledgement = this.isClosed
      ? { outcome: 'unreachable' }
      : await transport().deliver(envelope, deadline.signal);
    end();
    this.underWay.delete(deadline);
    traffic.note({
      direction: 'delivery',
      name: envelope.name,
      outcome: result.outcome === 'http' ? String(result.status) : result.outcome,
      isOk: result.outcome === 'ok',
      durationMs: clock.now().getTime() - beganAt,
      retry: envelope.retry?.attempt ?? 0,
      sent: envelope.payload,
      received: result.outcome === 'ok' ? result.payload : null,
    });
    return result;
  }
}
