/** How every connector reads the settings of a connection, and says what is wrong with them. */
import { z } from 'zod';
import { UserError } from '../domain/errors.ts';

export interface SettingsReader<Schema extends z.ZodType> {
  readonly schema: Schema;
  /** The service, as shown to people: "Salesforce". */
  readonly title: string;
  /** What each setting looks like when it is right, by its path: the second half of every message. */
  readonly examples: Readonly<Record<string, string>>;
  /** The setting whose example stands for all of them, where there are none at all. */
  readonly first: string;
}

/** A text that has to be there. */
export const requiredText = z.string('is missing').trim().min(1, 'is empty');

/** @throws UserError that names the first setting that is wrong, what is wrong with it, and an example; with the others. */
export function readSettings<Schema extends z.ZodType>(
  reader: SettingsReader<Schema>,
  settings: unknown,
): z.infer<Schema> {
  const parsed = reader.schema.safeParse(settings);
  if (parsed.success) return parsed.data;
  const [first, ...rest] = parsed.error.issues;
  const others = rest.map((issue) => wrongSetting(reader, issue));
  throw wrongSetting(reader, first, { others, cause: parsed.error });
}

function wrongSetting(
  reader: SettingsReader<z.ZodType>,
  issue: z.core.$ZodIssue | undefined,
  more: Pick<NonNullable<ConstructorParameters<typeof UserError>[1]>, 'others' | 'cause'> = {},
): UserError {
  return new UserError(describeIssue(reader, issue), {
    code: 'invalid_settings',
    path: placeOf(issue),
    ...more,
  });
}

/** Where in the settings a door points at: the name that is not known, or else the setting. */
function placeOf(issue: z.core.$ZodIssue | undefined): (string | number)[] {
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  return [...(issue?.path ?? []).map((part) => (typeof part === 'number' ? part : String(part))), ...unknown];
}

function describeIssue(
  { title, examples, first }: SettingsReader<z.ZodType>,
  issue: z.core.$ZodIssue | undefined,
): string {
  const path = issue?.path.join('.') ?? '';
  if (issue?.code === 'unrecognized_keys') {
    const place = path === '' ? `a ${title} connection` : path;
    return `Setting ${issue.keys.map((key) => `"${key}"`).join(', ')} is not known in ${place}; check its spelling or leave it out.`;
  }
  const name = path === '' ? `The settings of a ${title} connection` : `Setting "${path}"`;
  const problem = path === '' ? 'are to be a list of names and values' : (issue?.message ?? 'is wrong');
  const example = examples[path === '' ? first : path];
  return `${name} ${problem}.${example === undefined ? '' : ` Example: ${example}.`}`;
}
