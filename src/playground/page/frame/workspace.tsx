import { useState } from 'react';
import type { ReactNode } from 'react';
import type { Member } from '../../screen.ts';
import type { Link } from '../state/follow-events.ts';
import { useSession } from '../state/session.tsx';
import type { Theme, ThemeChoice } from '../state/theme.ts';
import { Confirmation } from '../surfaces/confirmation.tsx';
import { Modal } from '../surfaces/modal.tsx';
import { AppPane } from './app-pane.tsx';
import { ConversationPane } from './conversation-pane.tsx';
import { Sidebar } from './sidebar.tsx';
import { ThreadPane } from './thread-pane.tsx';
import { Toasts } from './toasts.tsx';
import { TopBar } from './top-bar.tsx';
import { TrafficPanel } from './traffic-panel.tsx';
import { usePermalink } from './use-permalink.ts';
import type { WorkspaceSwitcherProps } from './workspace-switcher.tsx';

interface WorkspaceProps extends WorkspaceSwitcherProps {
  readonly link: Link;
  readonly people: readonly Member[];
  readonly become: (member: Member) => void;
  readonly themes: {
    readonly theme: Theme;
    readonly choice: ThemeChoice;
    readonly choose: (choice: ThemeChoice) => void;
  };
}

export function Workspace({ link, workspaces, enter, people, become, themes }: WorkspaceProps): ReactNode {
  const { version, place, thread, modals, dialog } = useSession().screen;
  const [showsTraffic, setShowsTraffic] = useState(false);
  const [showsSidebar, setShowsSidebar] = useState(false);
  usePermalink();
  const front = modals.at(-1);
  const isOfApp = place.kind === 'home' || place.type === 'app';
  return (
    <div
      data-version={version}
      className={`workspace${thread === null ? '' : ' has-thread'}${showsSidebar ? ' shows-sidebar' : ''}`}
    >
      <TopBar
        workspaces={workspaces}
        enter={enter}
        people={people}
        become={become}
        themes={themes}
        showsTraffic={showsTraffic}
        onTraffic={() => setShowsTraffic(!showsTraffic)}
        showsSidebar={showsSidebar}
        onSidebar={() => setShowsSidebar(!showsSidebar)}
      />
      {link === 'lost' && (
        <p className="banner" role="alert">
          The playground does not answer. What you see is how it was; trying again…
        </p>
      )}
      <Sidebar onOpened={() => setShowsSidebar(false)} />
      <main className="place">
        {isOfApp ? (
          <AppPane place={place} />
        ) : (
          place.kind === 'conversation' && <ConversationPane place={place} />
        )}
      </main>
      {thread !== null && <ThreadPane thread={thread} />}
      {showsTraffic && <TrafficPanel onClose={() => setShowsTraffic(false)} />}
      {front !== undefined && (
        <Modal key={front.viewId} modal={front} depth={modals.length - 1}>
          {dialog === null && <Toasts />}
        </Modal>
      )}
      {dialog !== null && (
        <Confirmation dialog={dialog}>
          <Toasts />
        </Confirmation>
      )}
      {front === undefined && dialog === null && <Toasts />}
    </div>
  );
}
