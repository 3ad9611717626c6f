import { useId, useRef, useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { Icon } from '../elements/icon.tsx';
import { Popup } from '../elements/popup.tsx';
import { useSession } from '../state/session.tsx';
import { RemovableFiles } from '../surfaces/removable-files.tsx';
import { uploadFile } from '../state/upload-file.ts';
import { suggest } from './suggest.ts';
import type { Suggestion } from './suggest.ts';

interface ComposerProps {
  readonly conversation: string;
  readonly placeholder: string;
  readonly threadTs: string | null;
}

interface Attached {
  readonly id: string;
  readonly name: string;
}

/** Where a message or a command is written: Enter sends it, Shift and Enter begin a new line. */
export function Composer({ conversation, placeholder, threadTs }: ComposerProps): ReactNode {
  const { screen, act } = useSession();
  const [text, setText] = useState('');
  const [caret, setCaret] = useState(0);
  const [active, setActive] = useState(0);
  const [isClosed, setIsClosed] = useState(false);
  const [attached, setAttached] = useState<readonly Attached[]>([]);
  const box = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLTextAreaElement>(null);
  const listId = useId();
  const { from, items } = isClosed ? { from: 0, items: [] } : suggest(text, caret, screen);
  const hint = screen.commands.find(({ command }) => text.startsWith(`${command} `));

  const change = (to: string, at: number): void => {
    setText(to);
    setCaret(at);
    setActive(0);
    setIsClosed(false);
  };
  const take = ({ insert }: Suggestion): void => {
    change(text.slice(0, from) + insert + text.slice(caret), from + insert.length);
    input.current?.focus();
  };
  const send = (): void => {
    if (text.trim() === '' && attached.length === 0) return;
    const files = attached.map(({ id }) => id);
    void act({
      act: 'post',
      conversation,
      text,
      ...(threadTs === null ? {} : { threadTs }),
      ...(files.length === 0 ? {} : { files }),
    }).then((result) => {
      // What was refused stays to be mended; what was sent clears the way, unless somebody typed on.
      if (result === null) setText((now) => (now === '' ? text : now));
    });
    change('', 0);
    setAttached([]);
  };
  const attach = async (files: readonly File[]): Promise<void> => {
    for (const file of files) {
      const id = await uploadFile(act, file);
      if (id !== null) setAttached((before) => [...before, { id, name: file.name }]);
    }
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    const item = items[active];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (item !== undefined && step !== undefined) setActive((active + step + items.length) % items.length);
    else if (item !== undefined && event.key === 'Escape') setIsClosed(true);
    else if (
      item !== undefined &&
      (event.key === 'Tab' || (event.key === 'Enter' && !isWhole(item, text.slice(from, caret))))
    )
      take(item);
    else if (event.key === 'Enter' && !event.shiftKey) send();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div className="composer" ref={box}>
      {attached.length > 0 && (
        <RemovableFiles className="attached" files={attached} label="Attached files" onLeft={setAttached} />
      )}
      <textarea
        ref={input}
        rows={1}
        value={text}
        placeholder={placeholder}
        aria-label={placeholder}
        aria-expanded={items.length > 0}
        aria-controls={items.length > 0 ? listId : undefined}
        aria-activedescendant={items.length > 0 ? `${listId}-${active}` : undefined}
        onChange={({ target }) => change(target.value, target.selectionStart)}
        onSelect={({ currentTarget }) => setCaret(currentTarget.selectionStart)}
        onBlur={() => setIsClosed(true)}
        onKeyDown={onKeyDown}
      />
      <div className="composer-foot">
        <label className="attach">
          <input
            type="file"
            multiple
            aria-label="Attach files"
            onChange={({ target }) => {
              const files = [...(target.files ?? [])];
              target.value = '';
              void attach(files);
            }}
          />
          <Icon name="plus" />
        </label>
        {threadTs === null && <GlobalShortcuts />}
        <span className="composer-hint">{hint === undefined ? '' : `${hint.command} ${hint.usageHint}`}</span>
        <button
          type="button"
          className="button primary"
          aria-label="Send"
          disabled={text.trim() === '' && attached.length === 0}
          onClick={send}
        >
          <Icon name="send" />
        </button>
      </div>
      {items.length > 0 && (
        <Popup anchor={box} className="options suggestions" fits>
          <div id={listId} role="listbox" aria-label="Suggestions">
            {items.map((item, index) => (
              <div
                key={item.insert}
                id={`${listId}-${index}`}
                role="option"
                tabIndex={-1}
                aria-selected={index === active}
                className={index === active ? 'option is-active' : 'option'}
                onPointerDown={(event) => event.preventDefault()}
                onClick={() => take(item)}
              >
                <span>{item.title}</span>
                <small>{item.hint}</small>
              </div>
            ))}
          </div>
        </Popup>
      )}
    </div>
  );
}

function GlobalShortcuts(): ReactNode {
  const { screen, act } = useSession();
  return screen.shortcuts
    .filter(({ type }) => type === 'global')
    .map(({ callbackId, name }) => (
      <button
        key={callbackId}
        type="button"
        className="button quiet"
        onClick={() => void act({ act: 'run-shortcut', callbackId })}
      >
        {name}
      </button>
    ));
}

/** What stands there already need not be taken: Enter sends. */
const isWhole = ({ insert }: Suggestion, typed: string): boolean => insert.trim() === typed;
