import type { ReactNode } from 'react';
import type { Member } from '../../screen.ts';
import { Icon } from '../elements/icon.tsx';
import { useSession } from '../state/session.tsx';
import type { ThemeChoice } from '../state/theme.ts';
import { Avatar } from '../surfaces/avatar.tsx';
import { WorkspaceSwitcher } from './workspace-switcher.tsx';
import type { WorkspaceSwitcherProps } from './workspace-switcher.tsx';

interface TopBarProps extends WorkspaceSwitcherProps {
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
  const { me, app } = useSession().screen;
  const isThere = app.isInstalled && app.isConnected;
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
      <WorkspaceSwitcher workspaces={props.workspaces} enter={props.enter} />
      <span className={isThere ? 'connection is-open' : 'connection'} role="status">
        {app.name} {isThere ? 'is connected' : app.isInstalled ? 'is not connected' : 'is not installed'}
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
