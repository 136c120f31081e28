import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { DATA_PATHS } from '../../experiment/data-paths';
import { parseExperiment } from '../../experiment/parse';
import { NotAFileError, openRegular } from '../../files/read-whole';
import type { Setup } from '../setup';
import type { Trust } from '../trust';
import {
  type DataKind,
  dataKind,
  type FilePair,
  pairOf,
  relativePath,
  testNamesOf,
  testPairOf,
} from './data-files';
import { askStep } from './steps';
import {
  beginningOf,
  type ColumnPreview,
  columnWords,
  guessTarget,
  PREVIEW_BYTES,
  previewTable,
  type TablePreview,
} from './table-preview';

type Data = Readonly<Record<string, unknown>>;
type Task = 'classification' | 'regression';

export interface UseAsDataContext {
  readonly trust: Trust;
  readonly setup: Setup;
}

/** Makes a file the set-up's data. True where it did; otherwise a person chose not to. */
export async function useAsData({ trust, setup }: UseAsDataContext, target: unknown): Promise<boolean> {
  const uri = target instanceof vscode.Uri ? target : await askFile();
  if (uri === undefined) return false;
  if (uri.scheme !== 'file') throw new Error(vscode.l10n.t('Data is read from files on a disk only.'));
  const path = uri.fsPath;
  if (!(await trust.allowsFile(path))) return false;
  const data = await dataOf(path, trust);
  if (data === undefined) return false;
  const folder = folderFor(uri);
  const result = parseExperiment({
    ...setup.experiment,
    data: withPaths(data, folder),
    name: setup.isHeld ? setup.experiment.name : '',
    changes: [],
  });
  if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join(' '));
  // Where the set-up is a file's, its data is set in the file.
  const done = setup.rewrite(result.experiment, folder);
  if (!done.ok) throw new Error(done.message);
  return true;
}

async function askFile(): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title: title(),
    filters: {
      [vscode.l10n.t('Data')]: [
        'csv',
        'tsv',
        'tab',
        'data',
        'dat',
        'npy',
        'npz',
        'idx',
        'gz',
        'idx3-ubyte',
        'idx1-ubyte',
      ],
    },
  });
  return chosen?.[0];
}

const title = () => vscode.l10n.t('Use as Playground Data');

/** The workspace folder that a file lies in, or its own folder. */
function folderFor(uri: vscode.Uri): string {
  return vscode.workspace.getWorkspaceFolder(uri)?.uri.fsPath ?? dirname(uri.fsPath);
}

function withPaths(data: Data, folder: string): Data {
  const paths = DATA_PATHS.flatMap((key) => {
    const path = data[key];
    if (typeof path !== 'string') return [];
    return [[key, relativePath(folder, path, process.platform === 'win32') ?? path] as const];
  });
  return { ...data, ...Object.fromEntries(paths) };
}

/** How the experiment's data is made of a file of each kind; `undefined`: a person chose not to. */
const makers: Readonly<Record<DataKind, (path: string, trust: Trust) => Promise<Data | undefined>>> = {
  table: tableData,
  npz: (path) => arrayData({ source: 'npy', file: path }),
  npy: (path) =>
    pairData(path, ({ features, labels }, test) =>
      arrayData({
        source: 'npy',
        file: features,
        labels,
        ...(test && { testFile: test.features, testLabels: test.labels }),
      }),
    ),
  idx: (path) =>
    pairData(path, async ({ features, labels }, test) => ({
      source: 'idx',
      images: features,
      labels,
      ...(test && { testImages: test.features, testLabels: test.labels }),
    })),
};

async function dataOf(path: string, trust: Trust): Promise<Data | undefined> {
  const kind = dataKind(basename(path));
  if (kind) return makers[kind](path, trust);
  throw new Error(vscode.l10n.t('{0}: CSV, TSV, NPY, NPZ or IDX is expected.', basename(path)));
}

async function tableData(file: string, trust: Trust): Promise<Data | undefined> {
  const preview = await readPreview(file);
  let at = guessTarget(preview);
  for (;;) {
    const target = await askTarget(file, preview, at);
    if (target === undefined || target === 'back') return undefined;
    at = target;
    const column = preview.columns[target]!;
    const task = await askTask(file, column);
    if (task === undefined) return undefined;
    if (task === 'back') continue;
    const testFile = trust.isTrusted ? await testTable(file, preview) : undefined;
    return { source: 'csv', file, target: column.name, task, ...(testFile && { testFile }) };
  }
}

