import { useId, useRef, useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import type { ChoiceGroup, ChoiceOption } from './choices.ts';
import { ChosenOptions } from './chosen-options.tsx';
import { Listbox, optionId } from './listbox.tsx';
import { Popup } from './popup.tsx';
import { Spinner } from './spinner.tsx';
import { namingAttributes } from './surface.tsx';
import type { Naming } from './surface.tsx';

export interface ComboboxProps {
  readonly naming: Naming;
  readonly placeholder: string;
  /** What matches the query, as it is now. */
  readonly groups: readonly ChoiceGroup[];
  readonly chosen: readonly ChoiceOption[];
  readonly isMulti: boolean;
  /** Whether a single choice can be taken back. */
  readonly isClearable: boolean;
  readonly isBusy: boolean;
  readonly isLoading: boolean;
  /** Instead of the options: why there are none. */
  readonly note: string | null;
  /** Also called with an empty query when it opens. */
  readonly onQuery: (query: string) => void;
  /** Closed without a choice. */
  readonly onLeave: () => void;
  /** Done once the choice has arrived. */
  readonly onChoose: (values: readonly string[]) => Promise<void>;
  readonly focusOnLoad: boolean;
}

/** An input that shows what is chosen, and offers what can be while it is open; arrow keys, Enter and Escape work. */
export function Combobox(props: ComboboxProps): ReactNode {
  const { naming, placeholder, groups, chosen, isMulti, isClearable, isBusy } = props;
  const [query, setQuery] = useState('');
  const [isOpen, setIsOpen] = useState(false);
  const [active, setActive] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const isStillOpen = useRef(isOpen);
  isStillOpen.current = isOpen;
  const listId = useId();
  const options = groups.flatMap((group) => group.options);
  const [single] = isMulti ? [] : chosen;

  const ask = (text: string): void => {
    setQuery(text);
    setActive(0);
    props.onQuery(text);
  };
  const open = (): void => {
    if (isOpen || isBusy) return;
    setIsOpen(true);
    ask('');
    const at = options.findIndex(({ value }) => value === single?.value);
    setActive(Math.max(at, 0));
  };
  const leave = (): void => {
    if (!isOpen) return;
    setIsOpen(false);
    setQuery('');
    props.onLeave();
  };
  const choose = async ({ value }: ChoiceOption): Promise<void> => {
    const values = chosen.map((each) => each.value);
    setQuery('');
    if (!isMulti) {
      setIsOpen(false);
      await props.onChoose([value]);
      return;
    }
    await props.onChoose(
      values.includes(value) ? values.filter((each) => each !== value) : [...values, value],
    );
    // What is offered stays open for the next one; an app is asked anew.
    if (isStillOpen.current) props.onQuery('');
  };
  const remove = (value: string): void => {
    void props.onChoose(chosen.map((each) => each.value).filter((each) => each !== value));
    input.current?.focus();
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    const last = chosen.at(-1);
    if (event.key === 'Backspace' && isMulti && query === '' && last !== undefined) {
      remove(last.value);
      return;
    }
    if (!isOpen) {
      if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp' && event.key !== 'Enter') return;
      event.preventDefault();
      open();
      return;
    }
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: (active + 1) % Math.max(options.length, 1),
      ArrowUp: (active - 1 + options.length) % Math.max(options.length, 1),
      PageDown: Math.min(active + 10, options.length - 1),
      PageUp: Math.max(active - 10, 0),
    };
    const to = moves[event.key];
    const option = options[active];
    if (to !== undefined) setActive(to);
    else if (event.key === 'Escape') leave();
    else if (event.key === 'Enter' && option !== undefined) void choose(option);
    else if (event.key !== 'Enter') return;
    // Neither does Escape close the modal around it, nor does Enter submit it.
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div
      ref={box}
      className={`combobox${isMulti ? ' multi' : ''}${isOpen ? ' open' : ''}`}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) leave();
      }}
    >
      {isMulti && <ChosenOptions chosen={chosen} onRemove={remove} />}
      <input
        ref={input}
        type="text"
        role="combobox"
        autoComplete="off"
        aria-expanded={isOpen}
        aria-controls={isOpen ? listId : undefined}
        aria-autocomplete="list"
        aria-activedescendant={isOpen && options.length > 0 ? optionId(listId, active) : undefined}
        aria-busy={isBusy}
        data-focus-on-load={props.focusOnLoad ? true : undefined}
        {...namingAttributes(naming, placeholder)}
        value={isOpen ? query : (single?.text ?? '')}
        placeholder={single?.text ?? (chosen.length > 0 ? '' : placeholder)}
        onChange={({ target }) => {
          if (!isOpen) setIsOpen(true);
          ask(target.value);
        }}
        onClick={open}
        onKeyDown={onKeyDown}
      />
      {isBusy && <Spinner />}
      {isClearable && single !== undefined && !isOpen && (
        <button
          type="button"
          className="remove"
          aria-label={`Clear ${single.text}`}
          onClick={() => void props.onChoose([])}
        >
          ×
        </button>
      )}
      <span className="arrow" aria-hidden="true" />
      {isOpen && (
        <Popup anchor={box} className="options" fits>
          <Listbox
            id={listId}
            groups={groups}
            active={active}
            chosen={chosen}
            isMulti={isMulti}
            isLoading={props.isLoading}
            note={props.note}
            onChoose={(option) => void choose(option)}
          />
        </Popup>
      )}
    </div>
  );
}
