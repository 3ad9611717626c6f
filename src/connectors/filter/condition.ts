/** Pieces of a condition in a CRM's query language, which know what they are joined by. */

export interface ConditionText {
  readonly text: string;
  /** null for a single test, which needs no parentheses anywhere. */
  readonly joinedBy: Joint | null;
}

type Joint = 'and' | 'or';

/** `always` and `never` are known without asking the CRM: an empty IN list means no rows. */
export type Condition = 'always' | 'never' | ConditionText;

export function test(text: string): Condition {
  return { text, joinedBy: null };
}

export interface Joiner {
  readonly allOf: (conditions: readonly Condition[]) => Condition;
  readonly anyOf: (conditions: readonly Condition[]) => Condition;
}

/** @param words as the language writes them; what is joined by the other one is put in parentheses. */
export function joinerOf(words: Readonly<Record<Joint, string>>): Joiner {
  const join = (
    conditions: readonly Condition[],
    joint: Joint,
    neutral: 'always' | 'never',
    decisive: 'always' | 'never',
  ): Condition => {
    const parts: ConditionText[] = [];
    for (const each of conditions) {
      if (each === decisive) return decisive;
      if (each !== neutral && typeof each !== 'string') parts.push(each);
    }
    const [only] = parts;
    if (only === undefined) return neutral;
    if (parts.length === 1) return only;
    const texts = parts.map(({ text, joinedBy }) =>
      joinedBy === null || joinedBy === joint ? text : `(${text})`,
    );
    return { text: texts.join(` ${words[joint]} `), joinedBy: joint };
  };
  return {
    allOf: (conditions) => join(conditions, 'and', 'always', 'never'),
    anyOf: (conditions) => join(conditions, 'or', 'never', 'always'),
  };
}
