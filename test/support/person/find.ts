import type { Control, Field, Part, Placed } from './part.ts';
import { allParts, controlsIn, fieldsIn, textOf } from './part.ts';
import type { On, Where } from '../person.ts';

/** What a person means is not there yet. */
export class NotThere extends Error {}

/** It is there more than once, or can never do what is asked: waiting would not help. */
export class NotClear extends Error {}

/** The one control with this label. What is in sight goes before what a menu holds. */
export function findControl(front: Part, label: string, where: Where): Control {
  const all = [...controlsIn(front)].filter(({ thing }) => thing.label.trim() === label);
  const inMenu = where.in;
  const meant =
    inMenu === undefined ? all : all.filter(({ thing: { menuLabels } }) => menuLabels.includes(inMenu));
  const nearest = nearestTo(meant, where.on);
  const inSight = nearest.filter(({ thing }) => !thing.isInMenu);
  return only(inSight.length > 0 ? inSight : nearest, `'${label}'`, ({ kind }) => kind);
}

/** The one field that is called so: by its label rather than by a text that only holds it. */
export function findField(front: Part, name: string, on: string | undefined): Field {
  const all = [...fieldsIn(front)];
  const exact = all.filter(({ thing: { labels } }) => labels.includes(name));
  const loose = all.filter(({ thing: { labels } }) => labels.some((label) => label.includes(name)));
  const nearest = nearestTo(exact.length > 0 ? exact : loose, on);
  return only(nearest, `field '${name}'`, ({ type, labels }) => `${type} ${labels.join(' / ')}`);
}

/** Those that share the smallest part of the screen with a text. */
function nearestTo<Thing>(
  things: readonly Placed<Thing>[],
  on: string | undefined,
): readonly Placed<Thing>[] {
  if (on === undefined) return things;
  const depths = things.map(({ within }) => within.findLastIndex((part) => textOf(part).includes(on)));
  const deepest = Math.max(-1, ...depths);
  return deepest < 0 ? [] : things.filter((_thing, at) => depths[at] === deepest);
}

function only<Thing>(
  found: readonly Placed<Thing>[],
  name: string,
  describe: (thing: Thing) => string,
): Thing {
  const [first, ...others] = found;
  if (first === undefined) throw new NotThere(`There is no ${name}`);
  if (others.length === 0) return first.thing;
  const each = found.map(({ thing, within }) => {
    const around = within.findLast(({ kind }) => kind === 'card' || kind === 'message' || kind === 'modal');
    const [line = ''] = around === undefined ? [] : textOf(around).split('\n');
    return `  ${describe(thing)} by '${line}'`;
  });
  throw new NotClear(`There are ${found.length} of ${name}; say which by 'on' or 'in':\n${each.join('\n')}`);
}

/** Whether a text is there; with `on`, in one part of the screen with that other text. */
export function isSeen(front: Part, text: string | RegExp, { on }: On): boolean {
  const holds = (part: Part): boolean => {
    const said = textOf(part);
    return typeof text === 'string' ? said.includes(text) : text.test(said);
  };
  if (on === undefined) return holds(front);
  const around = [...allParts(front)].filter(
    ({ kind }) => kind !== 'screen' && kind !== 'place' && kind !== 'modal',
  );
  return around.some((part) => textOf(part).includes(on) && holds(part));
}
