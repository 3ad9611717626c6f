/** A new database gets what the store's migrations make by a copy of one that has it: they take longer than most tests. */
import { copyFileSync, existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { openState } from '../../src/store/index.ts';
import { makeTestDatabaseFrom, testDatabaseUrl, testSqliteUrl } from './postgres.ts';

const scheme = 'sqlite:';
const templates = new Map<string, Promise<string>>();
const begun = new Map<string, Promise<void>>();

/** Leaves a database alone in which there is something already. */
export function migrateByCopy(url: string): Promise<void> {
  const copied = begun.get(url) ?? (url.startsWith(scheme) ? copyFile(url) : copyDatabase(url));
  begun.set(url, copied);
  return copied;
}

async function copyFile(url: string): Promise<void> {
  const path = url.slice(scheme.length);
  if (existsSync(path) || !existsSync(dirname(path))) return;
  const template = await templateOf(scheme, () => Promise.resolve(testSqliteUrl()));
  copyFileSync(template.slice(scheme.length), path);
}

async function copyDatabase(url: string): Promise<void> {
  await makeTestDatabaseFrom(() => templateOf('postgres:', testDatabaseUrl), url);
}

function templateOf(kind: string, fresh: () => Promise<string>): Promise<string> {
  const template = templates.get(kind) ?? makeTemplate(fresh);
  templates.set(kind, template);
  return template;
}

async function makeTemplate(fresh: () => Promise<string>): Promise<string> {
  const url = await fresh();
  await (await openState({ url })).close();
  return url;
}
