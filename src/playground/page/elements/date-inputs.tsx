import type { ReactNode } from 'react';
import type { Datepicker, DateTimepicker, PlainTextElement, Timepicker } from '@slack/types';
import { useSession } from '../state/session.tsx';
import { plainText } from '../text/plain-text.ts';
import { clockText, secondsOfClock } from '../text/zoned-time.ts';
import { namingAttributes, useElement } from './surface.tsx';
import type { ElementProps, Naming } from './surface.tsx';
import { useHeld } from './use-held.ts';

export function DateElement({ element, blockId, naming }: ElementProps<Datepicker>): ReactNode {
  const { value, use } = useElement(blockId, element.action_id);
  const [held, hold] = useHeld(textOf(value?.['selected_date']), (text) => use(text === '' ? null : text));
  return (
    <Placeheld naming={naming} placeholder={element.placeholder}>
      <input
        type="date"
        className="input short"
        value={held}
        {...namingAttributes(naming, element.placeholder?.text ?? 'Date')}
        onChange={({ target }) => void hold(target.value)}
      />
    </Placeheld>
  );
}

export function TimeElement({ element, blockId, naming }: ElementProps<Timepicker>): ReactNode {
  const { value, use } = useElement(blockId, element.action_id);
  const [held, hold] = useHeld(textOf(value?.['selected_time']), (text) => use(text === '' ? null : text));
  return (
    <Placeheld naming={naming} placeholder={element.placeholder}>
      <input
        type="time"
        className="input short"
        value={held}
        {...namingAttributes(naming, element.placeholder?.text ?? 'Time')}
        onChange={({ target }) => void hold(target.value)}
      />
    </Placeheld>
  );
}

/** Shown and read as the person's own clock has it. */
export function DateTimeElement({ element, blockId, naming }: ElementProps<DateTimepicker>): ReactNode {
  const { value, use } = useElement(blockId, element.action_id);
  const { timeZone } = useSession().screen.me;
  const seconds = value?.['selected_date_time'];
  const [held, hold] = useHeld(typeof seconds === 'number' ? clockText(seconds, timeZone) : '', (text) =>
    use(text === '' ? null : secondsOfClock(text, timeZone)),
  );
  return (
    <input
      type="datetime-local"
      data-time-zone={timeZone}
      className="input short"
      value={held}
      {...namingAttributes(naming, 'Date and time')}
      onChange={({ target }) => void hold(target.value)}
    />
  );
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

interface PlaceheldProps {
  readonly naming: Naming;
  readonly placeholder: PlainTextElement | undefined;
  readonly children: ReactNode;
}

/** A browser shows no placeholder in a picker: where nothing else names it, the words stand before it. */
function Placeheld({ naming, placeholder, children }: PlaceheldProps): ReactNode {
  if (naming.labelledBy !== null || placeholder === undefined) return children;
  return (
    <span className="placeheld">
      <span aria-hidden="true">{plainText(placeholder)}</span>
      {children}
    </span>
  );
}
