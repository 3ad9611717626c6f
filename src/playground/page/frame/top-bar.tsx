import type { ReactNode } from 'react';
import type { Member } from '../../screen.ts';
import { Icon } from '../elements/icon.tsx';
import { useSession } from '../state/session.tsx';
import type { ThemeChoice } from '../state/theme.ts';
import { Avatar } from '../surfaces/avatar.tsx';

interface TopBarProps {
  readonly people: readonly Member[];
  readonly become: (member: Member) => void;
  readonly themes: { readonly choice: ThemeChoice; readonly choose: (choice: ThemeChoice) => void };
  readonly showsTraffic: boolean;
  readonly onTraffic: () => void;
  readonly showsSidebar: boolean;
  readonly onSidebar: () => void;
}

export function TopBar(props: TopBarProps): ReactNode {
  const { people, become, themes, showsTraffic, showsSidebar } = props;
  const { workspace, me, app } = useSession().screen;
  return (
    <header className="top-bar">
      <button
        type="button"
        className="sidebar-switch"
        aria-expanded={showsSidebar}
        aria-label="Channels and messages"
        onClick={props.onSidebar}
      >
        <Icon name="menu" />
      </button>
      <h1>{workspace.name}</h1>
      <span className={app.isConnected ? 'connection is-open' : 'connection'} role="status">
        {app.isConnected ? `${app.name} is connected` : `${app.name} is not connected`}
      </span>
      <span className="spacer" />
      <Avatar name={me.name} isApp={false} />
      <label className="labelled">
        <span>You are</span>
        <select
          value={me.id}
          onChange={({ target }) => {
            const chosen = people.find(({ id }) => id === target.value);
            if (chosen !== undefined) become(chosen);
          }}
        >
          {people.map((member) => (
            <option key={member.id} value={member.id}>
              {member.name}
              {standingOf(member)}
            </option>
          ))}
        </select>
      </label>
      <label className="labelled">
        <span>Theme</span>
        <select value={themes.choice} onChange={({ target }) => themes.choose(target.value as ThemeChoice)}>
          <option value="system">System</option>
          <option value="light">Light</option>
          <option value="dark">Dark</option>
        </select>
      </label>
      <button type="button" className="bar-button" aria-pressed={showsTraffic} onClick={props.onTraffic}>
        Traffic
      </button>
    </header>
  );
}

function standingOf({ isOwner, isAdmin }: Member): string {
  if (isOwner) return ' (workspace owner)';
  return isAdmin ? ' (workspace admin)' : '';
}
