import { existsSync, readFileSync } from 'node:fs';
import type { PageFile } from './options.ts';

/** Beside this file once it is compiled: `npm run build` bundles the page there. */
const folder = new URL('page/', import.meta.url);

/** All that the page consists of. Nothing else is given out, whatever path is asked for. */
const files: Readonly<Record<string, { readonly file: string; readonly contentType: string }>> = {
  '/': { file: 'index.html', contentType: 'text/html; charset=utf-8' },
  '/page.js': { file: 'page.js', contentType: 'text/javascript; charset=utf-8' },
  '/page-style.css': { file: 'page-style.css', contentType: 'text/css; charset=utf-8' },
};

/** For the playground's option `page`. @throws Error where the page was not bundled. */
export function pageFile(path: string): PageFile | null {
  // The address of a message: the page knows the way.
  const asked = path.startsWith('/archives/') ? '/' : path;
  const found = Object.hasOwn(files, asked) ? files[asked] : undefined;
  if (found === undefined) return null;
  const url = new URL(found.file, folder);
  if (!existsSync(url)) throw new Error(`${url.pathname} is missing. Run npm run build first.`);
  return { contentType: found.contentType, body: readFileSync(url) };
}
