import type { ConnectionSettings, Connector } from '../connectors/connector.ts';
import { UserError } from '../domain/errors.ts';
import { didYouMean } from '../domain/filter/filter-error.ts';
import { nameKey } from '../domain/name-key.ts';
import { nearestNames } from '../domain/nearest.ts';
import { connectionNameRule, isConnectionName } from './connections/connection-name.ts';
import { documentProblems, unreadable } from './document-problems.ts';
import type { DocumentProblem, ReadPart } from './document-problems.ts';
import { connectionSchema } from './job-document.ts';
import { isPlaceholder, substitute } from './placeholders.ts';
import type { Environment } from './placeholders.ts';
import { areAlikeButSecrets, splitSecrets, valueAt, withValueAt } from './secret-settings.ts';
import type { SourcePath } from './yaml-source.ts';

export interface JobFileOptions {
  readonly environment: Environment;
  readonly connectors: readonly Connector[];
  /** Settings of stored connections, secrets included, by the key of their names: what a file may leave out. */
  readonly stored?: ReadonlyMap<string, StoredSettings>;
}

export interface StoredSettings {
  readonly connector: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

export interface FileConnection {
  readonly path: SourcePath;
  readonly name: string;
  readonly connector: Connector;
  /** As the connector wants them, secrets included. */
  readonly parsed: ConnectionSettings;
  /** As they were written, with values in place of placeholders, without secrets. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Dotted path → secret. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Dotted path → text as it was written. */
  readonly placeholders: Readonly<Record<string, string>>;
}

export function readConnection(
  item: unknown,
  path: SourcePath,
  { environment, connectors, stored }: JobFileOptions,
): ReadPart<FileConnection> {
  const document = connectionSchema.safeParse(item, { reportInput: true });
  if (!document.success) return unreadable(documentProblems(document.error, path));
  const { name, connector: connectorName, ...written } = document.data;
  const connector = connectors.find((each) => each.name === connectorName);
  if (connector === undefined) {
    const message = unknownConnector(connectorName, connectors);
    return unreadable([{ path: [...path, 'connector'], message }]);
  }
  const substituted = substitute(written, environment);
  const problems = [
    ...nameProblems(name, path),
    ...openSecretProblems(written, connector, path),
    ...substituted.problems.map((problem) => ({ ...problem, path: [...path, ...problem.path] })),
  ];
  if (problems.length > 0) return unreadable(problems);
  const settings = withKeptSecrets(substituted.settings, connector, stored?.get(nameKey(name)));
  try {
    const part = {
      path,
      name: name.trim(),
      connector,
      parsed: connector.parseSettings(settings),
      ...splitSecrets(settings, connector.secretPaths),
      placeholders: substituted.placeholders,
    };
    return { part, problems: [] };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return unreadable([{ path: [...path, ...(error.path ?? [])], message: error.message }]);
  }
}

/**
 * A secret that the file leaves out stays as it is, as long as all else does: with another address it would go
 * somewhere else.
 */
function withKeptSecrets(
  settings: Readonly<Record<string, unknown>>,
  { name, secretPaths }: Connector,
  stored: StoredSettings | undefined,
): Readonly<Record<string, unknown>> {
  if (stored?.connector !== name || !areAlikeButSecrets(settings, stored.settings, secretPaths))
    return settings;
  const kept = splitSecrets(stored.settings, secretPaths).secrets;
  return Object.entries(kept)
    .filter(([dotted]) => valueAt(settings, dotted.split('.')) === undefined)
    .reduce((all, [dotted, secret]) => withValueAt(all, dotted.split('.'), secret), settings);
}

function unknownConnector(name: string, connectors: readonly Connector[]): string {
  const known = connectors.map((each) => each.name);
  const hint = didYouMean(nearestNames(name, known)) || ` Write ${known.join(' or ')}.`;
  return `There is no connector "${name}".${hint}`;
}

function nameProblems(name: string, path: SourcePath): DocumentProblem[] {
  if (isConnectionName(name)) return [];
  return [{ path: [...path, 'name'], message: connectionNameRule }];
}

/** A file with jobs is made to be kept and shown around: no secret belongs into it. */
function openSecretProblems(
  written: Readonly<Record<string, unknown>>,
  connector: Connector,
  path: SourcePath,
): DocumentProblem[] {
  return connector.secretPaths.flatMap((dotted) => {
    const value = valueAt(written, dotted.split('.'));
    if (value === undefined || value === null || isPlaceholder(value)) return [];
    const last = dotted.split('.').at(-1) ?? dotted;
    const message =
      `${last} is a secret and must not stand in this file. Write "\${${variableFor(dotted)}}" and ` +
      'set that variable in the environment, or in a file .env.';
    return [{ path: [...path, ...dotted.split('.')], message }];
  });
}

/** `auth.clientSecret` is AUTH_CLIENT_SECRET. */
export function variableFor(dotted: string): string {
  return dotted
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .toUpperCase();
}
