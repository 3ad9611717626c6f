import { useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import type { PlaceOnScreen } from '../../screen.ts';
import { useSession } from '../state/session.tsx';
import { AboutApp } from './about-app.tsx';
import { AppHome } from './app-home.tsx';
import { Talk } from './conversation-pane.tsx';

/** An app: its Home, its direct messages, and what it is. */
export function AppPane({ place }: { readonly place: PlaceOnScreen }): ReactNode {
  const { screen, act } = useSession();
  const { app } = screen;
  const [isAbout, setIsAbout] = useState(false);
  const conversation = place.kind === 'home' ? place.conversation : place.id;
  const open = isAbout ? 'About' : place.kind === 'home' ? 'Home' : 'Messages';
  const tabs = [
    ...(app.hasHome ? [{ name: 'Home', go: { act: 'open-home' } as const }] : []),
    { name: 'Messages', go: { act: 'open-conversation', conversation } as const },
    { name: 'About', go: null },
  ];
  return (
    <>
      <header className="place-head of-app">
        <h2>{app.name}</h2>
        <div role="tablist" aria-label={`Tabs of ${app.name}`} onKeyDown={moveBetweenTabs}>
          {tabs.map(({ name, go }) => (
            <button
              key={name}
              type="button"
              role="tab"
              aria-selected={name === open}
              tabIndex={name === open ? 0 : -1}
              onClick={() => {
                setIsAbout(go === null);
                if (go !== null) void act(go);
              }}
            >
              {name}
            </button>
          ))}
        </div>
      </header>
      {isAbout ? (
        <AboutApp />
      ) : place.kind === 'home' ? (
        <AppHome view={place.view} />
      ) : (
        <Talk place={place} title={app.name} />
      )}
    </>
  );
}

function moveBetweenTabs(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (step === undefined) return;
  const tabs = [...event.currentTarget.querySelectorAll<HTMLElement>('[role="tab"]')];
  const at = tabs.indexOf(document.activeElement as HTMLElement);
  tabs[(at + step + tabs.length) % tabs.length]?.focus();
}
