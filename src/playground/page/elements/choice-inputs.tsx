import { useId } from 'react';
import type { ReactNode } from 'react';
import type { Checkboxes, Option, RadioButtons } from '@slack/types';
import { Text } from '../text/text.tsx';
import { useElement } from './surface.tsx';
import type { ElementProps, Naming } from './surface.tsx';
import { useHeld } from './use-held.ts';

export function CheckboxesElement({ element, blockId, naming }: ElementProps<Checkboxes>): ReactNode {
  const { value, isBusy, use } = useElement(blockId, element.action_id);
  const [chosen, hold] = useHeld(optionValues(value?.['selected_options']), use);
  return (
    <Choices naming={naming} role="group" isBusy={isBusy}>
      {element.options.map((option) => (
        <Choice
          key={option.value}
          option={option}
          type="checkbox"
          isChosen={chosen.includes(option.value ?? '')}
          onChange={(isChosen) =>
            void hold(
              element.options
                .map((each) => each.value ?? '')
                .filter((each) => (each === option.value ? isChosen : chosen.includes(each))),
            )
          }
        />
      ))}
    </Choices>
  );
}

export function RadioButtonsElement({ element, blockId, naming }: ElementProps<RadioButtons>): ReactNode {
  const { value, isBusy, use } = useElement(blockId, element.action_id);
  const [stored = null] = optionValues([value?.['selected_option']]);
  const [chosen, hold] = useHeld<string | null>(stored, use);
  const name = useId();
  return (
    <Choices naming={naming} role="radiogroup" isBusy={isBusy}>
      {element.options.map((option) => (
        <Choice
          key={option.value}
          option={option}
          type="radio"
          name={name}
          isChosen={chosen === option.value}
          onChange={() => void hold(option.value ?? null)}
        />
      ))}
    </Choices>
  );
}

interface ChoicesProps {
  readonly naming: Naming;
  readonly role: 'group' | 'radiogroup';
  readonly isBusy: boolean;
  readonly children: ReactNode;
}

function Choices({ naming, role, isBusy, children }: ChoicesProps): ReactNode {
  return (
    <div
      className="choices"
      role={role}
      aria-labelledby={naming.labelledBy ?? undefined}
      aria-describedby={naming.describedBy ?? undefined}
      aria-busy={isBusy}
    >
      {children}
    </div>
  );
}

interface ChoiceProps {
  readonly option: Option;
  readonly type: 'checkbox' | 'radio';
  readonly name?: string;
  readonly isChosen: boolean;
  readonly onChange: (isChosen: boolean) => void;
}

function Choice({ option, type, name, isChosen, onChange }: ChoiceProps): ReactNode {
  const id = useId();
  const { text, description } = option;
  return (
    <div className="choice">
      <input
        id={id}
        type={type}
        name={name}
        checked={isChosen}
        aria-describedby={description === undefined ? undefined : `${id}-more`}
        onChange={({ target }) => onChange(target.checked)}
      />
      <span>
        <label htmlFor={id}>
          <Text text={text} />
        </label>
        {description !== undefined && (
          <small id={`${id}-more`}>
            <Text text={description} />
          </small>
        )}
      </span>
    </div>
  );
}

/** The values of options as an element holds them. */
export function optionValues(options: unknown): string[] {
  if (!Array.isArray(options)) return [];
  return options.flatMap((option: unknown) => {
    const value = (option as { value?: unknown } | null | undefined)?.value;
    return typeof value === 'string' ? [value] : [];
  });
}
