import { UserError } from '../../domain/errors.ts';
import { unescape } from '../blocks/index.ts';
import { commandName } from '../command-name.ts';

const quotes: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '“': '”',
  '„': '“',
  '‘': '’',
  '«': '»',
};

/**
 * The job's name as it was typed after a sub-command: several words, with or without quotes around them, which Slack
 * turns into curly ones on some machines.
 *
 * @throws UserError where there is none.
 */
export function readJobName(text: string, subCommand: string): string {
  const typed = unescape(text).trim();
  const closing = quotes[typed.charAt(0)];
  const isQuoted = typed.length >= 2 && closing !== undefined && typed.endsWith(closing);
  const name = (isQuoted ? typed.slice(1, -1) : typed).trim();
  if (name !== '') return name;
  throw new UserError(
    `Which job? Write its name after it: ${commandName} ${subCommand} Customer accounts. ${commandName} list lists them.`,
    { code: 'job_missing' },
  );
}
