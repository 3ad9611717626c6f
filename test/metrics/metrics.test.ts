import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { parse } from 'yaml';
import { startHttpServer } from '../../src/http/server.ts';
import { createMetrics } from '../../src/metrics/index.ts';
import type { Metrics } from '../../src/metrics/index.ts';
import { zeroCounts } from '../../src/domain/run.ts';
import { aRun } from '../support/a-run.ts';
import { projectRoot } from '../support/project-root.ts';
import { after, noon } from '../support/records.ts';
import { recordedLog } from '../support/recorded-log.ts';

const operating = (file: string): string => readFileSync(join(projectRoot, 'docs/operating', file), 'utf8');

/** With everything in it. */
function fullMetrics(): Metrics {
  const metrics = createMetrics({ input: 2, output: 10 });
  const counts = { ...zeroCounts, created: 3, rejected: 1 };
  const ended = aRun({ status: 'failed', counts, startedAt: noon, finishedAt: after(noon, 90_000) });
  metrics.runEnded(ended);
  metrics.runEnded({ ...ended, dryRun: true });
  metrics.apiCalled({ operation: 'startRun', status: 202, seconds: 0.2 });
  metrics.slackCalled('chat.postMessage', 'rate limited');
  metrics.asked({
    purpose: 'filter',
    from: 'model',
    outcome: 'answered',
    seconds: 1.5,
    tokens: { sent: 1_000_000, received: 100_000 },
  });
  metrics.watch(() =>
    Promise.resolve({
      runs: { queued: 4, running: 1, 'waiting for approval': 1 },
      outbox: 2,
      webhooks: 5,
      quotas: [{ team: 'first', connection: 'Acme', used: 900, limit: 1_000 }],
    }),
  );
  return metrics;
}

describe('what Prometheus is told', () => {
  it('is of runs, rows, durations, what waits, calls of Slack and of the API', async () => {
    const lines = (await fullMetrics().text()).split('\n');
    expect(lines).to.include.members([
      'crosswalk_runs_total{status="failed",mode="incremental",trigger="cli"} 1',
      'crosswalk_run_rows_total{outcome="created"} 3',
      'crosswalk_run_rows_total{outcome="rejected"} 1',
      'crosswalk_run_duration_seconds_sum{mode="incremental"} 90',
      'crosswalk_runs_active{status="queued"} 4',
      'crosswalk_assistant_asks_total{purpose="filter",source="model",outcome="answered"} 1',
      'crosswalk_assistant_ask_duration_seconds_sum{purpose="filter",source="model"} 1.5',
      'crosswalk_assistant_tokens_total{direction="received"} 100000',
      'crosswalk_assistant_cost_total 3',
      'crosswalk_outbox_waiting 2',
      'crosswalk_crm_api_requests_used{team="first",connection="Acme"} 900',
      'crosswalk_crm_api_requests_limit{team="first",connection="Acme"} 1000',
      'crosswalk_webhook_messages_waiting 5',
      'crosswalk_api_requests_total{operation="startRun",status="202"} 1',
      'crosswalk_slack_calls_total{method="chat.postMessage",outcome="rate limited"} 1',
    ]);
  });

  it('is answered at /metrics, and that it cannot be looked up is told, not thrown', async () => {
    const metrics = fullMetrics();
    const { log } = recordedLog();
    const server = await startHttpServer({
      host: '127.0.0.1',
      port: 0,
      routes: [],
      checks: [],
      metrics,
      log,
    });
    try {
      const answer = await fetch(`${server.url}/metrics`);
      expect(answer.status).to.equal(200);
      expect(answer.headers.get('content-type')).to.contain('text/plain; version=0.0.4');
      expect(await answer.text()).to.contain('crosswalk_runs_active{status="queued"} 4');
      metrics.watch(() => Promise.reject(new Error('The database is gone.')));
      expect((await fetch(`${server.url}/metrics`)).status).to.equal(503);
    } finally {
      await server.close();
    }
  });

  for (const [what, file] of [
    ['the dashboard', 'grafana-dashboard.json'],
    ['the alert rules', 'alerts.yml'],
  ] as const) {
    it(`has every name that ${what} asks for`, async () => {
      const told = await fullMetrics().text();
      const asked = [
        ...JSON.stringify(parse(operating(file))).matchAll(/\b(?:crosswalk|nodejs|process)_[a-z0-9_]+/g),
      ];
      expect(asked.length).to.be.greaterThan(5);
      const unknown = asked
        .map(([name]) => name)
        .filter((name) => !new RegExp(`^${name}[ {]`, 'm').test(told));
      expect(unknown).to.deep.equal([]);
    });
  }
});
