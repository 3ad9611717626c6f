/**
 * `npm run eval`: how often the assistant is right, by kind, on the project's own sets, and on recorded ones where
 * they lie beside the checkout. `--set FILE --json` answers a given set, a line an ask; `--wrong` shows what is wrong
 * of the half that is tuned on.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { builtInAssistant } from '../../src/assistant/built-in/index.ts';
import { recordedData } from '../support/project-root.ts';
import { asksOf, type Answer } from './answer.ts';
import { scorerOf, type Score } from './score.ts';
import { ownSetsFolder, readSets } from './sets.ts';

const { values: options } = parseArgs({
  options: {
    set: { type: 'string' },
    json: { type: 'boolean', default: false },
    wrong: { type: 'boolean', default: false },
  },
});

await (options.json ? answerAll(options.set ?? '') : report());

async function answerAll(path: string): Promise<void> {
  for (const set of readSets(path)) {
    for (const { id, answer } of asksOf(set, builtInAssistant)) {
      const started = performance.now();
      const line = await answered(answer);
      const ms = Math.round(performance.now() - started);
      process.stdout.write(`${JSON.stringify({ id, ...line, ms, via: 'builtin' })}\n`);
    }
  }
}

async function answered(answer: () => Promise<Answer>): Promise<{ answer: Answer } | { error: string }> {
  try {
    return { answer: await answer() };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

async function report(): Promise<void> {
  const sample = recordedData === null ? [] : [join(recordedData, 'eval', 'sample.yml')].filter(existsSync);
  const own = readdirSync(ownSetsFolder).filter((name) => /\.(?:tuned|held-back)\.yml$/.test(name));
  const files =
    options.set === undefined
      ? [...own.sort().map((name) => join(ownSetsFolder, name)), ...sample]
      : [options.set];
  for (const file of files) {
    const scores: Score[] = [];
    for (const set of readSets(file)) {
      const score = scorerOf(set);
      for (const ask of asksOf(set, builtInAssistant)) {
        const line = await answered(ask.answer);
        scores.push(...score(ask, 'answer' in line ? line.answer : { error: line.error }));
      }
    }
    print(file, scores);
  }
}

function print(file: string, scores: readonly Score[]): void {
  console.log(`\n${file.split('/').at(-1) ?? file}`);
  const kinds = [...new Set(scores.map(({ kind }) => kind))].sort();
  for (const kind of [...kinds, 'all']) {
    const these = scores.filter((score) => kind === 'all' || score.kind === kind);
    const right = these.reduce((sum, each) => sum + each.right, 0);
    const unsafe = these.filter(({ isUnsafe }) => isUnsafe).length;
    const share = these.length === 0 ? 0 : (100 * right) / these.length;
    const note = unsafe === 0 ? '' : `   ${unsafe} unsafe`;
    console.log(
      `  ${kind.padEnd(16)} ${String(right).padStart(4)} of ${String(these.length).padStart(4)}  ${share.toFixed(1).padStart(5)} %${note}`,
    );
  }
  // The other half is only counted: whoever reads its mistakes begins to tune on them.
  if (!options.wrong || file.includes('held-back')) return;
  for (const { right, of, id, ask, wanted, got, isUnsafe } of scores) {
    if (right < of)
      console.log(`  ${isUnsafe ? '!!' : '- '} ${id} ${ask}\n       want ${wanted}\n       got  ${got}`);
  }
}
