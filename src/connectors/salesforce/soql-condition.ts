/** Pieces of a WHERE clause that know what they are joined by: SOQL refuses AND beside OR without parentheses. */

export interface ConditionText {
  readonly text: string;
  /** null for a single test, which needs no parentheses anywhere. */
  readonly joinedBy: 'AND' | 'OR' | null;
}

/** `always` and `never` are known without asking Salesforce: an empty IN list means no rows. */
export type Condition = 'always' | 'never' | ConditionText;

export function test(text: string): Condition {
  return { text, joinedBy: null };
}

export function allOf(conditions: readonly Condition[]): Condition {
  return join(conditions, 'AND', 'always', 'never');
}

export function anyOf(conditions: readonly Condition[]): Condition {
  return join(conditions, 'OR', 'never', 'always');
}

function join(
  conditions: readonly Condition[],
  word: 'AND' | 'OR',
  neutral: 'always' | 'never',
  decisive: 'always' | 'never',
): Condition {
  const parts: ConditionText[] = [];
  for (const each of conditions) {
    if (each === decisive) return decisive;
    if (each !== neutral && typeof each !== 'string') parts.push(each);
  }
  const [only] = parts;
  if (only === undefined) return neutral;
  if (parts.length === 1) return only;
  const texts = parts.map(({ text, joinedBy }) =>
    joinedBy === null || joinedBy === word ? text : `(${text})`,
  );
  return { text: texts.join(` ${word} `), joinedBy: word };
}
