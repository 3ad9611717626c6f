import { useRef, useState } from 'react';
import type { ReactNode } from 'react';
import type { MultiSelect, Select } from '@slack/types';
import type { Screen } from '../../screen.ts';
import { useSession } from '../state/session.tsx';
import { plainText } from '../text/plain-text.ts';
import { addressKey } from '../state/acts.ts';
import { matchingGroups } from './choices.ts';
import { chosenIn } from './chosen-in.ts';
import { Combobox } from './combobox.tsx';
import { offeredBy } from './offered-by.ts';
import { useElement } from './surface.tsx';
import type { ElementProps } from './surface.tsx';

/** The app is asked when a person stops typing for so long. */
const restMs = 250;
const usualLeastQuery = 3;

/** All ten kinds of select menu: fixed options, those of the app, people and conversations; one or many. */
export function SelectElement({ element, blockId, naming }: ElementProps<Select | MultiSelect>): ReactNode {
  const used = useElement(blockId, element.action_id);
  const { screen, act } = useSession();
  const [query, setQuery] = useState('');
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const isMulti = element.type.startsWith('multi_');
  const isExternal = element.type === 'external_select' || element.type === 'multi_external_select';
  const menu = isExternal ? menuOf(screen, addressKey(used.address)) : null;
  const leastQuery = isExternal ? (element.min_query_length ?? usualLeastQuery) : 0;
  const isTooShort = query.length < leastQuery;
  const offered = menu === null ? offeredBy(element, screen) : menu.groups;
  const groups = isExternal ? (isTooShort ? [] : offered) : matchingGroups(offered, query);

  const load = (text: string): void => {
    setQuery(text);
    if (!isExternal) return;
    clearTimeout(timer.current);
    if (text.length < leastQuery) return;
    const ask = (): void => void act({ act: 'load-options', element: used.address, query: text });
    if (text === '') ask();
    else timer.current = setTimeout(ask, restMs);
  };

  return (
    <Combobox
      naming={naming}
      placeholder={element.placeholder === undefined ? 'Choose an option' : plainText(element.placeholder)}
      groups={groups}
      chosen={chosenIn(used.value, screen)}
      isMulti={isMulti}
      isClearable={naming.labelledBy !== null && naming.isOptional}
      isBusy={used.isBusy}
      isLoading={isExternal && !isTooShort && (menu === null || menu.isLoading || menu.query !== query)}
      note={isTooShort ? `Type at least ${leastQuery} characters` : (menu?.problem ?? null)}
      focusOnLoad={element.focus_on_load === true}
      onQuery={load}
      onLeave={() => {
        clearTimeout(timer.current);
        setQuery('');
        if (isExternal) void act({ act: 'close-menu' });
      }}
      onChoose={async (values) => {
        clearTimeout(timer.current);
        setQuery('');
        const most = 'max_selected_items' in element ? element.max_selected_items : undefined;
        if (most !== undefined && values.length > most) return;
        await used.use(isMulti ? values : (values[0] ?? null));
      }}
    />
  );
}

function menuOf({ menu }: Screen, key: string): Screen['menu'] {
  return menu !== null && addressKey(menu.element) === key ? menu : null;
}
