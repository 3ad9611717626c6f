import type { ReactNode } from 'react';
import type { Act } from '../../act.ts';
import type { Sidebar as SidebarOnScreen, SidebarEntry } from '../../screen.ts';
import { Icon } from '../elements/icon.tsx';
import { useSession } from '../state/session.tsx';

interface SidebarProps {
  /** Something was opened: where the sidebar covers the page, it goes. */
  readonly onOpened: () => void;
}

export function Sidebar({ onOpened }: SidebarProps): ReactNode {
  const { app, sidebar, place } = useSession().screen;
  const open = place.kind === 'home' ? place.conversation : place.id;
  return (
    <nav className="sidebar" aria-label="Channels and messages">
      <Group
        title="Channels"
        entries={sidebar.channels}
        sign={({ isPrivate }) => (isPrivate ? <Icon name="lock" /> : '#')}
        open={open}
        onOpened={onOpened}
      />
      <Group
        title="Direct messages"
        entries={sidebar.directMessages}
        others={sidebar.others}
        sign={() => '@'}
        open={open}
        onOpened={onOpened}
      />
      <Group
        title="Apps"
        entries={sidebar.apps}
        sign={() => <Icon name="app" />}
        actOf={({ conversation, unread }) =>
          app.hasHome && unread === 0 ? { act: 'open-home' } : { act: 'open-conversation', conversation }
        }
        open={open}
        onOpened={onOpened}
      />
    </nav>
  );
}

interface GroupProps extends SidebarProps {
  readonly title: string;
  readonly entries: readonly SidebarEntry[];
  /** People with whom a click begins a conversation. */
  readonly others?: SidebarOnScreen['others'];
  readonly sign: (entry: Pick<SidebarEntry, 'isPrivate'>) => ReactNode;
  /** What a click on an entry does. */
  readonly actOf?: (entry: SidebarEntry) => Act;
  /** The conversation that fills the middle. */
  readonly open: string;
}

function Group({ title, entries, others = [], sign, actOf = openOf, open, onOpened }: GroupProps): ReactNode {
  const { act } = useSession();
  if (entries.length + others.length === 0) return null;
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      <ul>
        {entries.map((entry) => {
          const { conversation, name, unread, mentions } = entry;
          return (
            <li key={conversation}>
              <button
                type="button"
                className={unread > 0 ? 'is-unread' : undefined}
                aria-current={conversation === open ? 'page' : undefined}
                aria-label={name}
                aria-description={unread > 0 ? `${unread} unread` : undefined}
                onClick={() => {
                  void act(actOf(entry));
                  onOpened();
                }}
              >
                <span className="sign" aria-hidden="true">
                  {sign(entry)}
                </span>
                <span className="name">{name}</span>
                {mentions > 0 ? (
                  <span className="count">{mentions}</span>
                ) : (
                  unread > 0 && <span className="dot" aria-hidden="true" />
                )}
              </button>
            </li>
          );
        })}
        {others.map(({ id, name }) => (
          <li key={id}>
            <button
              type="button"
              aria-label={name}
              onClick={() => {
                void act({ act: 'open-direct-message', person: id });
                onOpened();
              }}
            >
              <span className="sign" aria-hidden="true">
                {sign({ isPrivate: true })}
              </span>
              <span className="name">{name}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function openOf({ conversation }: SidebarEntry): Act {
  return { act: 'open-conversation', conversation };
}
