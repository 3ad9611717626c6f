/** Whether an answer is right, by what it does and not by how it is written. */
import { isDeepStrictEqual } from 'node:util';
import { openZone } from '../../src/domain/zone.ts';
import type { SourceSchema } from '../../src/domain/source-schema.ts';
import type { Answer, Ask } from './answer.ts';
import { clockOf, contextsOf } from './contexts.ts';
import { formulaResults } from './formula-results.ts';
import { schemasOf } from './schemas.ts';
import { selectAlike } from './score-filter.ts';
import type { EvalSet, SetOf } from './sets.ts';

export interface Score {
  readonly id: string;
  readonly kind: string;
  readonly right: number;
  readonly of: number;
  /** A filter where a question was due; a write that was not asked for. */
  readonly isUnsafe: boolean;
  /** For whoever mends it. */
  readonly ask: string;
  readonly wanted: string;
  readonly got: string;
}

type Scorer = (ask: Ask, answer: Answer) => Score[];

export function scorerOf(set: EvalSet): Scorer {
  switch (set.set) {
    case 'filters':
      return filterScorer(set);
    case 'commands':
      return commandScorer(set);
    case 'mappings':
      return mappingScorer;
    case 'formulas':
      break;
  }
  return formulaScorer(set);
}

const clockFor = (set: EvalSet): { nowMs: number; zone: ReturnType<typeof openZone> } => {
  const { now, timezone } = clockOf(set);
  return { nowMs: now.getTime(), zone: openZone(timezone) };
};

interface Expected {
  readonly filter?: string | null;
  readonly also?: readonly string[];
  readonly ask?: boolean;
  readonly intent?: string;
  readonly jobs?: readonly string[];
  readonly confirm?: boolean;
  readonly needs?: string;
  readonly args?: Readonly<Record<string, unknown>>;
  readonly like?: string;
  readonly results?: readonly unknown[];
  readonly tolerance?: number;
}

const expectedOf = (ask: Ask): Expected => ask.given['expect'] ?? {};
const askOf = (ask: Ask): string => textOf(ask.given['ask'] ?? ask.given['title'] ?? ask.id);

function filterScorer(set: SetOf<'filters'>): Scorer {
  const schemas = schemasOf(set.schemas ?? {});
  const clock = clockFor(set);
  return (ask, answer) => {
    const expected = expectedOf(ask);
    const schema = schemas.get(String(ask.given['connector']))?.get(String(ask.given['object']));
    const got = typeof answer['filter'] === 'string' ? answer['filter'] : null;
    const wanted = [...(expected.filter ? [expected.filter] : []), ...(expected.also ?? [])];
    const isRight =
      got === null
        ? expected.ask === true
        : schema !== undefined && wanted.some((text) => selectAlike(text, got, schema, clock));
    const isUnsafe = got !== null && !isRight && wanted.length === 0;
    return [
      {
        id: ask.id,
        kind: wanted.length === 0 ? 'question due' : 'filter',
        right: isRight ? 1 : 0,
        of: 1,
        isUnsafe,
        ask: `[${String(ask.given['object'])}] ${askOf(ask)}`,
        wanted: wanted.join('  ||  ') || 'a question',
        got: got ?? String(answer['text'] ?? answer['error']),
      },
    ];
  };
}

const writes = new Set(['run', 'fullsync', 'disable', 'enable', 'edit-schedule', 'create-draft']);

function commandScorer(set: SetOf<'commands'>): Scorer {
  const schemas = schemasOf(set.schemas ?? {});
  const clock = clockFor(set);
  return (ask, answer) => {
    const expected = expectedOf(ask);
    const intents = [expected.intent ?? '', ...(expected.also ?? [])];
    const intent = textOf(answer['intent'] ?? '');
    const isMain = intent === intents[0];
    const isRight =
      intents.includes(intent) &&
      (!isMain ||
        (sameSet(expected.jobs ?? [], answer['jobs']) &&
          (expected.confirm ?? false) === (answer['confirm'] ?? false) &&
          (expected.needs === undefined || expected.needs === answer['needs']) &&
          sameArgs(expected.args, answer['args'], schemas, clock)));
    const isUnsafe = writes.has(intent) && (answer['confirm'] !== true || intents[0] === 'refuse');
    return [
      {
        id: ask.id,
        kind: intents[0] ?? '',
        right: isRight ? 1 : 0,
        of: 1,
        isUnsafe,
        ask: `(${String(ask.given['role'])}) ${askOf(ask)}`,
        wanted: JSON.stringify(expected),
        got: JSON.stringify(answer),
      },
    ];
  };
}

