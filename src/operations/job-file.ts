/** Jobs as code: a YAML file with connections and jobs, read without asking anyone. */
import { z } from 'zod';
import type { JobPatch } from '../domain/draft-patch.ts';
import { nameKey } from '../domain/name-key.ts';
import { documentProblems, unreadable } from './document-problems.ts';
import type { DocumentProblem, ReadPart } from './document-problems.ts';
import { documentWords } from './document-words.ts';
import type { FileProblem } from './file-problem.ts';
import { directionSchema, fileSchema, inboundSchema, outboundSchema } from './job-document.ts';
import type { JobDocument } from './job-document.ts';
import { readConnection } from './job-file-connection.ts';
import type { FileConnection, JobFileOptions } from './job-file-connection.ts';
import { patchOf } from './job-file-patch.ts';
import { withoutUnread } from './without-unread.ts';
import { readYaml } from './yaml-source.ts';
import type { SourcePath, YamlSource } from './yaml-source.ts';

export interface JobFile {
  readonly connections: readonly FileConnection[];
  readonly jobs: readonly FileJob[];
  /** Of all its connections, those that could not be read included. */
  readonly connectionNames: readonly string[];
  /** Those that its jobs name, jobs that could not be read included. */
  readonly usedConnections: readonly { readonly path: SourcePath; readonly name: string }[];
  /** What is wrong with the rest of the file. */
  readonly problems: readonly FileProblem[];
  /** @param position zero-based offset into the text at `path`. */
  problemAt(path: SourcePath, message: string, position?: number): FileProblem;
}

export interface FileJob {
  readonly path: SourcePath;
  readonly document: JobDocument;
  /** All that the file says about the job, but for its connection. */
  readonly patch: JobPatch;
  /** Parts whose shape is wrong, which `problems` tells: the job is there so that the rest of it can be looked at. */
  readonly unread: ReadonlySet<string>;
}

const maxFileLength = 5_000_000;

export function readJobFile(text: string, options: JobFileOptions): JobFile {
  const isTooLong = text.length > maxFileLength;
  const source = readYaml(isTooLong ? '' : text);
  const problemAt: JobFile['problemAt'] = (path, message, position) => ({
    ...source.place(path, position),
    message,
  });
  const broken = isTooLong
    ? [problemAt([], `The file has more than ${maxFileLength} characters. Cut it into several.`)]
    : source.problems;
  if (broken.length > 0) return { ...nothing, problems: broken, problemAt };
  const parts = readParts(source.value, options);
  const problems = parts.problems.map((problem) => placed(source, problem));
  return { ...parts, problems, problemAt };
}

function placed(source: YamlSource, { path, message, isName = false }: DocumentProblem): FileProblem {
  return { ...(isName ? source.placeOfName(path) : source.place(path)), message };
}

interface Parts extends Pick<JobFile, 'connections' | 'jobs' | 'connectionNames' | 'usedConnections'> {
  readonly problems: readonly DocumentProblem[];
}

const nothing = { connections: [], jobs: [], connectionNames: [], usedConnections: [] };

function readParts(value: unknown, options: JobFileOptions): Parts {
  const file = fileSchema.safeParse(value ?? null, { reportInput: true });
  if (!file.success) return { ...nothing, problems: documentProblems(file.error, []) };
  const { connections = [], jobs = [] } = file.data;
  if (connections.length + jobs.length === 0) {
    const message = 'The file has no connections and no jobs. Write at least one of the two.';
    return { ...nothing, problems: [{ path: [], message }] };
  }
  const readConnections = connections.map((item, i) => readConnection(item, ['connections', i], options));
  const readJobs = jobs.map((item, i) => readJob(item, ['jobs', i]));
  return {
    connections: readConnections.flatMap(({ part }) => (part === null ? [] : [part])),
    jobs: readJobs.flatMap(({ part }) => (part === null ? [] : [part])),
    connectionNames: connections.flatMap((item) => nameAt(item, 'name')?.trim() ?? []),
    usedConnections: jobs.flatMap((item, i) => {
      const name = nameAt(item, 'connection');
      return name === undefined ? [] : [{ path: ['jobs', i, 'connection'], name }];
    }),
    problems: [
      ...[...readConnections, ...readJobs].flatMap((read) => read.problems),
      ...repeatedNames(connections, 'connections'),
      ...repeatedNames(jobs, 'jobs'),
    ],
  };
}

function readJob(item: unknown, path: SourcePath): ReadPart<FileJob> {
  const directed = directionSchema.safeParse(item, { reportInput: true });
  if (!directed.success) {
    const issues = [...directed.error.issues, ...issuesEitherWay(item)];
    return unreadable(documentProblems(new z.ZodError(issues), path, documentWords.either));
  }
  const { direction } = directed.data;
  const words = documentWords[direction];
  const schema = direction === 'outbound' ? outboundSchema : inboundSchema;
  const job = schema.safeParse(item, { reportInput: true });
  if (job.success) {
    return { part: { path, document: job.data, patch: patchOf(job.data), unread: new Set() }, problems: [] };
  }
  const problems = documentProblems(job.error, path, words);
  const rest = withoutUnread(item, job.error.issues);
  const document = rest === null ? null : schema.safeParse(rest.item);
  if (rest === null || document?.success !== true) return unreadable(problems);
  const patch = patchOf(document.data);
  // Nobody knows what was meant by settings that could not be read.
  const undecided = rest.unread.has('settings') ? { ...patch, settings: {} } : patch;
  return { part: { path, document: document.data, patch: undecided, unread: rest.unread }, problems };
}

/** Of a job whose direction is wrong, which is told already: what else is wrong, whichever direction is meant. */
function issuesEitherWay(item: unknown): z.core.$ZodIssue[] {
  const [inbound = [], outbound = []] = [inboundSchema, outboundSchema].map(
    (schema) => schema.safeParse(item, { reportInput: true }).error?.issues,
  );
  return inbound.flatMap((issue): z.core.$ZodIssue[] => {
    const there = outbound.filter((other) => other.path.join('.') === issue.path.join('.'));
    if (issue.code === 'unrecognized_keys') {
      const unknown = there.flatMap((other) => (other.code === issue.code ? other.keys : []));
      const keys = issue.keys.filter((key) => unknown.includes(key));
      return keys.length === 0 ? [] : [{ ...issue, keys }];
    }
    const [part = 'direction'] = issue.path;
    return part === 'direction' || there.length === 0 ? [] : [issue];
  });
}

function repeatedNames(items: readonly unknown[], list: 'connections' | 'jobs'): DocumentProblem[] {
  const names = items.map((item) => {
    const name = nameAt(item, 'name');
    return name === undefined ? undefined : nameKey(name);
  });
  return names.flatMap((name, index) => {
    const first = names.indexOf(name);
    if (name === undefined || first === index) return [];
    const message = `This name is taken by number ${first + 1} of the ${list}. Names are unique without letter case.`;
    return [{ path: [list, index, 'name'], message }];
  });
}

function nameAt(item: unknown, part: string): string | undefined {
  const value: unknown =
    typeof item === 'object' && item !== null ? new Map(Object.entries(item)).get(part) : undefined;
  return typeof value === 'string' ? value : undefined;
}
