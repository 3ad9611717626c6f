import type { z } from 'zod';
import { didYouMean, excerpt, oneOf } from '../domain/filter/filter-error.ts';
import { nearestNames } from '../domain/nearest.ts';
import { documentWords } from './document-words.ts';
import type { DocumentWords } from './document-words.ts';
import type { SourcePath } from './yaml-source.ts';

/** Something wrong with the shape of a file, in words. */
export interface DocumentProblem {
  readonly path: SourcePath;
  readonly message: string;
  /** The name at the end of the path is what is wrong, and not its value. */
  readonly isName?: boolean;
}

/** What came of reading a part of a file. */
export interface ReadPart<Part> {
  /** null where it could not be read; one with problems is there to be looked at, and never applied. */
  readonly part: Part | null;
  readonly problems: readonly DocumentProblem[];
}

export function unreadable(problems: readonly DocumentProblem[]): ReadPart<never> {
  return { part: null, problems };
}

/** @param prefix where in the file the value stands that was parsed, with `reportInput`. */
export function documentProblems(
  error: z.ZodError,
  prefix: SourcePath,
  words: DocumentWords = documentWords.inbound,
): DocumentProblem[] {
  const pathOf = ({ path }: z.core.$ZodIssue): SourcePath => [
    ...prefix,
    ...path.map((part) => (typeof part === 'number' ? part : String(part))),
  ];
  // A name that is misspelt is missing, too: one mistake, told once.
  const misspelt = new Set(
    error.issues.flatMap((issue) => {
      if (issue.code !== 'unrecognized_keys') return [];
      const path = pathOf(issue);
      return issue.keys.flatMap((key) => nearTo(path, key, words)).map((name) => [...path, name].join('/'));
    }),
  );
  return error.issues.flatMap((issue) => {
    const path = pathOf(issue);
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownName(path, key, words));
    if (issue.code === 'custom') return [{ path, message: issue.message }];
    if (issue.input === undefined && misspelt.has(path.join('/'))) return [];
    return [{ path, message: `${nameAt(path)} ${sentence(wordsOf(issue))}${exampleAt(path, words)}` }];
  });
}

const sentence = (words: string): string => (/[.?]$/.test(words) ? words : `${words}.`);

const knownAt = (path: SourcePath, { names }: DocumentWords): readonly string[] =>
  names.get(placeOf(path)) ?? [];
const nearTo = (path: SourcePath, name: string, words: DocumentWords): readonly string[] =>
  nearestNames(name, knownAt(path, words));

function unknownName(path: SourcePath, name: string, words: DocumentWords): DocumentProblem {
  return { path: [...path, name], message: whyUnknown(path, name, words), isName: true };
}

function whyUnknown(path: SourcePath, name: string, words: DocumentWords): string {
  const known = knownAt(path, words);
  if (known.includes(name)) {
    return `"${name}" does not go with this kind of ${nounAt(path)}. Take it out, or check the other names.`;
  }
  if (words.foreign.get(placeOf(path))?.includes(name) === true) {
    return `"${name}" goes with ${words.foreignTitle} jobs only. Take it out.`;
  }
  const where = path.length === 0 ? 'the file' : `a ${nounAt(path)}`;
  const hint = didYouMean(nearTo(path, name, words)) || ` It takes ${oneOf([...new Set(known)])}.`;
  return `"${excerpt(name)}" is not known in ${where}.${hint}`;
}

function wordsOf(issue: z.core.$ZodIssue): string {
  if (issue.input === undefined) return 'is missing';
  if (issue.input === null) return 'is empty';
  if (issue.code === 'invalid_type') return `is to be ${nouns.get(issue.expected) ?? issue.expected}`;
  if (issue.code === 'invalid_value') return notAmong(issue.input, issue.values.map(String));
  if (issue.code === 'too_small') return 'is empty';
  if (issue.code !== 'invalid_union') return `is wrong: ${issue.message}`;
  const { discriminator = '', options = [] } = issue as { discriminator?: string; options?: unknown[] };
  const given = new Map(Object.entries(issue.input)).get(discriminator);
  return given === undefined ? 'is missing' : notAmong(given, options.map(String));
}

function notAmong(given: unknown, allowed: readonly string[]): string {
  if (typeof given !== 'string') return `is to be ${oneOf(allowed)}`;
  const near = nearestNames(given, allowed);
  return `cannot be "${excerpt(given)}": it is ${oneOf(allowed)}${near.length === 0 ? '' : `. Did you mean ${oneOf(near)}?`}`;
}

const nouns: ReadonlyMap<string, string> = new Map([
  ['string', 'text; write it in quotes'],
  ['number', 'a number, without quotes'],
  ['boolean', 'true or false, without quotes'],
  ['array', 'a list'],
  ['object', 'a group of names and values'],
]);

/** What the part is called: its name, or the noun of the list that it is an item of. */
function nameAt(path: SourcePath): string {
  const last = path.at(-1);
  if (last === undefined) return 'The file';
  return typeof last === 'string' ? last : `A ${nounAt(path)}`;
}

const listNouns: ReadonlyMap<string, string> = new Map([
  ['connections', 'connection'],
  ['jobs', 'job'],
  ['jobs.mapping', 'mapping row'],
  ['jobs.mapping.formats', 'format'],
  ['jobs.schedule.on', 'day'],
  ['jobs.notify.on', 'notification'],
  ['jobs.notify.mention', 'mention'],
]);

function nounAt(path: SourcePath): string {
  const place = placeOf(path);
  return listNouns.get(place) ?? path.findLast((part) => typeof part === 'string') ?? 'file';
}

function exampleAt(path: SourcePath, { examples }: DocumentWords): string {
  const example = examples.get(placeOf(path));
  return example === undefined ? '' : ` Example: ${example}`;
}

/** `jobs.mapping.to` of `['jobs', 0, 'mapping', 3, 'to']`. */
function placeOf(path: SourcePath): string {
  return path.filter((part) => typeof part === 'string').join('.');
}
