import type { ReactNode } from 'react';
import type {
  ActionsBlockElement,
  ContextActionsBlockElement,
  EmailInput,
  FileInput,
  NumberInput,
  PlainTextInput,
  URLInput,
} from '@slack/types';
import { NotRendered } from '../blocks/not-rendered.tsx';
import { ButtonElement } from './button.tsx';
import { CheckboxesElement, RadioButtonsElement } from './choice-inputs.tsx';
import { DateElement, DateTimeElement, TimeElement } from './date-inputs.tsx';
import { FeedbackButtonsElement } from './feedback-buttons.tsx';
import { FileInputElement } from './file-input.tsx';
import { OverflowElement } from './overflow.tsx';
import { SelectElement } from './select.tsx';
import type { ElementProps } from './surface.tsx';
import { TextInputElement } from './text-input.tsx';

export type InteractiveElement =
  | ActionsBlockElement
  | ContextActionsBlockElement
  | EmailInput
  | FileInput
  | NumberInput
  | PlainTextInput
  | URLInput;

/** Whatever a person can use in a block. */
export function InteractiveElementOf({ element, ...rest }: ElementProps<InteractiveElement>): ReactNode {
  switch (element.type) {
    case 'button':
    case 'icon_button':
    case 'workflow_button':
      return <ButtonElement element={element} {...rest} />;
    case 'feedback_buttons':
      return <FeedbackButtonsElement element={element} {...rest} />;
    case 'overflow':
      return <OverflowElement element={element} {...rest} />;
    case 'checkboxes':
      return <CheckboxesElement element={element} {...rest} />;
    case 'radio_buttons':
      return <RadioButtonsElement element={element} {...rest} />;
    case 'datepicker':
      return <DateElement element={element} {...rest} />;
    case 'timepicker':
      return <TimeElement element={element} {...rest} />;
    case 'datetimepicker':
      return <DateTimeElement element={element} {...rest} />;
    case 'file_input':
      return <FileInputElement element={element} {...rest} />;
    case 'plain_text_input':
    case 'email_text_input':
    case 'url_text_input':
    case 'number_input':
      return <TextInputElement element={element} {...rest} />;
    case 'static_select':
    case 'multi_static_select':
    case 'external_select':
    case 'multi_external_select':
    case 'users_select':
    case 'multi_users_select':
    case 'conversations_select':
    case 'multi_conversations_select':
    case 'channels_select':
    case 'multi_channels_select':
      return <SelectElement element={element} {...rest} />;
    case 'rich_text_input':
      break;
  }
  return <NotRendered what="a rich text input" />;
}
