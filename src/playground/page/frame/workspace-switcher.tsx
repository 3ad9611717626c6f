import type { ReactNode } from 'react';
import type { WorkspaceInfo } from '../../screen.ts';
import { useSession } from '../state/session.tsx';

export interface WorkspaceSwitcherProps {
  readonly workspaces: readonly WorkspaceInfo[];
  readonly enter: (workspace: WorkspaceInfo) => void;
}

/** The name of the workspace; where there are several, a choice between them. */
export function WorkspaceSwitcher({ workspaces, enter }: WorkspaceSwitcherProps): ReactNode {
  const { workspace } = useSession().screen;
  if (workspaces.length < 2) return <h1>{workspace.name}</h1>;
  return (
    <h1>
      <select
        aria-label="Workspace"
        value={workspace.id}
        onChange={({ target }) => {
          const chosen = workspaces.find(({ id }) => id === target.value);
          if (chosen !== undefined) enter(chosen);
        }}
      >
        {workspaces.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </h1>
  );
}
