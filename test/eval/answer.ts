/** What the assistant proposes for an ask, in the form of the evaluation contract. */
import type { AskContext, Assistant, Interpretation } from '../../src/assistant/assistant.ts';
import type { Proposal } from '../../src/assistant/proposal.ts';
import { contextsOf } from './contexts.ts';
import { formulaResults } from './formula-results.ts';
import type { EvalSet } from './sets.ts';

export type Answer = Readonly<Record<string, unknown>>;

export interface Ask {
  readonly id: string;
  readonly answer: (assistant: Assistant) => Promise<Answered>;
  /** As the set has it, for whoever scores. */
  readonly given: Readonly<Record<string, unknown>>;
}

export interface Answered {
  readonly answer: Answer;
  readonly from: Interpretation['from'];
}

export function asksOf(set: EvalSet): Ask[] {
  switch (set.set) {
    case 'filters': {
      const contextOf = contextsOf.filters(set);
      return set.cases.map((given) => askOf(given, given.ask, () => contextOf(given), filterAnswer));
    }
    case 'commands': {
      const contextOf = contextsOf.commands(set);
      return set.cases.map((given) => askOf(given, given.ask, () => contextOf(given), commandAnswer));
    }
    case 'mappings': {
      const contextOf = contextsOf.mappings(set);
      return set.cases.map((given) => askOf(given, '', () => contextOf(given), mappingAnswer));
    }
    case 'formulas':
      break;
  }
  const contextOf = contextsOf.formulas(set);
  return set.cases.map((given) =>
    askOf(
      given,
      given.ask,
      () => contextOf(given),
      (proposal) => {
        if (proposal.kind !== 'formula') return questionAnswer(proposal);
        const { formula } = proposal;
        return { kind: 'formula', formula, results: formulaResults(formula, contextOf(given), given.rows) };
      },
    ),
  );
}

function askOf(
  given: Readonly<Record<string, unknown>> & { readonly id: string },
  text: string,
  contextOf: () => AskContext,
  read: (proposal: Proposal) => Answer,
): Ask {
  return {
    id: given.id,
    given,
    answer: async (assistant) => {
      const { proposal, from } = await assistant.interpret(text, contextOf());
      return { answer: read(proposal), from };
    },
  };
}

function questionAnswer(proposal: Proposal): Answer {
  if (proposal.kind === 'question' || proposal.kind === 'answer')
    return { kind: 'question', text: proposal.text };
  throw new Error(`A ${proposal.kind} was proposed where none was asked for`);
}

function filterAnswer(proposal: Proposal): Answer {
  return proposal.kind === 'filter' ? { kind: 'filter', filter: proposal.filter } : questionAnswer(proposal);
}

function mappingAnswer(proposal: Proposal): Answer {
  if (proposal.kind !== 'mapping') return questionAnswer(proposal);
  const pairs = proposal.pairs.map(({ source, target, isNew, type }) =>
    isNew ? { source, target: 'new', type } : { source, target },
  );
  return { kind: 'mapping', pairs };
}

function commandAnswer(proposal: Proposal): Answer {
  const base = { kind: 'command', jobs: [], confirm: false };
  switch (proposal.kind) {
    case 'command': {
      const { intent, jobs, confirm, schedule, words } = proposal;
      return {
        ...base,
        intent,
        jobs,
        confirm,
        ...(schedule === null ? {} : { args: { schedule } }),
        text: words,
      };
    }
    case 'job draft': {
      const { direction, connector, object, hub, filter, schedule, words } = proposal;
      const args = { direction, connector, object, hub, filter, schedule };
      return { ...base, intent: 'create-draft', confirm: true, args, text: words };
    }
    case 'filter': {
      const { connector, object, filter, words } = proposal;
      return { ...base, intent: 'filter', args: { connector, object, filter }, text: words };
    }
    case 'answer': {
      const { topic, needs, text } = proposal;
      if (topic === 'refused')
        return { ...base, intent: 'refuse', ...(needs === null ? {} : { needs }), text };
      return { ...base, intent: topic === 'explanation' ? 'help' : topic, text };
    }
    case 'question':
      return { ...base, intent: 'clarify', choices: proposal.choices, text: proposal.text };
    case 'mapping':
      return { ...base, intent: 'mapping' };
    case 'formula':
      break;
  }
  return { ...base, intent: 'formula' };
}
