import { excerpt, oneOf } from '../../../domain/filter/filter-error.ts';
import { nearestNames } from '../../../domain/nearest.ts';
import { maxChoices } from '../limits.ts';
import { question, type Proposal } from '../../proposal.ts';
import type { Known, KnownField } from './known-fields.ts';
import type { Problem } from './problem.ts';

/** The question that a problem leads to: what was not understood, and what there is. */
export function askBack(problem: Problem, known: Known): Proposal {
  switch (problem.kind) {
    case 'unknown': {
      const near = nearOf(problem.words, known);
      const hint = near.length === 0 ? '' : ` Do you mean ${oneOf(near)}?`;
      const text = `Which field do you mean by "${excerpt(problem.words)}"? ${known.schema.object.label} has none that I know by it.${hint}`;
      return question(
        `${text} Say which records you want by fields and values, for example "created this month".`,
        near,
        problem.words,
      );
    }
    case 'ambiguous': {
      const choices = problem.choices.slice(0, maxChoices).map(nameOf);
      return question(
        `Which one do you mean by "${excerpt(problem.words)}": ${oneOf(choices)}?`,
        choices,
        problem.words,
      );
    }
    case 'open':
      return question(
        `Which records do you mean by "${excerpt(problem.words)}"? Say what ${problem.field.field.label} should be.`,
      );
    case 'shared label': {
      const named = problem.field.field.picklistValues.filter(
        ({ label }) => label.toLowerCase() === problem.words.toLowerCase(),
      );
      const choices = named.slice(0, maxChoices).map(({ value }) => value);
      return question(
        `"${excerpt(problem.words)}" is the label of several values of ${problem.field.field.label}. Which one do you mean: ${oneOf(choices)}?`,
        choices,
        problem.words,
      );
    }
    case 'wrong value': {
      const labels = new Set(problem.field.field.picklistValues.map(({ label }) => label));
      const values = [...labels].slice(0, maxChoices);
      const text = `${problem.field.field.label} has no value "${excerpt(problem.words)}". Which one do you mean?`;
      const told = values.length === 0 ? text : `${text} There are ${oneOf(values)}.`;
      return question(told, values, problem.words);
    }
    case 'impossible':
      return question(`${problem.reason} Which records do you mean, by their own fields?`);
    case 'unclear date':
      return question(
        `Which day do you mean by ${excerpt(problem.text)}? Write it as 2026-03-31, or with the month's name.`,
      );
    case 'out of range':
      return question(
        `${problem.field.field.label} is a percentage, which ${excerpt(problem.words)} cannot be. Which number do you mean, or which field?`,
      );
    case 'no field':
      break;
  }
  const choices = (problem.choices ?? []).slice(0, maxChoices).map(nameOf);
  const named = choices.length === 0 ? '' : `: ${oneOf(choices)}`;
  return question(
    `Which field do you mean by "${excerpt(problem.words)}"${named}? Say it with the field's name.`,
  );
}

const nameOf = ({ path, field }: KnownField): string =>
  field.label === path ? path : `${field.label} (${path})`;

function nearOf(words: string, known: Known): string[] {
  const byLabel = new Map(
    known.fields.filter(({ parent }) => parent === '').map((of) => [of.field.label, of]),
  );
  return nearestNames(words, [...byLabel.keys()]).flatMap((label) => {
    const of = byLabel.get(label);
    return of === undefined ? [] : [nameOf(of)];
  });
}
