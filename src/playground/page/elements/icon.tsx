import type { ReactNode } from 'react';

/** Strokes on a ground of 20 by 20, in the color of the words around. */
const paths = {
  plus: 'M10 4v12M4 10h12',
  send: 'M3 10h10M9 5.500l5 4.5-5 4.5',
  lock: 'M6 9V6.500a4 4 0 0 1 8 0V9M5 9h10v8H5Z',
  eye: 'M2 10c3-5 13-5 16 0-3 5-13 5-16 0ZM10 8.500a1.5 1.5 0 1 0 .01 0',
  app: 'M4 4h5v5H4ZM11 4h5v5h-5ZM4 11h5v5H4ZM11 11h5v5h-5Z',
  menu: 'M3 5h14M3 10h14M3 15h14',
  smile: 'M10 2.5a7.5 7.5 0 1 0 .01 0M7 8v.6M13 8v.6M6.5 12c1.5 2.4 5.5 2.4 7 0',
  image: 'M3 4h14v12H3ZM3 14l4-4 3 3 3-4 4 4',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name }: { readonly name: IconName }): ReactNode {
  return (
    <svg className="sign-icon" viewBox="0 0 20 20" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