/** `test.csv` beside `train.csv`, where it has the same columns: those of competitions have no target. */
async function testTable(file: string, { columns }: TablePreview): Promise<string | undefined> {
  const folder = dirname(file);
  const siblings = new Set(await readdir(folder));
  const found = testNamesOf(basename(file)).find((name) => siblings.has(name));
  if (found === undefined) return undefined;
  const path = join(folder, found);
  const other = await readPreview(path).catch(() => undefined);
  const names = new Set(other?.columns.map(({ name }) => name));
  return columns.every(({ name }) => names.has(name)) ? path : undefined;
}

async function readPreview(file: string): Promise<TablePreview> {
  const { handle } = await openRegular(file).catch((error) => {
    throw error instanceof NotAFileError ? new Error(`${basename(file)}: ${error.message}`) : error;
  });
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(PREVIEW_BYTES), 0, PREVIEW_BYTES, 0);
    const { bytes, isWhole } = beginningOf(buffer.subarray(0, bytesRead), bytesRead < PREVIEW_BYTES);
    return previewTable(basename(file), bytes, isWhole);
  } finally {
    await handle.close();
  }
}

function askTarget(
  file: string,
  preview: TablePreview,
  active: number,
): Promise<number | 'back' | undefined> {
  const guess = guessTarget(preview);
  return askStep({
    title: `${title()}: ${basename(file)}`,
    step: 1,
    steps: 2,
    placeholder: vscode.l10n.t(
      'Which column is to be predicted from the other {0}?',
      preview.columns.length - 1,
    ),
    items: preview.columns.map((column, index) => ({
      label: index === guess ? `$(target) ${column.name}` : `$(blank) ${column.name}`,
      description: columnWords(column),
      detail: `$(blank) ${column.examples.join(' · ')}`,
      value: index,
    })),
    active,
  });
}

function askTask(file: string, column: ColumnPreview): Promise<Task | 'back' | undefined> {
  const guess = column.task;
  const guessed = (task: Task) => (task === guess ? { description: vscode.l10n.t('guessed') } : {});
  return askStep<Task>({
    title: `${title()}: ${basename(file)}`,
    step: 2,
    steps: 2,
    placeholder: vscode.l10n.t('How is {0} to be predicted?', column.name),
    items: [
      {
        label: vscode.l10n.t('Classification'),
        ...guessed('classification'),
        detail: vscode.l10n.t('One of {0} classes: {1}', column.different, column.examples.join(', ')),
        value: 'classification',
      },
      ...(column.isNumeric
        ? [
            {
              label: vscode.l10n.t('Regression'),
              ...guessed('regression'),
              detail: vscode.l10n.t('A number: {0}', columnWords(column)),
              value: 'regression' as const,
            },
          ]
        : []),
    ],
    active: guess === 'classification' ? 0 : 1,
  });
}

async function arrayData(data: Data): Promise<Data | undefined> {
  const task = await askStep<Task | 'guess'>({
    title: title(),
    step: 1,
    steps: 1,
    placeholder: vscode.l10n.t('How are the labels to be predicted?'),
    items: [
      {
        label: vscode.l10n.t('As the Labels Suggest'),
        detail: vscode.l10n.t('Few whole numbers are classes; anything else is a number to predict.'),
        value: 'guess',
      },
      { label: vscode.l10n.t('Classification'), value: 'classification' },
      { label: vscode.l10n.t('Regression'), value: 'regression' },
    ],
    active: 0,
  });
  if (task === undefined || task === 'back') return undefined;
  return task === 'guess' ? data : { ...data, task };
}

/** Looks for the file that belongs to this one, and for a test set beside them; asks where the names do not tell. */
async function pairData(
  path: string,
  make: (pair: FilePair, test: FilePair | undefined) => Promise<Data | undefined>,
): Promise<Data | undefined> {
  const folder = dirname(path);
  const name = basename(path);
  const kind = dataKind(name);
  const siblings = (await readdir(folder)).filter((one) => one !== name && dataKind(one) === kind);
  const pair = pairOf(name, siblings);
  const here = ({ features, labels }: FilePair) => ({
    features: join(folder, features),
    labels: join(folder, labels),
  });
  const test = pair && testPairOf(pair, siblings);
  if (pair) return make(here(pair), test && here(test));
  if (siblings.length === 0) {
    throw new Error(vscode.l10n.t('{0}: the file with the labels is expected beside it.', name));
  }
  const items = siblings.map((label) => ({ label }));
  const placeHolder = vscode.l10n.t('Which file has the labels for {0}?', name);
  const chosen = await vscode.window.showQuickPick(items, { title: title(), placeHolder });
  return chosen && make({ features: path, labels: join(folder, chosen.label) }, undefined);
}
