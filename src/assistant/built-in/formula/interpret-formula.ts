import type { FormulaContext } from '../../assistant.ts';
import { question, type Proposal } from '../../proposal.ts';

export function interpretFormula(_text: string, _context: FormulaContext): Proposal {
  return question('Which formula do you want?');
}
