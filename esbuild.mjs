// Builds everything that ships (dist/*.js, the kernels, the JSON schema) and, with --tests, the test bundles.
import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { pathToFileURL } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import * as esbuild from 'esbuild';
import subsetFont from 'subset-font';
import { nodeBundle, programs } from './bundling.mjs';
import { writeLayout } from './kernels-layout.mjs';

const flags = new Set(process.argv.slice(2));
const production = flags.has('--production');
const watch = flags.has('--watch');

const kernels = 'src/core/kernels/kernels.wasm';

/** Compiles the AssemblyScript kernels unless the .wasm is newer than all of its sources. */
function buildKernels() {
  writeLayout();
  const sources = globSync('src/core/kernels/assembly/**/*.ts');
  const newest = Math.max(
    ...sources.map((file) => statSync(file).mtimeMs),
    statSync('asconfig.json').mtimeMs,
  );
  if (existsSync(kernels) && statSync(kernels).mtimeMs > newest) return;
  execFileSync(
    process.execPath,
    ['node_modules/assemblyscript/bin/asc.js', '--config', 'asconfig.json', '--target', 'release'],
    {
      stdio: 'inherit',
    },
  );
}

/** The grammars that read a person's Python and JavaScript: a quarter smaller in the package than by its own compression. */
function compress(file) {
  const from = `node_modules/@vscode/tree-sitter-wasm/wasm/${file}`;
  const to = `dist/${file}.br`;
  if (existsSync(to) && statSync(to).mtimeMs > statSync(from).mtimeMs) return;
  const bytes = readFileSync(from);
  writeFileSync(to, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_LGWIN]: 24 } }));
}

const common = {
  bundle: true,
  sourcemap: production ? false : 'linked',
  minify: production,
  legalComments: production ? 'none' : 'inline',
  loader: { '.wasm': 'binary', '.ttf': 'file' },
  logLevel: 'warning',
  define: { 'process.env.NODE_ENV': production ? '"production"' : '"development"' },
};

const node = {
  ...nodeBundle,
  ...common,
  external: ['vscode'],
  entryPoints: { extension: 'src/extension.ts', ...programs },
  outdir: 'dist',
};

/**
 * What several programs need lies once in the package, in `dist/part-*.js`. esbuild splits modules of the newer format
 * only, and VS Code loads the older one: what has been split is translated. The scanner stays whole: it shares little,
 * and the parser's own `require` would hide the one of the translation.
 */
async function buildNodeInParts() {
  for (const old of globSync('dist/part-*.js')) rmSync(old);
  const { scanner, ...sharing } = node.entryPoints;
  await esbuild.build({ ...node, entryPoints: { scanner } });
  const { outputFiles } = await esbuild.build({
    ...node,
    entryPoints: sharing,
    format: 'esm',
    splitting: true,
    chunkNames: 'part-[hash]',
    write: false,
  });
  await Promise.all(
    outputFiles.map(async ({ path, text }) => {
      const { code } = await esbuild.transform(text, {
        format: 'cjs',
        platform: 'node',
        target: node.target,
        minify: true,
        // import() would be asked of the loader of modules.
        supported: { 'dynamic-import': false },
      });
      writeFileSync(path, code);
    }),
  );
}

const views = {
  ...common,
  platform: 'browser',
  // What both views need lies once in the package: dist/shared.js.
  format: 'esm',
  splitting: true,
  chunkNames: 'shared',
  target: 'es2022',
  entryPoints: { panel: 'webview/panel.ts', sidebar: 'webview/sidebar.ts' },
  outdir: 'dist',
};

const tests = {
  ...common,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  packages: 'external',
  // The windows of test/e2e share what their support keeps.
  external: ['vscode', './support/*'],
  entryPoints: globSync(
    'test/{core,experiment,worker,data,code,view,host-pure,fuzz,study,logs,try,host,e2e,bench,support}/**/*.ts',
  ),
  outbase: 'test',
  outdir: 'dist/test',
};

/** `contributes.jsonValidation` needs a file: the schema that validates is the schema that the editor completes from. */
async function writeExperimentSchema() {
  const outfile = 'dist/.schema.cjs';
  await esbuild.build({
    ...node,
    sourcemap: false,
    entryPoints: ['src/experiment/json-schema.ts'],
    outdir: undefined,
    outfile,
  });
  const { experimentJsonSchema } = await import(pathToFileURL(outfile).href);
  writeFileSync('dist/experiment.schema.json', `${JSON.stringify(experimentJsonSchema())}\n`);
  rmSync(outfile);
}

/** Style sheet and font of the icons, without those whose names the views do not have. */
async function writeIcons() {
  const views = ['panel', 'sidebar', 'shared']
    .map((name) => readFileSync(`dist/${name}.js`, 'utf8'))
    .join('');
  const isUsed = (rule) => {
    const [, name, code] = /^\.codicon-([a-z0-9-]+):before \{ content: "\\([0-9a-f]+)"/.exec(rule) ?? [];
    // By its name, or as its character (webview/icon.ts).
    return name === undefined || views.includes(`"${name}"`) || views.includes(`\\u${code.toUpperCase()}`);
  };
  const all = readFileSync('node_modules/@vscode/codicons/dist/codicon.css', 'utf8');
  const styles = all.split('\n').filter(isUsed).join('\n');
  writeFileSync('dist/codicon.css', styles);
  const used = [...styles.matchAll(/content: "\\([0-9a-f]+)"/g)].map(([, code]) => Number.parseInt(code, 16));
  const font = readFileSync('node_modules/@vscode/codicons/dist/codicon.ttf');
  writeFileSync('dist/codicon.ttf', await subsetFont(font, String.fromCodePoint(...used)));
}

mkdirSync('dist', { recursive: true });
for (const file of ['tree-sitter.wasm', 'tree-sitter-python.wasm', 'tree-sitter-tsx.wasm']) compress(file);
copyFileSync('src/try/launcher.py', 'dist/launcher.py');
buildKernels();
const builds = [node, views, ...(flags.has('--tests') ? [tests] : [])];
if (watch) {
  for (const file of ['codicon.css', 'codicon.ttf'])
    copyFileSync(`node_modules/@vscode/codicons/dist/${file}`, `dist/${file}`);
  const contexts = await Promise.all(builds.map((build) => esbuild.context(build)));
  await Promise.all(contexts.map((context) => context.watch()));
} else {
  await Promise.all(
    builds.map((build) => (build === node && production ? buildNodeInParts() : esbuild.build(build))),
  );
  await writeExperimentSchema();
  await writeIcons();
}
