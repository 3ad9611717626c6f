import type { ReactNode } from 'react';

const colors = 6;

/** Initials on a color that stays the same for a name. */
export function Avatar({ name, isApp }: { readonly name: string; readonly isApp: boolean }): ReactNode {
  const words = name.split(/\s+/).filter((word) => word !== '');
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words;
  const codes = ends.map((word) => word?.codePointAt(0) ?? 0);
  const sum = Array.from(name).reduce((total, char) => total + (char.codePointAt(0) ?? 0), 0);
  return (
    <span className={`avatar ${isApp ? 'app' : `color-${sum % colors}`}`} aria-hidden="true">
      {String.fromCodePoint(...codes).toUpperCase()}
    </span>
  );
}
