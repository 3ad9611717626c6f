import type { ReactNode } from 'react';

/** What went wrong with the last use of an element here. */
export function Problem({ text }: { readonly text: string | null }): ReactNode {
  if (text === null) return null;
  return (
    <p className="problem" role="alert">
      <span aria-hidden="true">⚠ </span>
      {text}
    </p>
  );
}
