import type { AskContext, Assistant } from '../assistant.ts';
import type { Proposal } from '../proposal.ts';
import { interpretCommand } from './command/interpret-command.ts';
import { interpretFilter } from './filter/interpret-filter.ts';
import { interpretFormula } from './formula/interpret-formula.ts';
import { suggestMapping } from './mapping/suggest-mapping.ts';

/** The translator that needs no network: the same text in the same place always gives the same proposal. */
export const builtInAssistant: Assistant = {
  interpret: (text, context) =>
    Promise.resolve({ proposal: translate(text, context), from: 'built-in', note: null }),
};

export function translate(text: string, context: AskContext): Proposal {
  switch (context.purpose) {
    case 'filter':
      return interpretFilter(text, context.schema, context);
    case 'mapping':
      return suggestMapping(context);
    case 'formula':
      return interpretFormula(text, context);
    case 'chat':
      break;
  }
  return interpretCommand(text, context);
}
