import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { Document, Node, YAMLError } from 'yaml';
import type { FileProblem, SourcePlace } from './file-problem.ts';
import { scalarOffset } from './scalar-offset.ts';
import { aliasProblem, syntaxProblem } from './yaml-words.ts';

/** Into what was read: names and list indexes. */
export type SourcePath = readonly (string | number)[];

export interface YamlSource {
  /** What was read; undefined where there are problems. */
  readonly value: unknown;
  readonly problems: readonly FileProblem[];
  /**
   * Where a part stands: its value, or the name before it; where it is not there, the part that it belongs to.
   *
   * @param position zero-based offset into the part's text.
   */
  place(path: SourcePath, position?: number): SourcePlace;
  placeOfName(path: SourcePath): SourcePlace;
}

/** A file that uses its anchors more often than this was not written by a person. */
const maxAliases = 1_000;

/** Reads YAML 1.2 and remembers where everything stands. */
export function readYaml(text: string): YamlSource {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const placeAt = (offset: number): SourcePlace => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  return {
    ...valueOf(document, text, placeAt),
    place(path, position) {
      const { value, start } = walk(document, path);
      return placeAt(
        position === undefined || !isScalar(value) ? start : scalarOffset(value, text, position),
      );
    },
    placeOfName: (path) => placeAt(walk(document, path).nameStart),
  };
}

function valueOf(
  document: Document,
  text: string,
  placeAt: (offset: number) => SourcePlace,
): Pick<YamlSource, 'value' | 'problems'> {
  const found = [...tellingErrors(document.errors), ...document.warnings];
  if (found.length > 0) {
    const problems = found.map((error) => {
      const { at, message } = syntaxProblem(error, document, text);
      return { ...placeAt(at), message };
    });
    return { value: undefined, problems };
  }
  try {
    return { value: document.toJS({ maxAliasCount: maxAliases }) as unknown, problems: [] };
  } catch (error) {
    // An alias without an anchor, or too many of them: the library does not say where.
    if (!(error instanceof ReferenceError)) throw error;
    const { at, message } = aliasProblem(document);
    return { value: undefined, problems: [{ ...placeAt(at), message }] };
  }
}

/** What follows a broken piece of syntax is noise, but repeated names are each an error of their own. */
function tellingErrors(errors: readonly YAMLError[]): YAMLError[] {
  const repeats = errors.filter(({ code }) => code === 'DUPLICATE_KEY');
  const other = errors.find(({ code }) => code !== 'DUPLICATE_KEY');
  return other === undefined ? repeats : [other];
}

interface Step {
  readonly value: Node | null;
  readonly start: number;
  /** Of the name before it, or of the list item. */
  readonly nameStart: number;
}

/** From the top along the path, as far as it leads. */
function walk(document: Document, path: SourcePath): Step {
  let step = stepTo(document.contents, 0);
  for (const part of path) {
    const node = isAlias(step.value) ? (step.value.resolve(document) ?? null) : step.value;
    const next = childOf(node, part);
    if (next === null) return step;
    step = next;
  }
  return step;
}

function childOf(node: Node | null, part: string | number): Step | null {
  if (isMap<Node, Node | null>(node)) {
    const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(part));
    return pair === undefined ? null : stepTo(pair.value, startOf(pair.key) ?? 0);
  }
  if (!isSeq<Node>(node) || typeof part !== 'number') return null;
  const item = node.items[part];
  return item === undefined ? null : stepTo(item, startOf(item) ?? 0);
}

function stepTo(value: Node | null, nameStart: number): Step {
  return { value, start: startOf(value) ?? nameStart, nameStart };
}

function startOf(node: Node | null): number | undefined {
  return node?.range?.[0];
}
