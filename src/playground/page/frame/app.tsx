import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import type { Member, WorkspaceInfo } from '../../screen.ts';
import { SessionOf } from '../state/session.tsx';
import { useTheme } from '../state/theme.ts';
import { useWorkspaces } from '../state/use-workspaces.ts';
import { Waiting } from './waiting.tsx';
import { Workspace } from './workspace.tsx';

/** Who one is and where, in the address: two tabs can be two people. */
const parameters = { person: 'as', workspace: 'in' } as const;

interface Seat {
  /** The id of the workspace; null for the default one. */
  readonly workspace: string | null;
  /** The handle of the person; null for the first one. */
  readonly person: string | null;
}

export function App(): ReactNode {
  const { workspaces, reload } = useWorkspaces();
  const themes = useTheme();
  const [seat, setSeat] = useState(seatInAddress);
  const workspace = workspaces.find(({ id }) => id === seat.workspace) ?? workspaces[0];
  const people = workspace?.people ?? [];
  const person = people.find((each) => each.handle === seat.person) ?? people[0];

  useEffect(() => {
    if (workspace !== undefined) document.title = `${workspace.app.name} · ${workspace.name}`;
  }, [workspace]);

  const take = (next: Seat): void => {
    const address = new URL(window.location.href);
    for (const [key, name] of Object.entries(parameters)) {
      const value = next[key as keyof Seat];
      if (value === null) address.searchParams.delete(name);
      else address.searchParams.set(name, value);
    }
    window.history.replaceState(null, '', address);
    setSeat(next);
  };
  const become = ({ handle }: Member): void => take({ ...seat, person: handle });
  const enter = ({ id }: WorkspaceInfo): void => take({ workspace: id, person: null });

  if (person === undefined) return <Waiting link={workspace === undefined ? 'connecting' : 'open'} />;
  return (
    <SessionOf
      key={person.id}
      person={person.id}
      theme={themes.theme}
      onLost={reload}
      waiting={(link) => <Waiting link={link} />}
    >
      {(link) => (
        <Workspace
          link={link}
          workspaces={workspaces}
          enter={enter}
          people={people}
          become={become}
          themes={themes}
        />
      )}
    </SessionOf>
  );
}

function seatInAddress(): Seat {
  const given = new URLSearchParams(window.location.search);
  return { workspace: given.get(parameters.workspace), person: given.get(parameters.person) };
}
