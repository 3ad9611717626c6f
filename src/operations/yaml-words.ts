/** What is wrong with a file that is no YAML, in words of people who write one now and then, and where to look. */
import { isCollection, isScalar, visit } from 'yaml';
import type { Document, ErrorCode, YAMLError } from 'yaml';

export interface SyntaxProblem {
  /** Zero-based offset into the file. */
  readonly at: number;
  readonly message: string;
}

interface Broken {
  readonly text: string;
  readonly document: Document;
  readonly error: YAMLError;
  /** Where the library found it. */
  readonly at: number;
  /** The line from there on. */
  readonly rest: string;
}

export function syntaxProblem(error: YAMLError, document: Document, text: string): SyntaxProblem {
  const at = error.pos[0];
  const line = text.slice(text.lastIndexOf('\n', at - 1) + 1).split('\n', 1)[0] ?? '';
  if (/[{[,:]\s*\$\{/.test(line)) {
    return { at, message: 'A placeholder is written in quotes, such as "${SF_CLIENT_ID}".' };
  }
  const rest = text.slice(at).split('\n', 1)[0] ?? '';
  const found = words[error.code]?.({ text, document, error, at, rest }) ?? unknown;
  return typeof found === 'string' ? { at, message: found } : found;
}

const unknown =
  'From here on this cannot be read as YAML. Look at quotes, brackets and indentation in this line and the one above it.';

const words: Partial<Record<ErrorCode, (broken: Broken) => SyntaxProblem | string>> = {
  DUPLICATE_KEY: () => 'This name stands here twice. Take one of the two away.',
  MULTIPLE_DOCS: () => 'The file holds several documents. Take the line "---" between them away.',
  TAB_AS_INDENT: () => 'Tabs cannot indent in YAML. Use blanks.',
  BAD_SCALAR_START: ({ rest }) => `A value that begins with "${rest.charAt(0)}" is written in quotes.`,
  BAD_DQ_ESCAPE: ({ rest }) =>
    `"${rest.slice(0, 2)}" means nothing between double quotes. Write \\\\ for a backslash, or use single quotes.`,
  TAG_RESOLVE_FAILED: ({ rest }) =>
    `"${rest.split(/\s/, 1).join('')}" is read as a tag, and none is known here. Take it away, or put the value in quotes.`,
  MULTILINE_IMPLICIT_KEY: () =>
    'This line is no name and value. Write a colon and a blank between the two, as in name: value.',
  BAD_INDENT: (broken) => notClosed(broken) ?? 'This line stands too far left.',
  BLOCK_IN_FLOW: (broken) =>
    notClosed(broken) ??
    'Between braces, names and values are divided by commas, and lines stand further right than the brace.',
  UNEXPECTED_TOKEN: ({ error, rest }) => {
    if (/^[}\]]/.test(rest)) return `"${rest.charAt(0)}" closes what was not opened. Take it away.`;
    return error.message.includes('node end')
      ? 'The value has ended before this. Put all of it in one pair of quotes, or take this away.'
      : 'A comma is missing before this.';
  },
  MISSING_CHAR: (broken) => {
    if (broken.error.message.startsWith('Missing closing')) return quoteNotClosed(broken);
    return 'This line stands too far left, or to the right of it: the names of one group stand exactly below each other.';
  },
  BLOCK_AS_IMPLICIT_KEY: (broken) => {
    const { text, error, at, rest } = broken;
    const opened = notClosed(broken);
    if (opened !== null) return opened;
    if (error.message.includes('sequence')) {
      return 'A list item cannot stand among names. Give it a name of its own, or indent it.';
    }
    if (/:\s/.test(rest)) return 'A value with a colon and a blank in it is written in quotes.';
    const next = text.indexOf('\n', at) + 1;
    const indent = /^[ ]*/.exec(text.slice(next))?.[0].length ?? 0;
    const message = 'This line stands too far right: the names of one group stand exactly below each other.';
    return { at: next + indent, message };
  },
};

/** The library refused an alias: one without an anchor before it, or too many. */
export function aliasProblem(document: Document): SyntaxProblem {
  let found: SyntaxProblem | null = null;
  visit(document, {
    Alias(_, alias) {
      if (found !== null || alias.resolve(document) !== undefined) return;
      const { source, range } = alias;
      const message = `"*${source}" stands for what an anchor "&${source}" names, and there is none before it. Define it, or put the value in quotes.`;
      found = { at: range?.[0] ?? 0, message };
    },
  });
  return found ?? { at: 0, message: 'The file uses its anchors too often. Write out what they stand for.' };
}

/**
 * A bracket that is not closed. The library finds out where the next line begins, or where a block stands within it; what
 * is to be mended is where the bracket is opened.
 */
function notClosed({ document, text, at }: Broken): SyntaxProblem | null {
  let opened: number | null = null;
  visit(document, {
    Collection(_, node) {
      const [start, end] = node.range ?? [];
      if (!isCollection(node) || node.flow !== true || start === undefined || end === undefined) return;
      if (start < at && !/[}\]]/.test(text.charAt(end - 1))) opened = start;
    },
  });
  if (opened === null) return null;
  return {
    at: opened,
    message: `"${text.charAt(opened)}" is opened here and not closed before the next line begins.`,
  };
}

/** An open quote runs to the end of the file. */
function quoteNotClosed({ document, at }: Broken): SyntaxProblem {
  let opened = at;
  visit(document, {
    Scalar(_, node) {
      const [start, end] = node.range ?? [];
      const isQuoted = isScalar(node) && node.type?.startsWith('QUOTE') === true;
      if (isQuoted && start !== undefined && end !== undefined && end >= at) opened = start;
    },
  });
  return { at: opened, message: 'The quote that is opened here is not closed.' };
}
