/**
 * `npm run eval`: how often the assistant is right, by kind, on the project's own sets, and on recorded ones where
 * they lie beside the checkout. `--model` asks the model of the environment, too, which may cost money. `--set FILE
 * --json` answers a given set, a line an ask, by the model where the environment names one; `--wrong` shows what is
 * wrong of the half that is tuned on.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pLimit from 'p-limit';
import type { Assistant } from '../../src/assistant/assistant.ts';
import { builtInAssistant } from '../../src/assistant/built-in/index.ts';
import { createAssistant } from '../../src/assistant/with-model.ts';
import { parseConfig } from '../../src/config.ts';
import { recordedData } from '../support/project-root.ts';
import { asksOf, type Answered, type Ask } from './answer.ts';
import { printScores } from './print-scores.ts';
import { scorerOf, type Score } from './score.ts';
import { ownSetsFolder, readSets, type EvalSet } from './sets.ts';

/** Asks that a model has before it at one moment. */
const maxAtOnce = 4;

const { values: options } = parseArgs({
  options: {
    set: { type: 'string' },
    json: { type: 'boolean', default: false },
    model: { type: 'boolean', default: false },
    wrong: { type: 'boolean', default: false },
  },
});

const { model } = parseConfig();
const withModel: Assistant | null =
  model === null ? null : createAssistant({ model, usesModel: () => Promise.resolve(true) });

if (options.json && options.set === undefined) endWith('--json needs --set FILE.');
else if (options.model && withModel === null) {
  endWith('--model needs OPENAI_BASE_URL, or OPENAI_API_KEY and OPENAI_MODEL.');
} else await (options.json ? answerAll(options.set ?? '', withModel ?? builtInAssistant) : report());

function endWith(words: string): void {
  console.error(words);
  process.exitCode = 2;
}

async function answerAll(path: string, assistant: Assistant): Promise<void> {
  await inTurn(readSets(path), async (ask) => {
    const started = performance.now();
    const line = await answered(ask, assistant);
    const ms = Math.round(performance.now() - started);
    const told =
      'error' in line
        ? { error: line.error }
        : { answer: line.answer, via: line.from === 'model' ? 'model' : 'builtin' };
    process.stdout.write(`${JSON.stringify({ id: ask.id, ...told, ms })}\n`);
  });
}

async function answered(ask: Ask, assistant: Assistant): Promise<Answered | { readonly error: string }> {
  try {
    return await ask.answer(assistant);
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

/** All asks of the sets, a few at a time. */
async function inTurn(
  sets: readonly EvalSet[],
  each: (ask: Ask, set: EvalSet) => Promise<void>,
): Promise<void> {
  const limit = pLimit(maxAtOnce);
  await Promise.all(sets.flatMap((set) => asksOf(set).map((ask) => limit(() => each(ask, set)))));
}

async function report(): Promise<void> {
  const sample = recordedData === null ? [] : [join(recordedData, 'eval', 'sample.yml')].filter(existsSync);
  const own = readdirSync(ownSetsFolder).filter((name) => /\.(?:tuned|held-back)\.yml$/.test(name));
  const files =
    options.set === undefined
      ? [...own.sort().map((name) => join(ownSetsFolder, name)), ...sample]
      : [options.set];
  for (const file of files) {
    const columns = [{ name: 'built-in', scores: await scoresOf(file, builtInAssistant) }];
    if (options.model && withModel !== null)
      columns.push({ name: 'with the model', scores: await scoresOf(file, withModel) });
    // The other half is only counted: whoever reads its mistakes begins to tune on them.
    printScores(file, columns, options.wrong && !file.includes('held-back'));
  }
}

async function scoresOf(file: string, assistant: Assistant): Promise<Score[]> {
  const sets = readSets(file);
  const scorers = new Map(sets.map((set) => [set, scorerOf(set)]));
  const scores: Score[] = [];
  await inTurn(sets, async (ask, set) => {
    const line = await answered(ask, assistant);
    scores.push(...(scorers.get(set)?.(ask, 'answer' in line ? line.answer : { error: line.error }) ?? []));
  });
  return scores;
}
