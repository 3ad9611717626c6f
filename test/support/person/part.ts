import type { ElementAddress } from '../../../src/playground/act.ts';
import type { ElementValue } from '../../../src/playground/screen.ts';

/** A piece of the screen: what it says, in order, and what can be used in it. */
export interface Part {
  readonly kind:
    | 'screen'
    | 'place'
    | 'modal'
    | 'dialog'
    | 'message'
    /** Blocks between two dividers. */
    | 'group'
    /** A section or header with what belongs to it, up to the next one. */
    | 'card'
    | 'block'
    | 'row';
  readonly content: readonly (string | Part)[];
  readonly controls: readonly Control[];
  readonly fields: readonly Field[];
}

/** Something with a label that can be clicked. */
export interface Control {
  readonly label: string;
  /** In words, for messages: `button`, `entry of a menu`. */
  readonly kind: string;
  /** Seen only once a menu is opened. */
  readonly isInMenu: boolean;
  /** Labels of the select or menu that it is in. */
  readonly menuLabels: readonly string[];
  readonly target: Target;
}

export type Target =
  | { readonly kind: 'use'; readonly element: ElementAddress; readonly value?: string }
  | { readonly kind: 'choose'; readonly field: Field; readonly option: string }
  | { readonly kind: 'submit' | 'close'; readonly viewId: string }
  | { readonly kind: 'dialog'; readonly isConfirmed: boolean }
  | {
      readonly kind: 'prompt';
      readonly conversation: string;
      readonly threadTs?: string;
      readonly message: string;
    };

/** Something that can be filled in or chosen from. */
export interface Field {
  /** By which a person would name it: its label, its placeholder, the text beside it. */
  readonly labels: readonly string[];
  readonly type: string;
  readonly element: ElementAddress;
  readonly value: ElementValue | undefined;
  /** Null where they are not in the element: people, channels, or options that the app is asked for. */
  readonly options: readonly FieldOption[] | null;
}

export interface FieldOption {
  readonly label: string;
  readonly value: string;
}

export const nothing = { controls: [], fields: [] } as const;

export function textOf(part: Part): string {
  return part.content
    .map((each) => (typeof each === 'string' ? each : textOf(each)))
    .filter((text) => text !== '')
    .join('\n');
}

/** A thing with the parts it is in, the outermost first. */
export interface Placed<Thing> {
  readonly thing: Thing;
  readonly within: readonly Part[];
}

export function* controlsIn(part: Part, outer: readonly Part[] = []): Generator<Placed<Control>> {
  const within = [...outer, part];
  for (const thing of part.controls) yield { thing, within };
  for (const each of part.content) if (typeof each !== 'string') yield* controlsIn(each, within);
}

export function* fieldsIn(part: Part, outer: readonly Part[] = []): Generator<Placed<Field>> {
  const within = [...outer, part];
  for (const thing of part.fields) yield { thing, within };
  for (const each of part.content) if (typeof each !== 'string') yield* fieldsIn(each, within);
}

export function* allParts(part: Part): Generator<Part> {
  yield part;
  for (const each of part.content) if (typeof each !== 'string') yield* allParts(each);
}
