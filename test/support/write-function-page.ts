/** Writes docs/formula-functions.md. Run after a build: node dist/test/support/write-function-page.js */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { renderFunctionPage } from '../../src/domain/formula/function-page.ts';
import { projectRoot } from './project-root.ts';

export const functionPagePath = join(projectRoot, 'docs', 'formula-functions.md');

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(functionPagePath, renderFunctionPage());
