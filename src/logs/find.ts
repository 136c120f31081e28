import { basename, dirname, join, sep } from 'node:path';
import type { Disk } from './disk';
import { type FormatId, formatOf } from './formats/index';
import { splitOf } from './role';
import { isSettingsFile } from './settings-file';

/** A file of a run. */
export interface FoundFile {
  readonly path: string;
  readonly format: FormatId;
  /** The folder or file that the run is known by; all files of a run have the same. */
  readonly run: string;
  /** Stands before each name in the file. */
  readonly prefix: string;
}

/** Folders are looked into so deep, and so many entries in all. */
const DEPTH = 8;
export const MOST_ENTRIES = 20_000;
/** Bytes that tell what a file is. */
const HEAD = 16_384;
/** Folders that hold no logs and many files. */
const PASSED_OVER = new Set([
  'node_modules',
  '.git',
  '.venv',
  'venv',
  '__pycache__',
  'site-packages',
  '.cache',
]);

/** What was looked for and not found or not read. */
export interface Search {
  readonly files: readonly FoundFile[];
  /** Files that say what trainings were set to. */
  readonly settings: readonly string[];
  /** Folders that may not be read. */
  readonly closed: readonly string[];
  /** Whether there is more than is looked at. */
  readonly isCut: boolean;
}

/**
 * The logs at a path, or under it. @throws system errors for the path itself.
 */
export async function findLogs(path: string, disk: Disk): Promise<Search> {
  const found: FoundFile[] = [];
  const state: Walk = { left: MOST_ENTRIES, settings: [], closed: [] };
  const entries = await disk.list(path);
  if (!entries) {
    const format = (await formatAt(path, disk)) ?? 'output';
    return { files: [fileOf(path, format)], isCut: false, settings: [], closed: [] };
  }
  await walk(path, disk, DEPTH, state, found);
  const { left, settings, closed } = state;
  return { files: newestStates(found), isCut: left < 0, settings, closed };
}

/** The log that a file is by its name and beginning; undefined: none. */
export async function logAt(path: string, disk: Disk): Promise<FoundFile | undefined> {
  const format = await formatAt(path, disk);
  return format && fileOf(path, format);
}

interface Walk {
  /** Entries that may still be looked at. */
  left: number;
  readonly settings: string[];
  readonly closed: string[];
}

async function walk(
  folder: string,
  disk: Disk,
  depth: number,
  state: Walk,
  found: FoundFile[],
): Promise<void> {
  const entries = await disk.list(folder).catch((error: NodeJS.ErrnoException) => {
    // One that has gone since is none.
    if (error.code !== 'ENOENT') state.closed.push(folder);
  });
  for (const { name, isFolder } of entries ?? []) {
    if (state.left-- <= 0) return;
    const path = join(folder, name);
    if (isFolder) {
      if (depth > 0 && !PASSED_OVER.has(name)) await walk(path, disk, depth - 1, state, found);
      continue;
    }
    if (isSettingsFile(name)) state.settings.push(path);
    const format = await formatAt(path, disk);
    if (format) found.push(fileOf(path, format));
  }
}

/** Only what its name allows is opened. */
async function formatAt(path: string, disk: Disk): Promise<FormatId | undefined> {
  const slashed = path.split(sep).join('/');
  if (
    !/\.tfevents\.|\.(?:csv|tsv|wandb|db|log|txt|out|jsonl|ndjson)$|trainer_state\.json$|\/[0-9a-f]{32}\//i.test(
      slashed,
    )
  )
    return undefined;
  const head = new Uint8Array(HEAD);
  try {
    const { bytes } = await disk.read(path, 0, head);
    return formatOf(slashed, head.subarray(0, bytes));
  } catch {
    return undefined;
  }
}

function fileOf(path: string, format: FormatId): FoundFile {
  const folder = dirname(path);
  const file = { path, format, prefix: '' };
  if (format === 'tensorboard') {
    // Keras writes `train` and `validation` beside each other.
    const rows = basename(folder);
    if (splitOf(rows.toLowerCase())) return { ...file, run: dirname(folder), prefix: `${rows}/` };
    // PyTorch writes hyperparameters into a folder of their own, which is called by the time.
    return { ...file, run: /^\d{9,}\.\d+$/.test(rows) ? dirname(folder) : folder };
  }
  if (format === 'trainerState') return { ...file, run: isCheckpoint(folder) ? dirname(folder) : folder };
  if (format === 'mlflow') return { ...file, run: mlflowRun(path) };
  if (format === 'wandb' || /^(?:metrics|results)\.csv$/i.test(basename(path)))
    return { ...file, run: folder };
  return { ...file, run: path };
}

/** `…/mlruns/EXPERIMENT/RUN`, whose name has 32 digits. */
function mlflowRun(path: string): string {
  let folder = dirname(path);
  while (!/^[0-9a-f]{32}$/.test(basename(folder)) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}

const isCheckpoint = (folder: string): boolean => /^checkpoint-\d+$/.test(basename(folder));

/** Each checkpoint of a Trainer has all that was logged until then: the last one is the run. */
function newestStates(files: readonly FoundFile[]): FoundFile[] {
  const newest = new Map<string, FoundFile>();
  const stepOf = (file: FoundFile) =>
    Number(/checkpoint-(\d{1,15})$/.exec(dirname(file.path))?.[1] ?? Number.POSITIVE_INFINITY);
  for (const file of files) {
    if (file.format !== 'trainerState') continue;
    const other = newest.get(file.run);
    if (!other || stepOf(file) > stepOf(other)) newest.set(file.run, file);
  }
  return files.filter((file) => file.format !== 'trainerState' || newest.get(file.run) === file);
}
