import type { ChatContext } from '../../assistant.ts';
import { question, type Proposal } from '../../proposal.ts';

export function interpretCommand(_text: string, _context: ChatContext): Proposal {
  return question('Which job do you mean?');
}
