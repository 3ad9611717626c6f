import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { appOfManifest, startPlayground } from '../../src/playground/index.ts';
import type { AppInput, Playground, PlaygroundOptions } from '../../src/playground/index.ts';
import type { Person } from './person.ts';
import { fastPerson } from './person/fast-person.ts';
import type { FastPerson } from './person/fast-person.ts';
import { projectRoot } from './project-root.ts';

export interface TestPlayground extends Playground {
  /** By the first name, or the whole one; of the default workspace where none is named. */
  person(name: string, workspace?: string): Promise<Person>;
  /** The id of somebody, found likewise. */
  personId(name: string, workspace?: string): string;
}

export interface TestPlaygroundOptions extends Omit<PlaygroundOptions, 'app'> {
  /** Instead of what the project's manifest says, part by part. */
  readonly app?: Partial<AppInput>;
  /** Bounds each wait of its people, in milliseconds. */
  readonly waitMs?: number;
}

/** A playground with the project's own app, as manifest.yml has it: an owner, an operator and a viewer to be. */
export async function startTestPlayground(options: TestPlaygroundOptions = {}): Promise<TestPlayground> {
  const manifest: unknown = parse(await readFile(join(projectRoot, 'manifest.yml'), 'utf8'));
  const { workspace = {}, waitMs, app, ...rest } = options;
  const playground = await startPlayground({
    ...rest,
    app: { ...appOfManifest(manifest), ...app },
    workspace: {
      people: [
        { name: 'Ada Lovelace', isOwner: true, isAdmin: true },
        { name: 'Otto Weber' },
        { name: 'Vera Lind' },
      ],
      channels: [{ name: 'crm-syncs' }, { name: 'general' }],
      ...workspace,
    },
  });
  const people: FastPerson[] = [];
  const named = (name: string, workspace?: string) => {
    const { people: all } = workspace === undefined ? playground : playground.workspace(workspace);
    const found = all.find((each) => each.name === name || each.name.split(' ')[0] === name);
    if (found === undefined) throw new Error(`Nobody in the workspace is called ${name}.`);
    return found;
  };
  return {
    ...playground,
    get traffic() {
      return playground.traffic;
    },
    async person(name: string, workspace?: string): Promise<Person> {
      const person = await fastPerson(playground.url, named(name, workspace), waitMs);
      people.push(person);
      return person;
    },
    personId: (name, workspace) => named(name, workspace).id,
    async close() {
      for (const person of people) person.close();
      await playground.close();
    },
  };
}
