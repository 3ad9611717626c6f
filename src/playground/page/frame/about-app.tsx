import type { ReactNode } from 'react';
import { useSession } from '../state/session.tsx';

const transports = {
  socket: 'Socket Mode',
  http: 'signed HTTP requests',
  none: 'nothing: it only calls',
} as const;

export function AboutApp(): ReactNode {
  const { screen, act } = useSession();
  const { app, commands, me, workspace } = screen;
  const own = commands.filter((each) => each.app === app.name);
  return (
    <section className="about" aria-label={`About ${app.name}`}>
      <p>{app.description}</p>
      <h3>Slash commands</h3>
      <dl>
        {own.map(({ command, description, usageHint }) => (
          <div key={command}>
            <dt>
              <code>
                {command} {usageHint}
              </code>
            </dt>
            <dd>{description}</dd>
          </div>
        ))}
      </dl>
      <h3>Connection</h3>
      <p>
        {app.isConnected ? 'It is connected' : 'It is not connected'}. Events reach it by{' '}
        {transports[app.transport]}.
      </p>
      <h3>Installation</h3>
      <p>
        {app.isInstalled ? 'It is installed' : 'It is not installed'} in {workspace.name}.
      </p>
      {app.isInstalled && (me.isAdmin || me.isOwner) && (
        <button type="button" className="button quiet" onClick={() => void act({ act: 'remove-app' })}>
          Remove app
        </button>
      )}
    </section>
  );
}
