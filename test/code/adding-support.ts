import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';

/** An entry that is added to a registry: what a newcomer writes first. */
interface Addition {
  /** The row of “Adding one thing”. */
  readonly row: string;
  readonly id: string;
  readonly file: string;
  /** Places of its row that compile without it: other tests ask for them. */
  readonly compiles: readonly string[];
  /** The end of the registry, and what stands there with one entry more. */
  readonly edits: readonly Edit[];
  /** Further files that it is written into. */
  readonly more?: Readonly<Record<string, readonly Edit[]>>;
}

type Edit = readonly [before: string, after: string];

/** Adds a copy of an entry to a list that is `as const`. */
function copied(row: string, file: string, of: string, id: string, ...compiles: string[]): Addition {
  const title = `Dummy ${id.slice('dummy-'.length)}`;
  const entry = `const dummy = { ...${of}, id: '${id}', title: '${title}', description: '${title}.' } as const;\n`;
  return {
    row,
    id,
    file,
    compiles,
    edits: [
      ['] as const', ', dummy] as const'],
      ['\n/** All', `\n${entry}\n/** All`],
    ],
  };
}

/** Adds a copy of an entry to the end of a list. */
function listed(row: string, file: string, last: string, of: string, id: string): Addition {
  const entry = `{ ...${of}, id: '${id}', title: 'Dummy ${id.slice('dummy-'.length)}' }`;
  return { row, id, file, compiles: [], edits: [[last, last.replace(/,?\s*\];$/, `, ${entry}];`)]] };
}

export const additions: readonly Addition[] = [
  copied(
    'a generated data set',
    'src/core/datasets/index.ts',
    'moons',
    'dummy-set',
    'worker/generated-names.ts',
  ),
  copied(
    'an optimizer',
    'src/core/optimizers/index.ts',
    'adam',
    'dummy-optimizer',
    'kernels/assembly/optimizers.ts',
    'kernels/assembly/codes.ts',
    'code/frameworks/pytorch.ts',
  ),
  copied(
    'an activation',
    'src/core/activations/index.ts',
    'tanh',
    'dummy-activation',
    'kernels/assembly/activations.ts',
    'kernels/assembly/codes.ts',
  ),
  copied(
    'a dropout rule',
    'src/core/dropout/index.ts',
    'classic',
    'dummy-rule',
    'kernels/assembly/dropout.ts',
  ),
  {
    row: 'a loss',
    id: 'dummy-loss',
    file: 'src/core/losses.ts',
    compiles: ['kernels/assembly/loss.ts', 'kernels/assembly/codes.ts'],
    edits: [
      [
        '] as const satisfies readonly Loss[]',
        "{ id: 'dummy-loss', title: 'Dummy loss', description: 'Dummy loss.', code: { classification: LOSS.softmaxCrossEntropy } }] as const satisfies readonly Loss[]",
      ],
    ],
  },
  copied('a schedule of the learning rate', 'src/core/schedules/index.ts', 'step', 'dummy-schedule'),
  copied('a schedule of dropout', 'src/core/dropout/schedules/index.ts', 'late', 'dummy-course'),
  copied(
    'a reader of files',
    'src/experiment/sources.ts',
    'npy',
    'dummy-file',
    'package.json',
    'test/fuzz/targets',
  ),
  listed('a scenario', 'src/experiment/scenarios/index.ts', 'book,\n];', 'book', 'dummy-scenario'),
  {
    row: 'a sweep',
    id: 'dummy-sweep',
    file: 'src/experiment/sweeps.ts',
    compiles: ['experiment/lesson.ts'],
    edits: [
      [
        '] as const satisfies readonly Sweep[]',
        "{ id: 'dummy-sweep', title: 'Dummy sweep', space: () => ({ 'dropout.ratio': { min: 0, max: 1 } }) }] as const satisfies readonly Sweep[]",
      ],
    ],
  },
  listed('a library to write programs for', 'src/code/generate/index.ts', 'tfjs];', 'numpy', 'dummy-library'),
  {
    row: 'a chart',
    id: 'dummy-chart',
    compiles: [],
    file: 'src/charts/index.ts',
    edits: [['[loss, score]', "[loss, score, { ...score, id: 'dummy-chart', title: () => 'Dummy chart' }]"]],
  },
  {
    row: 'a slice of state that views show',
    id: 'dummySlice',
    file: 'src/protocol/state.ts',
    compiles: [],
    edits: [
      [
        'export interface ViewState {\n',
        'export interface ViewState {\n  readonly dummySlice: string | null;\n',
      ],
      ["Omit<ViewState, 'experiment'> = {\n", "Omit<ViewState, 'experiment'> = {\n  dummySlice: null,\n"],
    ],
  },
  {
    row: 'an analysis',
    id: 'dummyAnalysis',
    compiles: [],
    file: 'src/core/analysis/ids.ts',
    edits: [
      ['\n}\n', '\n  readonly dummyAnalysis: NoiseResult;\n}\n'],
      ['\n] as const', "\n  'dummyAnalysis',\n] as const"],
    ],
  },
  {
    row: 'a sampler of studies',
    id: 'dummy-sampler',
    compiles: [],
    file: 'src/core/search/samplers/entries.ts',
    edits: [
      [
        'samplers = { tpe,',
        "samplers = { 'dummy-sampler': { id: 'dummy-sampler', title: 'Dummy sampler', description: '', params: {} }, tpe,",
      ],
      ['typeof tpe,', "(typeof samplers)['dummy-sampler'],"],
    ],
  },
  {
    row: "a framework's spellings",
    id: 'dummy-framework',
    compiles: ['code/finding.ts'],
    file: 'src/code/frameworks/index.ts',
    edits: [
      [
        'readonly Family[] = [',
        "readonly Family[] = [{ framework: 'dummy-framework', packages: ['dummies'], spellings: [{ names: ['dummies.Drop'], framework: 'dummy-framework', args: [{ kind: 'dropout', names: ['p'], position: 0 }] }] },",
      ],
    ],
    more: { 'src/code/finding.ts': [["\n  | 'config';", "\n  | 'config'\n  | 'dummy-framework';"]] },
  },
  {
    row: 'an idea of the lesson',
    id: 'dummy-idea',
    compiles: ['experiment/lesson.ts'],
    file: 'webview/explore/ideas/index.ts',
    edits: [[',\n];', ", { ...ratio, id: 'dummy-idea', title: () => 'Dummy idea' }];"]],
  },
  {
    row: 'something to take away',
    id: 'exportDummy',
    compiles: ['package.json', 'src/report'],
    file: 'src/host/exports/index.ts',
    edits: [['  return {\n', '  return {\n    exportDummy: () => undefined,\n']],
  },
];

