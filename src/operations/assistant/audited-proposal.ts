/** What the audit log keeps of an ask and of what was proposed: what it was about, and none of the values in it. */
import type { Proposal } from '../../assistant/proposal.ts';

const masked = '…';
const eMail = /[^\s@<>()'"]+@[^\s@<>()'"]+/g;
const quoted = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|“[^”]*”|‘[^’]*’/g;
const withDigits = /[\p{L}\p{N}_+.,:/-]*\p{N}[\p{L}\p{N}_+.,:/-]*/gu;

/** A text without quoted texts, addresses, and words that have a digit. */
export function maskValues(text: string): string {
  return text
    .replaceAll(quoted, (match) => `${match.slice(0, 1)}${masked}${match.slice(-1)}`)
    .replaceAll(eMail, masked)
    .replaceAll(withDigits, masked);
}

/** A proposal in the terms of metadata: names of fields, attributes and jobs, and which form it has. */
export function auditedProposal(proposal: Proposal): Readonly<Record<string, unknown>> {
  const { kind } = proposal;
  switch (proposal.kind) {
    case 'filter':
      return { kind, object: proposal.object, filter: maskLiterals(proposal.filter) };
    case 'mapping':
      return { kind, pairs: proposal.pairs.map(({ source, target, isNew }) => ({ source, target, isNew })) };
    case 'formula':
      return { kind, formula: maskLiterals(proposal.formula) };
    case 'job draft': {
      const { direction, connection, object, hub, filter, schedule } = proposal;
      return {
        kind,
        direction,
        connection,
        object,
        hub,
        filter: filter === null ? null : maskLiterals(filter),
        schedule,
      };
    }
    case 'command': {
      const { intent, jobs, confirm, schedule } = proposal;
      return { kind, intent, jobs, confirm, schedule };
    }
    case 'answer':
      return { kind, topic: proposal.topic, needs: proposal.needs };
    case 'question':
      break;
  }
  // Its choices are names, its text may say again what was asked.
  return { kind, choices: proposal.choices.length };
}

/** A filter or formula without its values. Names stay as they are, also where they have digits. */
export function maskLiterals(text: string): string {
  return text
    .replaceAll(quoted, (match) => `${match.slice(0, 1)}${masked}${match.slice(-1)}`)
    .replaceAll(/(?<![\w.])-?\d[\d.:TZ+-]*/g, masked);
}
