/**
 * `/crosswalk …`: the first word is a sub-command. What there is none of is a slip of the keys, where it is one word that is
 * like one, and said in plain English otherwise.
 */
import { didYouMean } from '../../domain/filter/filter-error.ts';
import { nearestNames } from '../../domain/nearest.ts';
import { code, section, unescape } from '../blocks/index.ts';
import { byId } from '../by-id.ts';
import type { CommandCall, SubCommand } from '../feature.ts';
import { commandName } from '../command-name.ts';

export function createCommand(
  subCommands: readonly SubCommand[],
  otherwise?: (call: CommandCall) => Promise<void>,
): (call: CommandCall) => Promise<void> {
  const ofName = byId(subCommands, ({ name }) => name);
  const names = [...ofName.keys(), 'help'];

  return async (call) => {
    const [, word = '', text = ''] = /^(\S*)\s*([^]*)$/.exec(call.text) ?? [];
    const name = word.toLowerCase();
    const found = ofName.get(name);
    if (found !== undefined) return await found.handle({ ...call, text: text.trim() });
    const isHelp = name === '' || name === 'help';
    const near = isHelp ? [] : nearestNames(name, names).map((each) => `\`${commandName} ${each}\``);
    const isSlip = near.length > 0 && text.trim() === '';
    if (otherwise !== undefined && !isHelp && !isSlip) return await otherwise(call);
    const unknown = isHelp
      ? ''
      : `There is no ${code(`${commandName} ${unescape(word)}`)}.${didYouMean(near)}\n\n`;
    const help = `${unknown}${helpText(subCommands)}`;
    await call.tell({ text: help, blocks: [section(help)] });
  };
}

function helpText(subCommands: readonly SubCommand[]): string {
  const lines = subCommands.map(({ name, usage, summary }) => {
    const typed = [commandName, name, usage].filter((part) => part !== '').join(' ');
    return `${code(typed)}  ${summary}`;
  });
  return ['*Crosswalk keeps your CRM and your customer data hub in step.*', ...lines].join('\n');
}
