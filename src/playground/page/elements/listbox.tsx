import { Fragment, useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { Glyphs } from '../text/glyphs.tsx';
import type { ChoiceGroup, ChoiceOption } from './choices.ts';

interface ListboxProps {
  readonly id: string;
  readonly groups: readonly ChoiceGroup[];
  /** Index of the option that the keyboard stands on, over all groups. */
  readonly active: number;
  readonly chosen: readonly ChoiceOption[];
  readonly isMulti: boolean;
  readonly isLoading: boolean;
  readonly note: string | null;
  readonly onChoose: (option: ChoiceOption) => void;
}

export const optionId = (listId: string, index: number): string => `${listId}-${index}`;

export function Listbox(props: ListboxProps): ReactNode {
  const { id, groups, active, isMulti, isLoading, note } = props;
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector('.is-active')?.scrollIntoView({ block: 'nearest' });
  }, [active, groups]);

  const isEmpty = groups.every(({ options }) => options.length === 0);
  const words = note ?? (isLoading ? 'Loading…' : isEmpty ? 'No results' : null);
  const offsets = groups.map((_, index) =>
    groups.slice(0, index).reduce((sum, { options }) => sum + options.length, 0),
  );
  return (
    <div ref={list} id={id} role="listbox" aria-multiselectable={isMulti} aria-busy={isLoading} tabIndex={-1}>
      {words !== null && (
        <p className="note" role="status">
          {words}
        </p>
      )}
      {groups.map(({ label, options }, group) => (
        <Fragment key={label ?? group}>
          {label !== null && (
            <div className="group-label" role="presentation">
              {label}
            </div>
          )}
          {options.map((option, index) => (
            <ListOption
              key={option.value}
              {...props}
              id={optionId(id, (offsets[group] ?? 0) + index)}
              option={option}
              isActive={(offsets[group] ?? 0) + index === active}
            />
          ))}
        </Fragment>
      ))}
    </div>
  );
}

interface ListOptionProps extends Pick<ListboxProps, 'chosen' | 'onChoose'> {
  readonly id: string;
  readonly option: ChoiceOption;
  readonly isActive: boolean;
}

function ListOption({ id, option, chosen, isActive, onChoose }: ListOptionProps): ReactNode {
  const { value, text, description } = option;
  const isChosen = chosen.some((each) => each.value === value);
  return (
    // The keyboard stays in the input, which names the active option.
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-label={text}
      aria-description={description ?? undefined}
      aria-selected={isChosen}
      className={isActive ? 'option is-active' : 'option'}
      onPointerDown={(event) => event.preventDefault()}
      onClick={() => onChoose(option)}
    >
      <span>
        <Glyphs text={text} />
      </span>
      {description !== null && <small>{description}</small>}
      {isChosen && (
        <span className="tick" aria-hidden="true">
          ✓
        </span>
      )}
    </div>
  );
}
