/** Bundles the playground's page: one script, one style sheet, one document, and nothing from elsewhere. */
import { copyFile } from 'node:fs/promises';
import { build } from 'esbuild';

const source = 'src/playground/page';
const target = 'dist/src/playground/page';

await build({
  entryPoints: { page: `${source}/main.tsx`, 'page-style': `${source}/style/page.css` },
  outdir: target,
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2023',
  jsx: 'automatic',
  legalComments: 'none',
  define: { 'process.env.NODE_ENV': '"production"' },
  loader: { '.svg': 'dataurl' },
  logLevel: 'warning',
});
await copyFile(`${source}/index.html`, `${target}/index.html`);
