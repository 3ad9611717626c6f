import { useMemo } from 'react';
import type { ReactNode } from 'react';
import type { ViewOnScreen } from '../../screen.ts';
import { Blocks } from '../blocks/blocks.tsx';
import { SurfaceContext } from '../elements/surface.tsx';
import { useSession } from '../state/session.tsx';
import { Problem } from '../surfaces/problem.tsx';

const noErrors = {};

export function AppHome({ view }: { readonly view: ViewOnScreen | null }): ReactNode {
  const { name } = useSession().screen.app;
  const surface = useMemo(
    () =>
      view === null
        ? null
        : { surface: { kind: 'view', viewId: view.viewId } as const, content: view, errors: noErrors },
    [view],
  );
  if (view === null || surface === null) {
    return <p className="note">This is a work in progress! {name} has not shown anything here yet.</p>;
  }
  return (
    <section className="home" aria-label={`Home of ${name}`} data-part="view" tabIndex={0}>
      <div className="home-content">
        <SurfaceContext value={surface}>
          <Blocks blocks={view.blocks} />
        </SurfaceContext>
        <Problem text={view.problem} />
      </div>
    </section>
  );
}
