import type { KnownField } from './known-fields.ts';

/** Why a text does not become a filter: each a reason to ask. */
export type Problem =
  | { readonly kind: 'unknown'; readonly words: string }
  | { readonly kind: 'ambiguous'; readonly words: string; readonly choices: readonly KnownField[] }
  /** The label of several values. */
  | { readonly kind: 'shared label'; readonly words: string; readonly field: KnownField }
  /** A field, and nothing that it is compared with. */
  | { readonly kind: 'open'; readonly words: string; readonly field: KnownField }
  | { readonly kind: 'wrong value'; readonly words: string; readonly field: KnownField }
  | { readonly kind: 'impossible'; readonly reason: string }
  | { readonly kind: 'unclear date'; readonly text: string }
  /** A number that the field cannot hold. */
  | { readonly kind: 'out of range'; readonly words: string; readonly field: KnownField }
  /** A number or time, and no field for it, or several. */
  | { readonly kind: 'no field'; readonly words: string; readonly choices?: readonly KnownField[] };
