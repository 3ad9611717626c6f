import type { z } from 'zod';
import { UserError } from '../../domain/errors.ts';

const maxIssues = 5;

/** An answer by its schema. @throws UserError that says what is not as it should be */
export function readOutput<Output>(schema: z.ZodType<Output>, answer: unknown): Output {
  const read = schema.safeParse(answer);
  if (read.success) return read.data;
  const issues = read.error.issues.slice(0, maxIssues);
  const words = issues.map(
    ({ path, message }) => `${path.map(String).join('.') || 'the answer'}: ${message}`,
  );
  throw new UserError(`The JSON is not of the wanted form. ${words.join('; ')}.`, { code: 'wrong_form' });
}
