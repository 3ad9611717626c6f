/** What Prometheus is told, at `/metrics`. docs/operating/ has a dashboard and alert rules for it. */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Run } from '../domain/run.ts';

/** How much waits, over all instances: looked up when somebody asks. */
export interface Waiting {
  /** Runs that have not ended, by status. */
  readonly runs: Readonly<Record<string, number>>;
  /** Messages for Slack that were not posted yet. */
  readonly outbox: number;
  /** Messages to webhooks that were not taken yet. */
  readonly webhooks: number;
  /** What CRMs told of their daily limits. */
  readonly quotas: readonly Quota[];
}

export interface Quota {
  readonly team: string;
  /** Its name. */
  readonly connection: string;
  readonly used: number;
  readonly limit: number;
}

export interface ApiCallMetric {
  /** `operationId` of the route; `none` where there is no such address. */
  readonly operation: string;
  readonly status: number;
  readonly seconds: number;
}

export interface AskMetric {
  readonly purpose: string;
  /** Who answered. */
  readonly from: string;
  readonly outcome: string;
  readonly seconds: number;
  readonly tokens: { readonly sent: number; readonly received: number };
}

/** Per million tokens; 0 where nobody says. */
export interface TokenPrices {
  readonly input: number;
  readonly output: number;
}

export type SlackOutcome = 'answered' | 'rate limited' | 'failed';

export interface Metrics {
  readonly runEnded: (run: Run) => void;
  readonly apiCalled: (call: ApiCallMetric) => void;
  readonly asked: (ask: AskMetric) => void;
  readonly slackCalled: (method: string, outcome: SlackOutcome) => void;
  /** Where how much waits is looked up. */
  readonly watch: (waiting: () => Promise<Waiting>) => void;
  readonly contentType: string;
  /** @throws what looking up throws */
  readonly text: () => Promise<string>;
}

const runBuckets = [1, 5, 15, 60, 300, 900, 3_600, 14_400];
const apiBuckets = [0.01, 0.05, 0.1, 0.5, 1, 5];
const askBuckets = [0.01, 0.1, 0.5, 1, 2, 5, 10, 20];
const tokensPerPrice = 1_000_000;
const rowOutcomes = ['created', 'updated', 'unchanged', 'ignored', 'rejected', 'deleted'] as const;

/** Of this process, save for what waits. */
export function createMetrics(prices: TokenPrices = { input: 0, output: 0 }): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const runs = new Counter({
    name: 'crosswalk_runs_total',
    help: 'Runs that ended here.',
    labelNames: ['status', 'mode', 'trigger'],
    registers,
  });
  const rows = new Counter({
    name: 'crosswalk_run_rows_total',
    help: 'Rows of runs that ended here, by what became of them.',
    labelNames: ['outcome'],
    registers,
  });
  const durations = new Histogram({
    name: 'crosswalk_run_duration_seconds',
    help: 'How long runs took that ended here.',
    labelNames: ['mode'],
    buckets: runBuckets,
    registers,
  });
  const active = new Gauge({
    name: 'crosswalk_runs_active',
    help: 'Runs of all instances that have not ended.',
    labelNames: ['status'],
    registers,
  });
  const outbox = new Gauge({
    name: 'crosswalk_outbox_waiting',
    help: 'Messages of all instances that wait for being posted in Slack.',
    registers,
  });
  const webhooks = new Gauge({
    name: 'crosswalk_webhook_messages_waiting',
    help: 'Messages of all instances that wait for being taken by webhooks.',
    registers,
  });
  const used = new Gauge({
    name: 'crosswalk_crm_api_requests_used',
    help: 'API requests of the org of a connection in 24 hours, as the CRM told last.',
    labelNames: ['team', 'connection'],
    registers,
  });
  const limit = new Gauge({
    name: 'crosswalk_crm_api_requests_limit',
    help: 'API requests that the org of a connection may take in 24 hours.',
    labelNames: ['team', 'connection'],
    registers,
  });
  const calls = new Counter({
    name: 'crosswalk_api_requests_total',
    help: 'Calls of the trigger API.',
    labelNames: ['operation', 'status'],
    registers,
  });
  const callDurations = new Histogram({
    name: 'crosswalk_api_request_duration_seconds',
    help: 'How long calls of the trigger API took.',
    labelNames: ['operation'],
    buckets: apiBuckets,
    registers,
  });
  const asks = new Counter({
    name: 'crosswalk_assistant_asks_total',
    help: 'Asks of the assistant, by who answered, and what became of the model.',
    labelNames: ['purpose', 'source', 'outcome'],
    registers,
  });
  const askDurations = new Histogram({
    name: 'crosswalk_assistant_ask_duration_seconds',
    help: 'How long asks of the assistant took.',
    labelNames: ['purpose', 'source'],
    buckets: askBuckets,
    registers,
  });
  const tokens = new Counter({
    name: 'crosswalk_assistant_tokens_total',
    help: 'Tokens that the model was sent, and that it answered with.',
    labelNames: ['direction'],
    registers,
  });
  const cost = new Counter({
    name: 'crosswalk_assistant_cost_total',
    help: 'What they cost by OPENAI_INPUT_PRICE and OPENAI_OUTPUT_PRICE, in the currency of those.',
    registers,
  });
  const slack = new Counter({
    name: 'crosswalk_slack_calls_total',
    help: 'Calls of the Web API of Slack.',
    labelNames: ['method', 'outcome'],
    registers,
  });
  let lookUp: (() => Promise<Waiting>) | null = null;

  return {
    contentType: registry.contentType,
    runEnded({ status, mode, trigger, counts, startedAt, finishedAt, dryRun, approval }) {
      if (dryRun) return;
      runs.inc({ status, mode, trigger });
      for (const outcome of rowOutcomes) rows.inc({ outcome }, counts[outcome]);
      // It stood still until somebody decided.
      if (startedAt === null || finishedAt === null || approval !== undefined) return;
      durations.observe({ mode }, Math.max(finishedAt.getTime() - startedAt.getTime(), 0) / 1_000);
    },
    apiCalled({ operation, status, seconds }) {
      calls.inc({ operation, status: String(status) });
      callDurations.observe({ operation }, seconds);
    },
    asked({ purpose, from, outcome, seconds, tokens: { sent, received } }) {
      asks.inc({ purpose, source: from, outcome });
      askDurations.observe({ purpose, source: from }, seconds);
      tokens.inc({ direction: 'sent' }, sent);
      tokens.inc({ direction: 'received' }, received);
      cost.inc((sent * prices.input + received * prices.output) / tokensPerPrice);
    },
    slackCalled(method, outcome) {
      slack.inc({ method, outcome });
    },
    watch(waiting) {
      lookUp = waiting;
    },
    async text() {
      const waiting = await lookUp?.();
      if (waiting !== undefined) {
        for (const [status, count] of Object.entries(waiting.runs)) active.set({ status }, count);
        outbox.set(waiting.outbox);
        webhooks.set(waiting.webhooks);
        for (const gauge of [used, limit]) gauge.reset();
        for (const quota of waiting.quotas) {
          used.set({ team: quota.team, connection: quota.connection }, quota.used);
          limit.set({ team: quota.team, connection: quota.connection }, quota.limit);
        }
      }
      return await registry.metrics();
    },
  };
}
