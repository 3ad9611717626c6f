import type { ReactNode } from 'react';
import type { Datepicker, DateTimepicker, Timepicker } from '@slack/types';
import { useSession } from '../state/session.tsx';
import { clockText, secondsOfClock } from '../text/zoned-time.ts';
import { namingAttributes, useElement } from './surface.tsx';
import type { ElementProps } from './surface.tsx';

export function DateElement({ element, blockId, naming }: ElementProps<Datepicker>): ReactNode {
  const { value, use } = useElement(blockId, element.action_id);
  return (
    <input
      type="date"
      className="input short"
      value={textOf(value?.['selected_date'])}
      {...namingAttributes(naming, element.placeholder?.text ?? 'Date')}
      onChange={({ target }) => use(target.value === '' ? null : target.value)}
    />
  );
}

export function TimeElement({ element, blockId, naming }: ElementProps<Timepicker>): ReactNode {
  const { value, use } = useElement(blockId, element.action_id);
  return (
    <input
      type="time"
      className="input short"
      value={textOf(value?.['selected_time'])}
      {...namingAttributes(naming, element.placeholder?.text ?? 'Time')}
      onChange={({ target }) => use(target.value === '' ? null : target.value)}
    />
  );
}

/** Shown and read as the person's own clock has it. */
export function DateTimeElement({ element, blockId, naming }: ElementProps<DateTimepicker>): ReactNode {
  const { value, use } = useElement(blockId, element.action_id);
  const { timeZone } = useSession().screen.me;
  const seconds = value?.['selected_date_time'];
  return (
    <input
      type="datetime-local"
      className="input short"
      value={typeof seconds === 'number' ? clockText(seconds, timeZone) : ''}
      {...namingAttributes(naming, 'Date and time')}
      onChange={({ target }) => use(target.value === '' ? null : secondsOfClock(target.value, timeZone))}
    />
  );
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
