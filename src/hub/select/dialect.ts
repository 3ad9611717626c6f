/** What the two databases say differently where records are selected. `t` is the table of records. */
import type { LikePart } from '../../domain/filter/like-pattern.ts';
import type { Unfolded } from '../../domain/filter/unfold-case.ts';
import type { Binds } from './binds.ts';
import type { Truth } from './truth.ts';

export type OrderOperator = '<' | '<=' | '>' | '>=';

export interface SelectDialect {
  /** The attribute as text that is compared byte by byte; NULL where there is none. */
  readonly text: (name: string) => string;
  /** Capitals of ASCII in small letters, and the characters given in what they are compared as. */
  readonly folded: (text: string, unfolded: readonly Unfolded[], binds: Binds) => string;
  /** Most characters that `folded` takes. */
  readonly maxUnfolded: number;
  readonly contains: (text: string, part: string) => string;
  /** @param length of `part`, in characters. */
  readonly endsWith: (text: string, part: string, length: number) => string;
  readonly like: (text: string, parts: readonly LikePart[], binds: Binds) => string;
  /** @param texts a parameter that is a JSON array. */
  readonly isAmong: (text: string, texts: string) => string;
  readonly isBoolean: (name: string, value: boolean) => string;
  /** @param digits each a plain decimal. */
  readonly numberAmong: (name: string, digits: readonly string[], binds: Binds) => Truth;
  readonly numberOrder: (name: string, operator: OrderOperator, digits: string, binds: Binds) => Truth;
  /** FROM item over the items of a list; its column is `item.value`. No rows where there is no list. */
  readonly itemsOf: (name: string) => string;
  /** Without the characters of `blanks` at both ends. */
  readonly trimmed: (text: string, blanks: string) => string;
}
