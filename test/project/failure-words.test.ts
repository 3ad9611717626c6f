/** What ends a run says what to do, and not only what happened. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { projectRoot } from '../support/project-root.ts';
import { saysWhatToDo } from '../support/says-what-to-do.ts';

/** Whose errors end runs. One of the network passes, and a run that gives up on it says when to try again. */
const folders = ['engine', 'hub', 'connectors'];
const made = /new (?:FatalError|UserError)\(\s*((?:`(?:[^`\\]|\\.)*`|'(?:[^'\\]|\\.)*'|\s|\+)+)/g;
/** Words that are put in from a table or a line above. */
const putIn = /\$\{(?:advice|known|problem|hint)\}/;

/** Told to nobody: they end what somebody else goes on with. */
const untold = ['A later attempt goes on with this run.'];

describe('an error that ends a run', () => {
  for (const folder of folders) {
    it(`says what to do, wherever ${folder}/ makes one`, () => {
      const path = join(projectRoot, 'src', folder);
      const files = readdirSync(path, { recursive: true, encoding: 'utf8' });
      const texts = files
        .filter((name) => name.endsWith('.ts'))
        .flatMap((name) =>
          [...readFileSync(join(path, name), 'utf8').matchAll(made)].map(([, text = '']) => ({
            name,
            // The pieces of a sentence that goes over several lines.
            text: text.replaceAll(/['`]\s*\+\s*['`]/g, '').replaceAll(/^['`]|['`]\s*$/g, ''),
          })),
        );
      expect(texts).to.not.deep.equal([]);
      const without = texts.filter(
        ({ text }) =>
          !saysWhatToDo(text.replaceAll(/\$\{[^}]*\}/g, 'It.')) &&
          !putIn.test(text) &&
          !untold.includes(text),
      );
      expect(without).to.deep.equal([]);
    });
  }
});
