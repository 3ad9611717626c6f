import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import type { Member } from '../../screen.ts';
import { SessionOf } from '../state/session.tsx';
import { useTheme } from '../state/theme.ts';
import { useWorkspace } from '../state/use-workspace.ts';
import { Waiting } from './waiting.tsx';
import { Workspace } from './workspace.tsx';

/** Who one is, in the address: two tabs can be two people. */
const personParameter = 'as';

export function App(): ReactNode {
  const { workspace, reload } = useWorkspace();
  const themes = useTheme();
  const [handle, setHandle] = useState(() =>
    new URLSearchParams(window.location.search).get(personParameter),
  );
  const people = workspace?.people ?? [];
  const person = people.find((each) => each.handle === handle) ?? people[0];

  useEffect(() => {
    if (workspace !== null) document.title = `${workspace.app.name} · ${workspace.name}`;
  }, [workspace]);

  const become = (member: Member): void => {
    const address = new URL(window.location.href);
    address.searchParams.set(personParameter, member.handle);
    window.history.replaceState(null, '', address);
    setHandle(member.handle);
  };

  if (person === undefined) return <Waiting link={workspace === null ? 'connecting' : 'open'} />;
  return (
    <SessionOf
      key={person.id}
      person={person.id}
      theme={themes.theme}
      onLost={reload}
      waiting={(link) => <Waiting link={link} />}
    >
      {(link) => <Workspace link={link} people={people} become={become} themes={themes} />}
    </SessionOf>
  );
}
