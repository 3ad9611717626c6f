import { useEffect, useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import type { EmailInput, NumberInput, PlainTextInput, URLInput } from '@slack/types';
import { useSession } from '../state/session.tsx';
import { plainText } from '../text/plain-text.ts';
import { namingAttributes, useElement } from './surface.tsx';
import type { ElementProps } from './surface.tsx';

type TextElement = PlainTextInput | EmailInput | URLInput | NumberInput;

/** Slack checks the form of these itself when the view is submitted, so the browser does not. */
const inputModes = {
  plain_text_input: 'text',
  email_text_input: 'email',
  url_text_input: 'url',
  number_input: 'decimal',
} as const;

const rows = 4;

export function TextInputElement({ element, blockId, naming }: ElementProps<TextElement>): ReactNode {
  const { address, value, use } = useElement(blockId, element.action_id);
  const { acts } = useSession();
  const stored = typeof value?.['value'] === 'string' ? value['value'] : '';
  const [text, setText] = useState(stored);

  const isTyping = acts.isTyping(address);
  useEffect(() => {
    // What the app changed is taken over; what comes back of one's own typing is old already. It is asked now: since
    // this was drawn, another letter may have been typed.
    if (!acts.isTyping(address)) setText(stored);
  }, [stored, isTyping]);

  const shared = {
    value: text,
    placeholder: element.placeholder === undefined ? undefined : plainText(element.placeholder),
    autoComplete: 'off',
    // `autofocus` alone does nothing in an element that is added later; the modal looks for this.
    'data-focus-on-load': element.focus_on_load === true ? true : undefined,
    ...namingAttributes(naming, element.placeholder?.text ?? 'Text'),
    onChange({ target }: { target: { value: string } }) {
      setText(target.value);
      acts.type(address, target.value);
    },
  };
  if (element.type === 'plain_text_input' && element.multiline === true) {
    return <textarea className="input" rows={rows} {...shared} />;
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !naming.dispatchesEnter) return;
    event.preventDefault();
    void use(text, { isEntered: true });
  };
  return (
    <input
      className="input"
      type="text"
      inputMode={inputModes[element.type]}
      {...shared}
      onKeyDown={onKeyDown}
    />
  );
}
