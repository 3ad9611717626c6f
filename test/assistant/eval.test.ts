import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { projectRoot } from '../support/project-root.ts';
import { startScriptedModel, type ScriptedModel } from '../support/scripted-model.ts';

const run = promisify(execFile);
const program = join(projectRoot, 'dist/test/eval/main.js');

const set = `sets:
  - set: filters
    version: 1
    now: "2026-11-18T10:00:00Z"
    timezone: UTC
    schemas:
      salesforce:
        Account:
          label: Account
          fields:
            - { name: Name, label: Account Name, type: string }
            - { name: Industry, label: Industry, type: picklist, values: [Banking, Energy] }
    cases:
      - { id: f1, connector: salesforce, object: Account, ask: energy accounts, expect: { filter: "Industry = 'Energy'" } }
      - { id: f2, connector: salesforce, object: Nothing, ask: energy accounts }
  - set: formulas
    cases:
      - id: x1
        ask: name in capitals
        type: text
        fields: [{ name: Name, label: Name, type: text }]
        expect: { like: UPPER(Name) }
        rows: [{ Name: Planted Value }, { Name: b }, { Name: null }, { Name: d }, { Name: e }]
`;

interface Line {
  readonly id: string;
  readonly via?: string;
  readonly answer?: { readonly filter?: string; readonly results?: unknown[] };
  readonly error?: string;
}

function evaluate(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<{ readonly stdout: string }> {
  return run(process.execPath, [program, ...args], { env: { PATH: process.env['PATH'] ?? '', ...env } });
}

function linesOf(stdout: string): Line[] {
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
}

describe('the evaluation', () => {
  let service: ScriptedModel;
  let folder: string;
  let file: string;
  before(async () => {
    service = await startScriptedModel();
    folder = mkdtempSync(join(tmpdir(), 'crosswalk-eval-'));
    file = join(folder, 'set.yml');
    writeFileSync(file, set);
  });
  after(async () => {
    rmSync(folder, { recursive: true });
    await service.close();
  });

  const modelEnv = () => ({ OPENAI_BASE_URL: service.url, OPENAI_API_KEY: 'sk-test', OPENAI_MODEL: 'm' });

  it('answers a given set by the built-in translator, a line an ask and nothing else', async () => {
    const { stdout } = await evaluate(['--set', file, '--json']);
    const lines = linesOf(stdout).toSorted((a, b) => a.id.localeCompare(b.id));
    expect(lines.map(({ id, via }) => [id, via])).to.deep.equal([
      ['f1', 'builtin'],
      ['f2', undefined],
      ['x1', 'builtin'],
    ]);
    expect(lines[0]?.answer).to.deep.equal({ kind: 'filter', filter: "Industry = 'Energy'" });
    expect(lines[1]?.error).to.be.a('string');
    expect(lines[2]?.answer?.results).to.deep.equal(['PLANTED VALUE', 'B', null, 'D', 'E']);
  });

  it('answers it by the model that the environment names, which is told no value of a row', async () => {
    service.script({
      behave(response, { json }) {
        const isFilter = json.messages[1]?.content.includes('Industry') === true;
        const content = isFilter
          ? { kind: 'filter', filter: "Industry IN ('Energy')", question: null, choices: null }
          : { kind: 'formula', formula: 'UPPER(Name)', question: null };
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ choices: [{ message: { content: JSON.stringify(content) } }] }));
      },
    });
    const { stdout } = await evaluate(['--set', file, '--json'], modelEnv());
    const lines = linesOf(stdout);
    expect(lines.find(({ id }) => id === 'f1')).to.deep.include({ via: 'model' });
    expect(lines.find(({ id }) => id === 'f1')?.answer?.filter).to.equal("Industry IN ('Energy')");
    expect(lines.find(({ id }) => id === 'x1')?.answer?.results?.[0]).to.equal('PLANTED VALUE');
    expect(service.calls.map(({ body }) => body).join()).not.to.contain('Planted');
  });

  it('falls back to the built-in translator, and says so in the line', async () => {
    service.script({ status: 401 });
    const lines = linesOf((await evaluate(['--set', file, '--json'], modelEnv())).stdout);
    expect(lines.find(({ id }) => id === 'f1')).to.deep.include({ via: 'builtin' });
  });

  it('asks a model for its tables only where that is asked for, and shows both', async () => {
    service.script({ content: { kind: 'question', filter: null, question: 'Which?', choices: null } });
    expect((await evaluate(['--set', file], modelEnv())).stdout).not.to.contain('model');
    expect(service.calls).to.have.length(0);
    const { stdout } = await evaluate(['--set', file, '--model'], modelEnv());
    expect(stdout).to.match(/built-in +with the model/);
    expect(stdout).to.match(/filter +1 of +1 +100\.0 % +0 of +1 +0\.0 %/);
  });

  it('ends with 2 where a model is asked for and none is configured', async () => {
    const ended = await evaluate(['--model']).then(
      () => 0,
      (error: { code?: number }) => error.code,
    );
    expect(ended).to.equal(2);
  });
});
