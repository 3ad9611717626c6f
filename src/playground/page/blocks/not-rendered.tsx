import type { ReactNode } from 'react';

/** Says plainly what this page leaves out, instead of leaving it out in silence. */
export function NotRendered({ what }: { readonly what: string }): ReactNode {
  return <p className="not-rendered">Here stands {what}. This page does not render it; Slack does.</p>;
}