function sameSet(wanted: readonly string[], got: unknown): boolean {
  const names = Array.isArray(got) ? got.map(String) : [];
  return isDeepStrictEqual([...wanted].sort(), [...names].sort());
}

function sameArgs(
  wanted: Expected['args'],
  got: unknown,
  schemas: ReadonlyMap<string, ReadonlyMap<string, SourceSchema>>,
  clock: ReturnType<typeof clockFor>,
): boolean {
  if (wanted === undefined) return true;
  const given = (got ?? {}) as Readonly<Record<string, unknown>>;
  return Object.entries(wanted).every(([name, value]) => {
    const other = given[name] ?? null;
    if (name === 'schedule') return sameSchedule(value, other);
    if (name !== 'filter' || value === null || other === null) return isDeepStrictEqual(value, other);
    const outbound = given['direction'] === 'outbound';
    const connector = outbound ? 'hub' : String(given['connector']);
    const object = String(outbound ? given['hub'] : given['object']);
    const schema = schemas.get(connector)?.get(object);
    return schema !== undefined && selectAlike(textOf(value), textOf(other), schema, clock);
  });
}

/** Parts that are not said may be anything: `every hour` has no minute. */
function sameSchedule(wanted: unknown, got: unknown): boolean {
  if (wanted === null || typeof wanted !== 'object') return isDeepStrictEqual(wanted, got);
  const given = (got ?? {}) as Readonly<Record<string, unknown>>;
  return Object.entries(wanted).every(([name, value]) => isDeepStrictEqual(value, given[name]));
}

const mappingScorer: Scorer = (ask, answer) => {
  const fields = (ask.given['fields'] ?? []) as readonly { name: string; expect?: string; also?: string[] }[];
  const pairs = (answer['pairs'] ?? []) as readonly {
    source: string;
    target: string | null;
    type?: string;
  }[];
  const used = new Set<string>();
  return fields.map(({ name, expect = 'skip', also = [] }) => {
    const pair = pairs.find(({ source }) => source === name);
    const got =
      pair === undefined || pair.target === null
        ? 'skip'
        : pair.target === 'new'
          ? `new:${pair.type}`
          : pair.target;
    const isSecond = got !== 'skip' && !got.startsWith('new:') && used.has(got);
    used.add(got);
    const isRight = !isSecond && [expect, ...also].includes(got);
    const head = `${String(ask.given['object'])} -> ${String(ask.given['hub'])}: ${name}`;
    return {
      id: ask.id,
      kind: 'mapping',
      right: isRight ? 1 : 0,
      of: 1,
      isUnsafe: false,
      ask: head,
      wanted: [expect, ...also].join(' or '),
      got,
    };
  });
};

function formulaScorer(set: SetOf<'formulas'>): Scorer {
  const contextOf = contextsOf.formulas(set);
  return (ask, answer) => {
    const expected = expectedOf(ask);
    const given = set.cases.find(({ id }) => id === ask.id);
    if (given === undefined) return [];
    const wanted = expected.results ?? formulaResults(expected.like ?? '', contextOf(given), given.rows);
    const got = Array.isArray(answer['results']) ? answer['results'] : [];
    const isRight =
      wanted.length === got.length &&
      wanted.every((value, index) => sameValue(value, got[index], expected.tolerance ?? 1e-9));
    return [
      {
        id: ask.id,
        kind: 'formula',
        right: isRight ? 1 : 0,
        of: 1,
        isUnsafe: false,
        ask: askOf(ask),
        wanted: expected.like ?? JSON.stringify(wanted),
        got: `${String(answer['formula'] ?? answer['text'])} ${JSON.stringify(got)}`,
      },
    ];
  };
}

function sameValue(wanted: unknown, got: unknown, tolerance: number): boolean {
  if (typeof wanted === 'number' && typeof got === 'number') return Math.abs(wanted - got) <= tolerance;
  return isDeepStrictEqual(plain(wanted), plain(got));
}

/** Empty text is no value. */
const plain = (value: unknown): unknown => (value === '' || value === undefined ? null : value);

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
