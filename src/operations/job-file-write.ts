/** Jobs as code, the other way: what `export` prints, and `apply` reads to the same connections and jobs. */
import { Document, isCollection, isScalar, visit } from 'yaml';
import type { Guard } from '../domain/guard.ts';
import type { Job, MappingEntry, MappingSource, NotifySettings } from '../domain/job.ts';

export interface WrittenConnection {
  readonly name: string;
  readonly connector: string;
  /** Without secrets. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Dotted path → text that is printed in place of the value. */
  readonly placeholders: Readonly<Record<string, string>>;
  /** Dotted path of a secret that has none → one that would do, for a comment. */
  readonly kept?: Readonly<Record<string, string>>;
}

export interface WrittenJob {
  readonly job: Job;
  /** Name of its connection. */
  readonly connection: string;
}

export function writeJobFile(connections: readonly WrittenConnection[], jobs: readonly WrittenJob[]): string {
  const document = new Document({
    ...(connections.length === 0 ? {} : { connections: connections.map(connectionOf) }),
    ...(jobs.length === 0 ? {} : { jobs: jobs.map(jobOf) }),
  });
  commentKept(document, connections);
  visit(document, {
    Pair: (_, { key, value }) => {
      if (!isScalar(key) || !isCollection(value)) return;
      if (onOneLine.has(String(key.value))) value.flow = true;
      if (key.value === 'mapping') for (const row of value.items) if (isCollection(row)) row.flow = true;
    },
    Scalar: (key, node, path) => {
      if (key === 'key' || typeof node.value !== 'string') return;
      const isInFlow = path.some((parent) => isCollection(parent) && parent.flow === true);
      if (isAmbiguous(node.value) || (isInFlow && node.value.includes('\n'))) node.type = 'QUOTE_DOUBLE';
    },
  });
  return document.toString({ lineWidth: 0 });
}

/** Groups and lists that are read at a glance. */
const onOneLine: ReadonlySet<string> = new Set<keyof Job | 'on' | 'formats' | 'mention'>([
  'target',
  'settings',
  'schedule',
  'notify',
  'on',
  'formats',
  'mention',
]);

/** What one YAML reader or another takes for something else than text, or does not show. */
function isAmbiguous(text: string): boolean {
  if (/^(?:y|n|yes|no|on|off)$/i.test(text) || text.includes('${')) return true;
  return /^[-+.\d][-+.:_,\d]*$/.test(text) || /[\u0085\u00A0\u200B-\u200F\u2028-\u202E\uFEFF]/.test(text);
}

function connectionOf({ name, connector, settings, placeholders }: WrittenConnection): object {
  const written = Object.entries(placeholders).reduce(
    (all, [dotted, text]) => withText(all, dotted.split('.'), text),
    settings,
  );
  return { name, connector, ...written };
}

/** What a file leaves out is said where it would stand. */
function commentKept(document: Document, connections: readonly WrittenConnection[]): void {
  connections.forEach(({ kept = {} }, index) => {
    const lines = Object.entries(kept).map(([dotted, text]) => ` ${dotted}: "${text}"`);
    const node = document.getIn(['connections', index]);
    if (lines.length === 0 || !isCollection(node)) return;
    node.comment = [
      ' Connected in a browser: its secrets are kept by Crosswalk, and stay as they are. For another Crosswalk, add',
      ...lines,
    ].join('\n');
  });
}

function isGroup(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function withText(
  settings: Readonly<Record<string, unknown>>,
  [name, ...rest]: readonly string[],
  text: string,
): Readonly<Record<string, unknown>> {
  if (name === undefined) return settings;
  const inner = settings[name];
  const value = rest.length === 0 ? text : withText(isGroup(inner) ? inner : {}, rest, text);
  return { ...settings, [name]: value };
}

function jobOf({ job, connection }: WrittenJob): object {
  const { name, description, direction, source, mapping, notify } = job;
  return {
    name,
    ...(description === '' ? {} : { description }),
    direction,
    connection,
    source: { object: source.object, ...(source.filter === '' ? {} : { filter: source.filter }) },
    target: targetOf(job),
    mapping: mapping.map(rowOf),
    settings: settingsOf(job),
    schedule: scheduleOf(job),
    ...notifyOf(notify),
  };
}

function targetOf(job: Job): object {
  if (job.direction === 'inbound') return { object: job.target.object };
  const { object, matchOn, parent } = job.target;
  return { object, matchOn, ...(parent === undefined ? {} : { parent }) };
}

function settingsOf(job: Job): object {
  if (job.direction === 'inbound') {
    const { allowCreate, resolveConflicts, guard } = job.settings;
    return { allowCreate, resolveConflicts, ...guardOf(guard) };
  }
  const { allowCreate, updateExisting, emptyValues, guard } = job.settings;
  return {
    allowCreate,
    updateExisting,
    ...(emptyValues === 'leave' ? {} : { emptyValues }),
    ...guardOf(guard),
  };
}

function guardOf(guard: Guard | undefined): object {
  return guard === undefined ? {} : { guard };
}

function rowOf({ source, target, type, formats = [], note }: MappingEntry): object {
  return {
    ...sourceOf(source),
    to: target,
    ...(type === undefined ? {} : { type }),
    ...(formats.length === 0 ? {} : { formats }),
    ...(note === undefined ? {} : { note }),
  };
}

function sourceOf(source: MappingSource): object {
  switch (source.kind) {
    case 'field':
      return { from: source.path };
    case 'constant':
      return { constant: source.value };
    case 'formula':
      break;
  }
  return { formula: source.text };
}

function scheduleOf({ direction, schedule }: Job): object {
  const { timezone, fullSync, enabled, disableAfter, ...cadence } = schedule;
  const { run, ...when } = cadence;
  const full = direction === 'inbound' ? { fullSync } : {};
  const rest = disableAfter === undefined ? {} : { disableAfter };
  return { run, ...when, timezone, ...full, enabled, ...rest };
}

function notifyOf({ channel, on, mention, failures, digest }: NotifySettings): object {
  if (channel === null) return {};
  return {
    notify: {
      channel,
      ...(on.length === 0 ? {} : { on }),
      ...(mention.length === 0 ? {} : { mention }),
      ...(failures === undefined ? {} : { failures }),
      ...(digest === undefined ? {} : { digest }),
    },
  };
}
