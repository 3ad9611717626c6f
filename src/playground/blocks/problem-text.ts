import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

/** What Slack says about something that is not right, and where: one line each. */
export function problemTexts(issues: readonly Issue[], pointer: string): string[] {
  return issues.flatMap((issue) => textsOf(issue, pointer));
}

function textsOf(issue: Issue, base: string): string[] {
  const pointer = [base, ...issue.path.map(String)].join('/');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => problemText(`invalid additional property: ${key}`, pointer));
  }
  if (issue.code === 'invalid_type' && issue.message.includes('received undefined')) {
    return [problemText(`missing required field: ${String(issue.path.at(-1) ?? '')}`, parentOf(pointer))];
  }
  return [problemText(wordsOf(issue), pointer)];
}

function wordsOf(issue: Issue): string {
  if (issue.code === 'too_big') return tooBig(issue);
  if (issue.code === 'too_small') return tooSmall(issue);
  if (issue.code === 'invalid_type') return `must provide ${articled(issue.expected)}`;
  if (issue.code === 'invalid_value') return `must be one of: ${issue.values.map(String).join(', ')}`;
  if (issue.code !== 'invalid_union') return issue.message;
  return issue.errors.length === 0
    ? `unsupported type: ${typeNameOf(issue)}`
    : 'failed to match any allowed schemas';
}

export function problemText(text: string, pointer: string): string {
  return `${text} [json-pointer:${pointer}]`;
}

function tooBig({ origin, maximum }: z.core.$ZodIssueTooBig): string {
  if (origin === 'string') return `must be less than ${Number(maximum) + 1} characters`;
  if (origin === 'array') return `no more than ${maximum} items allowed`;
  return `must be less than or equal to ${maximum}`;
}

function tooSmall({ origin, minimum, inclusive }: z.core.$ZodIssueTooSmall): string {
  if (origin === 'string') return `must be more than ${Number(minimum) - 1} characters`;
  if (origin === 'array') return `must contain at least ${minimum} item${minimum === 1 ? '' : 's'}`;
  return `must be greater than ${inclusive === false ? '' : 'or equal to '}${minimum}`;
}

function parentOf(pointer: string): string {
  return pointer.slice(0, pointer.lastIndexOf('/'));
}

function articled(expected: string): string {
  return `${/^[aeiou]/.test(expected) ? 'an' : 'a'} ${expected}`;
}

function typeNameOf(issue: Issue): string {
  const { input } = issue as { readonly input?: unknown };
  const type = (input as { readonly type?: unknown } | undefined)?.type;
  return typeof type === 'string' ? type : 'none';
}
