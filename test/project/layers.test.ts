import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { expect } from 'chai';
import { projectRoot } from '../support/project-root.ts';

/** Who may import whom; docs/architecture.md explains it. A layer may always import itself. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  log: ['domain'],
  console: [],
  'end-by-signal': [],
  files: [],
  config: ['domain'],
  timing: ['log'],
  database: ['domain', 'files'],
  network: ['domain'],
  connectors: ['domain', 'network'],
  assistant: ['domain'],
  hub: ['domain', 'database'],
  store: ['domain', 'database'],
  engine: ['domain', 'files', 'log', 'console', 'connectors', 'hub', 'store'],
  scheduler: ['domain', 'files', 'log', 'timing', 'engine', 'store'],
  operations: ['domain', 'files', 'log', 'connectors', 'assistant', 'hub', 'store', 'engine', 'scheduler'],
  slack: ['domain', 'log', 'timing', 'operations'],
  http: ['domain', 'log', 'operations'],
  webhooks: ['domain', 'log', 'network', 'timing'],
  metrics: ['domain'],
  cli: ['domain', 'files', 'operations', 'config', 'log', 'compose', 'main', 'demo', 'end-by-signal'],
  sandbox: [],
  playground: [],
  /** Composition: everything; nobody but the entries imports them. */
  compose: ['*'],
  doors: ['*'],
  main: ['*'],
  demo: ['*'],
  jobs: ['*'],
};

interface Import {
  readonly file: string;
  readonly layer: string;
  readonly target: string;
  readonly isTypeOnly: boolean;
}

/** `src/hub/sqlite/load.ts` is of the layer hub, `src/cli.ts` and `src/cli/run.ts` of cli, `jobs/x.ts` of jobs. */
function layerOf(path: string): string {
  const [top, second] = path.split('/');
  if (top === 'jobs') return 'jobs';
  return (second ?? '').replace(/\.tsx?$/, '');
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(projectRoot, file), 'utf8');
  const found = text.matchAll(
    /^(?:import|export)\s(type\s)?[^'"]*?from\s+['"](\.[^'"]+)['"]|import\(\s*['"](\.[^'"]+)['"]/gm,
  );
  return [...found].map((match) => ({
    file,
    layer: layerOf(file),
    target: relative(projectRoot, join(projectRoot, dirname(file), match[2] ?? match[3] ?? ''))
      .split(sep)
      .join('/'),
    isTypeOnly: match[1] !== undefined,
  }));
}

const sources = ['src', 'jobs'].flatMap((top) =>
  readdirSync(join(projectRoot, top), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => `${top}/${path.split(sep).join('/')}`),
);
const imports = sources.flatMap(importsOf);

/** All that is loaded with these files, themselves included. */
function loadedBy(files: readonly string[]): string[] {
  const reached = new Set<string>();
  const visit = (file: string): void => {
    if (reached.has(file)) return;
    reached.add(file);
    for (const each of imports) if (each.file === file && !each.isTypeOnly) visit(each.target);
  };
  files.forEach(visit);
  return [...reached];
}

describe('the layers', () => {
  it('are each named in the table', () => {
    const unknown = sources.filter((file) => allowed[layerOf(file)] === undefined);
    expect(unknown).to.deep.equal([]);
  });

  it('import only what the table allows', () => {
    const wrong = imports.filter(({ layer, target }) => {
      const targets = allowed[layer] ?? [];
      const to = layerOf(target);
      return to !== layer && !targets.includes(to) && !targets.includes('*');
    });
    expect(wrong.map(({ file, target }) => `${file} imports ${target}`)).to.deep.equal([]);
  });

  it('leaves the databases to the main thread: nothing a worker loads opens one', () => {
    const opensDatabases = /^src\/(database|hub|store)\//;
    const loaded = loadedBy(sources.filter((file) => file.startsWith('jobs/')));
    expect(loaded.filter((file) => opensDatabases.test(file))).to.deep.equal([]);
  });

  it("starts without what stands in for other people's systems", () => {
    const loaded = loadedBy(['src/cli/start.ts']);
    expect(loaded).to.include('src/main.ts');
    expect(loaded.filter((file) => /^src\/(playground|sandbox)\//.test(file))).to.deep.equal([]);
  });

  it('finds imports at all', () => {
    expect(imports.length).to.be.greaterThan(20);
  });
});

describe('the environment', () => {
  it('is read by src/config.ts only', () => {
    const readers = sources.filter((file) =>
      /process\.env\b/.test(readFileSync(join(projectRoot, file), 'utf8')),
    );
    expect(readers.filter((file) => file !== 'src/config.ts')).to.deep.equal([]);
  });
});