const root = resolve('.');

/** A copy of the sources in which every registry has a dummy, and nothing else does. @returns its folder. */
export function treeWithDummies(): string {
  const tree = join(root, 'dist', 'adding');
  rmSync(tree, { recursive: true, force: true });
  mkdirSync(join(tree, 'test', 'code'), { recursive: true });
  for (const part of ['src', 'webview', 'package.json'])
    cpSync(join(root, part), join(tree, part), { recursive: true });
  cpSync(join(root, 'test/code/adding-driver.ts'), join(tree, 'test/code/adding-driver.ts'));
  const files = additions.flatMap(({ file, edits, more = {} }) => [
    [file, edits] as const,
    ...Object.entries(more),
  ]);
  for (const [file, edits] of files) {
    let text = readFileSync(join(tree, file), 'utf8');
    for (const [before, after] of edits) {
      if (!text.includes(before)) throw new Error(`${file} has no “${before}” any more.`);
      // A list of several lines has a comma at its end already.
      text = text.replace(before, () => after).replace(/,\s*, dummy\]/, ', dummy]');
    }
    writeFileSync(join(tree, file), text);
  }
  const config = {
    extends: '../../tsconfig.json',
    include: ['src', 'webview'],
    exclude: ['src/core/kernels/assembly'],
  };
  writeFileSync(join(tree, 'tsconfig.json'), JSON.stringify(config));
  return tree;
}

/** The files that do not compile, by what they lack. */
export function lacks(tree: string): Map<string, Set<string>> {
  const found = new Map(additions.map(({ id }) => [id, new Set<string>()]));
  const output = compile(tree);
  for (const error of output.split(/\n(?=\S)/)) {
    const [, file] = /^(\S+)\(\d+,\d+\): error/.exec(error) ?? [];
    const missing = [...error.matchAll(/'"?([\w-]+)"?' is missing/g)].map(([, id]) => id);
    const named = additions.filter(({ id }) => missing.includes(id));
    const ids = named.length > 0 ? named : additions.filter(({ id }) => error.includes(id));
    if (file && ids.length === 0) throw new Error(error);
    for (const { id } of ids) found.get(id)!.add(file!);
  }
  return found;
}

function compile(tree: string): string {
  try {
    const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    return execFileSync(process.execPath, [tsc, '--noEmit', '--pretty', 'false'], {
      cwd: tree,
      encoding: 'utf8',
    });
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}

/** The commands that take something away, of a tree's sources, and which of them its package.json lacks. */
export function exportsOf(tree: string): {
  readonly all: readonly string[];
  readonly undeclared: readonly string[];
} {
  const source = readFileSync(join(tree, 'src/host/exports/index.ts'), 'utf8');
  const [, table = ''] = /\n {2}return \{\n([\s\S]*?)\n {2}\};/.exec(source) ?? [];
  const all = [...table.matchAll(/^ {4}(\w+):/gm)].map(([, name]) => name!);
  const { contributes } = JSON.parse(readFileSync(join(tree, 'package.json'), 'utf8'));
  const declared = new Set(contributes.commands.map(({ command }: { command: string }) => command));
  return { all, undeclared: all.filter((name) => !declared.has(`dropoutPlayground.${name}`)) };
}

/** Elements are not registered: other tests of the process may have done so. */
const DECORATORS =
  "export * from '@lit/reactive-element/decorators.js';\nexport const customElement = () => () => {};\n";

/** Bundles the driver with the sources of the tree. */
export async function bundledDriver(tree: string): Promise<typeof import('./adding-driver')> {
  const outfile = join(tree, 'driver.cjs');
  const decorators = join(tree, 'decorators.mjs');
  writeFileSync(decorators, DECORATORS);
  await build({
    entryPoints: [join(tree, 'test/code/adding-driver.ts')],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    packages: 'external',
    alias: { 'lit/decorators.js': decorators },
    loader: { '.wasm': 'binary' },
    outfile,
  });
  return require(outfile);
}
