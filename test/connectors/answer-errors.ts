/** What services answer, and what each answer is taken for. */
import { expect } from 'chai';
import { FatalError, RecordError, RetryableError, UserError } from '../../src/domain/errors.ts';

export const errorKinds = {
  user: UserError,
  retry: RetryableError,
  record: RecordError,
  fatal: FatalError,
};

export const anAnswer = (status: number, body: unknown, retryAfterMs?: number) => ({
  status,
  retryAfterMs,
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

export type AnswerCase = readonly [
  status: number,
  body: unknown,
  kind: keyof typeof errorKinds,
  code: string,
  text: RegExp,
];

/** Defines a test for each. */
export function itTakesAnswers(
  errorOf: (answer: ReturnType<typeof anAnswer>) => Error,
  answers: readonly AnswerCase[],
): void {
  for (const [status, body, kind, code, text] of answers) {
    it(`${status} ${typeof body === 'string' ? 'without a code' : JSON.stringify(body)} is ${kind}: ${code}`, () => {
      const error = errorOf(anAnswer(status, body));
      expect(error).to.be.instanceOf(errorKinds[kind]);
      expect(error).to.have.property('code', code);
      expect(error.message).to.match(text);
    });
  }
}
