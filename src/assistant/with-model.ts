import type { Assistant, AskContext, AskOptions, Interpretation } from './assistant.ts';
import { builtInAssistant } from './built-in/index.ts';
import { askModel } from './model/ask-model.ts';
import { failuresBeforeRest, maxAskMs, restMs } from './model/limits.ts';
import { createModelClient, type ModelSettings } from './model/model-client.ts';
import { ModelFailure, type ModelFailureReason } from './model/model-failure.ts';
import type { Tokens } from './model/read-completion.ts';

export type AskOutcome = 'answered' | ModelFailureReason | 'resting' | 'switched off' | 'cancelled';

/** What became of one ask. */
export interface AskReport {
  readonly purpose: AskContext['purpose'];
  readonly from: Interpretation['from'];
  /** Of the model; of the built-in translator alone it is `answered`. */
  readonly outcome: AskOutcome;
  readonly seconds: number;
  /** Of all rounds; none where no model was asked. */
  readonly tokens: Tokens;
}

export interface AssistantParts {
  /** null: the built-in translator answers all. */
  readonly model: ModelSettings | null;
  /** Whether the model may be asked, as an admin has said. */
  readonly usesModel: () => Promise<boolean>;
  readonly onAsked?: (report: AskReport) => void;
  /** How long an ask may take; `maxAskMs` where it is left out. */
  readonly askMs?: number;
}

const notes: Readonly<Record<ModelFailureReason | 'resting', string>> = {
  unreachable: 'The model could not be reached, so this is from the built-in translator.',
  slow: 'The model took too long, so this is from the built-in translator.',
  busy: 'The model has too much to do right now, so this is from the built-in translator.',
  'out of order': 'The model is out of order, so this is from the built-in translator.',
  'refused by service':
    'The model refuses to be asked, so this is from the built-in translator. An admin can check its settings.',
  unusable: 'The model gave no answer that holds, so this is from the built-in translator.',
  declined: 'The model would not answer this, so this is from the built-in translator.',
  resting: 'The model failed several times, so this is from the built-in translator for the next minute.',
};

/**
 * The assistant with a model, if there is one: what that does not answer, in time and rightly, the built-in translator
 * does, and says so.
 */
export function createAssistant({
  model,
  usesModel,
  onAsked = () => {},
  askMs = maxAskMs,
}: AssistantParts): Assistant {
  const client = model === null ? null : createModelClient(model);
  /** Of the service, in a row. */
  let failures = 0;
  let restsUntil = 0;

  async function fromModel(
    text: string,
    context: AskContext,
    { signal, onText }: AskOptions,
    onTokens: (tokens: Tokens) => void,
  ): Promise<Interpretation | Exclude<AskOutcome, 'answered' | 'cancelled'>> {
    if (client === null || !(await usesModel())) return 'switched off';
    if (performance.now() < restsUntil) return 'resting';
    const deadline = AbortSignal.timeout(askMs);
    try {
      const proposal = await askModel(
        client,
        { text, context, onTokens, ...(onText === undefined ? {} : { onText }) },
        {
          signal: signal === undefined ? deadline : AbortSignal.any([signal, deadline]),
          until: performance.now() + askMs,
        },
      );
      failures = 0;
      return { proposal, from: 'model', note: null };
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof ModelFailure) && !deadline.aborted) throw error;
      const reason = error instanceof ModelFailure ? error.reason : 'slow';
      if (reason !== 'declined') failures++;
      if (failures >= failuresBeforeRest) restsUntil = performance.now() + restMs;
      return reason;
    }
  }

  return {
    async interpret(text, context, options = {}) {
      const started = performance.now();
      let tokens: Tokens = { sent: 0, received: 0 };
      const report = (from: Interpretation['from'], outcome: AskOutcome): void => {
        const seconds = (performance.now() - started) / 1_000;
        onAsked({ purpose: context.purpose, from, outcome, seconds, tokens });
      };
      try {
        const answer = await fromModel(text, context, options, ({ sent, received }) => {
          tokens = { sent: tokens.sent + sent, received: tokens.received + received };
        });
        if (typeof answer !== 'string') {
          report('model', 'answered');
          return answer;
        }
        const { proposal } = await builtInAssistant.interpret(text, context);
        report('built-in', client === null ? 'answered' : answer);
        return { proposal, from: 'built-in', note: answer === 'switched off' ? null : notes[answer] };
      } catch (error) {
        if (options.signal?.aborted === true) report('model', 'cancelled');
        throw error;
      }
    },
  };
}
