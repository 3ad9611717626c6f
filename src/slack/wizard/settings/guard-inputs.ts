/** When the job's runs stop and ask before they write: the inputs, and what is read from them. */
import type { KnownBlock } from '@slack/types';
import { guardBounds, guardOf, usualGuard } from '../../../domain/guard.ts';
import type { Guard, GuardRule } from '../../../domain/guard.ts';
import type { StoredDraft } from '../../../domain/stored-draft.ts';
import { input, select } from '../../blocks/index.ts';
import { numberInput } from '../../blocks/inputs.ts';
import type { InputValues } from '../../feature.ts';
import { blockId, enteredText } from '../entered.ts';
import { wholeNumber } from './cadences.ts';

const switchName = 'guard';
const on = 'on';
const off = 'off';

interface NumberWords {
  readonly label: string;
  readonly hint?: string;
}

/** Names of the inputs, which are kept with the draft under the same names. */
const numbers: Readonly<Record<keyof GuardRule, NumberWords>> = {
  share: {
    label: 'Ask above percent of the known records',
    hint: 'Known are the records that the job brought or sent before. Its first sync never asks.',
  },
  atLeast: { label: 'Ask from so many records on' },
  expiresAfterHours: { label: 'Hours until a question expires' },
};
const parts = Object.keys(numbers) as readonly (keyof GuardRule)[];
const nameOf = (part: keyof GuardRule): string => `guard${part}`;

export function guardBlocks({ draft, entered }: StoredDraft, actionId: string): KnownBlock[] {
  const { guard } = draft.settings;
  const rule = guardOf(guard) ?? usualGuard;
  return [
    input(
      'Before unusually many changes or rejected rows',
      select(actionId, {
        placeholder: 'What a run does',
        choices: [
          { text: 'Stop and ask for approval', value: on },
          { text: 'Go on without asking', value: off },
        ],
        chosen: guard === 'off' ? off : on,
      }),
      {
        blockId: blockId(switchName),
        hint: 'Nothing is written before an admin has pressed "Approve".',
      },
    ),
    ...parts.map((part) => {
      const { least, most } = guardBounds[part];
      const { label, hint } = numbers[part];
      return input(
        label,
        numberInput(actionId, { value: entered[nameOf(part)] ?? String(rule[part]), min: least, max: most }),
        { blockId: blockId(nameOf(part)), ...(hint === undefined ? {} : { hint }) },
      );
    }),
  ];
}

/** The input of a part that a problem names. */
export function guardInput(part: string): string {
  return parts.some((each) => each === part) ? nameOf(part as keyof GuardRule) : switchName;
}

/** Not judged: what is no number becomes one that no rule takes. What was only proposed is not a choice. */
export function guardPatch(
  values: InputValues,
  { settings }: StoredDraft['draft'],
): { readonly guard?: Guard } {
  const chosen = enteredText(values, switchName);
  if (chosen === undefined) return {};
  if (chosen === off) return { guard: 'off' };
  const before = guardOf(settings.guard) ?? usualGuard;
  const rule: GuardRule = {
    share: numberOf(values, 'share') ?? before.share,
    atLeast: numberOf(values, 'atLeast') ?? before.atLeast,
    expiresAfterHours: numberOf(values, 'expiresAfterHours') ?? before.expiresAfterHours,
  };
  const isUsual = parts.every((part) => rule[part] === usualGuard[part]);
  if (isUsual && settings.guard === undefined) return {};
  return {
    guard:
      parts.every((part) => rule[part] === before[part]) && settings.guard !== 'off' ? settings.guard : rule,
  };
}

function numberOf(values: InputValues, part: keyof GuardRule): number | undefined {
  const text = enteredText(values, nameOf(part));
  return text === undefined ? undefined : (wholeNumber(text) ?? -1);
}

/** The numbers as they were typed. */
export function enteredGuard(values: InputValues): Record<string, string> {
  const typed = parts.flatMap((part) => {
    const text = enteredText(values, nameOf(part));
    return text === undefined ? [] : [[nameOf(part), text] as const];
  });
  return Object.fromEntries(typed);
}
