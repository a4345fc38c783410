// Puts together what browsers load: one style sheet, one script for every page, one for pages with a diagram, and the
// pictures that templates name.
import { readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));
const built = `${here}static/built`;

// Made beside and put in place at the end: a server that runs meanwhile always finds all of it.
const out = `${built}-new-${process.pid}/`;

await build({
  absWorkingDir: here,
  entryPoints: {
    leidraad: 'js/leidraad.js', sheet: 'css/leidraad.css', diagram: 'js/diagram.js', replay: 'js/replay.js',
    modeler: 'js/modeler.js', 'form-editor': 'js/form-editor.js', 'table-editor': 'js/table-editor.js', proof: 'js/proof.js',
    scenario: 'js/scenario.js', 'replay-still': 'css/replay-still.css',
    simulation: 'js/simulation.js', figures: 'js/figures.js', heat: 'js/heat.js', diff: 'js/diff.js'
  },
  outdir: out,
  bundle: true,
  format: 'esm',
  splitting: true,
  minify: true,
  target: [ 'es2022', 'safari16' ],
  loader: { '.woff': 'empty', '.woff2': 'file', '.svg': 'dataurl' },
  assetNames: '[name]-[hash]',
  chunkNames: '[name]-[hash]',
  legalComments: 'linked',
  logLevel: 'warning'
});

// The replay that stands alone is one file: nothing beside it is there to be fetched.
await build({
  absWorkingDir: here,
  entryPoints: { 'replay-alone': 'js/replay-alone.js' },
  outdir: out,
  bundle: true,
  format: 'iife',
  minify: true,
  target: [ 'es2022', 'safari16' ],
  loader: { '.svg': 'dataurl' },
  legalComments: 'eof',
  logLevel: 'warning'
});
writeFileSync(`${out}icons.svg`, sprite(named()));
writeFileSync(`${out}.ready`, '');
rmSync(built, { recursive: true, force: true });
renameSync(out, built);

// Every picture by the name that a template or a view gives it: a word in quotes that is the name of one.
function named() {
  const texts = readdirSync(here, { recursive: true, withFileTypes: true })
    .filter(file => file.isFile() && /\.(html|py)$/.test(file.name) && !file.parentPath.includes('node_modules'))
    .map(file => readFileSync(`${file.parentPath}/${file.name}`, 'utf-8'));

  return [ ...new Set(texts.flatMap(text => [ ...text.matchAll(/["']([a-z]+(?:-[a-z0-9]+)*)["']/g) ]
    .map(found => found[1]))) ].sort();
}

function sprite(names) {
  const known = new Set(readdirSync(`${here}node_modules/lucide-static/icons`).map(file => file.replace('.svg', '')));
  const symbols = names.filter(name => known.has(name)).map(name => {
    const svg = readFileSync(`${here}node_modules/lucide-static/icons/${name}.svg`, 'utf-8');
    const shapes = svg.slice(svg.indexOf('>', svg.indexOf('<svg')) + 1, svg.lastIndexOf('</svg>')).replace(/\s+/g, ' ');

    return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" ` +
      `stroke-linecap="round" stroke-linejoin="round">${shapes.trim()}</symbol>`;
  });

  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join('')}</svg>\n`;
}
