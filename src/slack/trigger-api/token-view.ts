/** A new token: what is asked before it is made, and the only view that shows it. */
import type { ModalView } from '@slack/types';
import { dayMs } from '../../domain/calendar.ts';
import type { CreatedToken } from '../../operations/trigger-api/create-token.ts';
import { bold, context, input, modal, section, select } from '../blocks/index.ts';
import { radioButtons, textInput } from '../blocks/inputs.ts';
import type { InputValues } from '../feature.ts';
import type { Clock } from '../jobs/words.ts';
import { callText, codeBlock } from './call-text.ts';
import type { JobForm } from './trigger-query.ts';
import { expiryText } from './trigger-view.ts';

export const tokenIds = { callback: 'token', name: 'name', scope: 'scope', expiry: 'expiresAt' } as const;

const title = 'New token';
const maxName = 80;
const thisJob = 'job';

const expiries = [
  { text: 'Never', value: 'never', days: null },
  { text: 'In 30 days', value: '30', days: 30 },
  { text: 'In 90 days', value: '90', days: 90 },
  { text: 'In a year', value: '365', days: 365 },
] as const;

export function tokenFormView(form: JobForm): ModalView {
  const scopes = [
    { text: 'This job', value: thisJob },
    { text: 'All jobs', value: 'all' },
  ];
  return modal({
    title,
    callbackId: tokenIds.callback,
    submit: 'Create',
    close: 'Cancel',
    privateMetadata: JSON.stringify(form),
    blocks: [
      input('Name', textInput(tokenIds.name, { placeholder: 'Nightly load', maxLength: maxName }), {
        blockId: tokenIds.name,
        hint: 'What the audit log and the history say started a run.',
      }),
      input('Works for', radioButtons(tokenIds.scope, { choices: scopes, chosen: thisJob }), {
        blockId: tokenIds.scope,
      }),
      input(
        'Expires',
        select(tokenIds.expiry, {
          placeholder: 'When',
          choices: expiries.map(({ text, value }) => ({ text, value })),
          chosen: 'never',
        }),
        { blockId: tokenIds.expiry },
      ),
    ],
  });
}

export interface EnteredToken {
  readonly name: string;
  readonly isForAll: boolean;
  readonly expiresAt: Date | null;
}

export function readTokenForm(values: InputValues, now: Date): EnteredToken {
  const chosen = (id: string): string => values[id]?.[id]?.selected_option?.value ?? '';
  const days = expiries.find(({ value }) => value === chosen(tokenIds.expiry))?.days ?? null;
  return {
    name: values[tokenIds.name]?.[tokenIds.name]?.value ?? '',
    // What is not known is the lesser right.
    isForAll: chosen(tokenIds.scope) === 'all',
    expiresAt: days === null ? null : new Date(now.getTime() + days * dayMs),
  };
}

export function createdTokenView({ token, text }: CreatedToken, url: string, clock: Clock): ModalView {
  return modal({
    title,
    callbackId: tokenIds.callback,
    close: 'Done',
    blocks: [
      section(
        `✅ ${bold(token.name)} was made. *It is shown this once:* copy it now, and keep it as you keep a password.`,
      ),
      section(codeBlock(text)),
      section('The call with it:'),
      section(callText(url, text)),
      context(`For ${token.jobId === null ? 'all jobs' : 'this job'} · ${expiryText(token, clock)}`),
    ],
  });
}
