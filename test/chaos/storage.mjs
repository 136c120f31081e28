import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  globSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { itemAt } from './random.mjs';

const MEGABYTES = 24;
const OURS = 'dropout-playground.dropout-playground';

/** Where the server keeps what extensions store: a small disk of its own where that can be made. */
export class Storage {
  /** Why the disk cannot be filled; undefined: it can, or at least be made read-only. */
  unable;
  isFull = false;
  #isDisk = false;
  #undo = () => {};

  /** @param folder there already, and empty. @param mayMount a mount ends with this process. */
  constructor(folder, mayMount) {
    this.folder = folder;
    this.#isDisk = mayMount && mounted(folder);
    // Permissions do not hold root up.
    if (!this.#isDisk && (process.getuid?.() ?? 0) === 0) this.unable = 'no disk of its own can be mounted';
  }

  /** No byte more can be written, or, `readOnly` or where there is no disk of its own, nothing can. */
  fill(readOnly) {
    if (this.unable || this.isFull) return;
    this.isFull = true;
    if (!this.#isDisk) this.#forbid();
    else if (readOnly) this.#remount();
    else this.#writeUntilFull();
  }

  free() {
    this.#undo();
    this.#undo = () => {};
    this.isFull = false;
  }

  #remount() {
    const remount = (how) => execFileSync('mount', ['-o', `remount,${how}`, this.folder], { stdio: 'pipe' });
    remount('ro');
    this.#undo = () => remount('rw');
  }

  #forbid() {
    const folders = new Set([this.folder, ...this.runs.map((file) => dirname(file))]);
    for (const folder of folders) chmodSync(folder, 0o555);
    this.#undo = () => {
      for (const folder of folders) chmodSync(folder, 0o755);
    };
  }

  #writeUntilFull() {
    const path = join(this.folder, 'filler');
    this.#undo = () => rmSync(path, { force: true });
    const filler = openSync(path, 'w');
    try {
      for (let bytes = 1 << 20; bytes >= 1; bytes = bytes > 1 && bytes >> 1)
        for (;;) if (!wrote(filler, bytes)) break;
    } finally {
      closeSync(filler);
    }
  }

  /** Files of saved runs, oldest first. */
  get runs() {
    const files = globSync(`**/${OURS}/**/*.run`, { cwd: this.folder });
    return files.map((file) => join(this.folder, file)).sort((a, b) => (basename(a) < basename(b) ? -1 : 1));
  }

  /** Files that a write has left behind half done. */
  get leftovers() {
    return globSync(`**/${OURS}/**/*.{tmp,lock,part,owner}`, { cwd: this.folder });
  }

  /** Owner files, each with the process that it is of. */
  get owners() {
    const files = globSync(`**/${OURS}/**/*.owner`, { cwd: this.folder });
    return files.map((file) => ({ file, pid: pidOf(join(this.folder, file)) }));
  }

  /** The file of a run; undefined: none is there. */
  fileOf(id) {
    return this.runs.find((file) => idOf(file) === id);
  }

  /** When a run was last saved, in milliseconds since 1970; 0: never. */
  savedAt(id) {
    const file = this.fileOf(id);
    return file && existsSync(file) ? statSync(file).mtimeMs : 0;
  }

  /** Everything that was stored goes: the next seed begins with nothing. */
  empty() {
    this.free();
    for (const place of globSync(`*/{,*/}${OURS}`, { cwd: this.folder })) {
      rmSync(join(this.folder, place), { recursive: true, force: true });
    }
  }
}

/** NaN where the file says none, or has just gone. */
function pidOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).pid;
  } catch {
    return Number.NaN;
  }
}

export const idOf = (file) => basename(file, '.run');

/** Ways in which a saved run comes to harm. Each is given its file, the files of all, and where in it, from 0 to below 1. */
const HARM = {
  flip(file, _all, where) {
    const bytes = readFileSync(file);
    const at = Math.floor(where * bytes.length);
    bytes[at] ^= 1 << Math.floor(8 * ((where * 7919) % 1));
    writeFileSync(file, bytes);
  },
  truncate: (file, _all, where) => truncateSync(file, Math.floor(where * statSync(file).size)),
  empty: (file) => truncateSync(file, 0),
  foreign: (file) => writeFileSync(file, randomBytes(3000)),
  swap(file, all, where) {
    const other = itemAt(
      all.filter((one) => one !== file),
      where,
    );
    if (other === undefined) truncateSync(file, 0);
    else copyFileSync(other, file);
  },
  folder(file) {
    rmSync(file);
    mkdirSync(file);
  },
  delete: (file) => rmSync(file),
};

/** Harms one of the saved runs. @returns its id and what was done; undefined: there is none, or nothing can be written. */
export function harm(storage, { a, b, c }) {
  const files = storage.runs.filter((file) => statSync(file).isFile());
  const file = itemAt(files, a);
  if (file === undefined || storage.isFull) return undefined;
  const kind = itemAt(Object.keys(HARM), b);
  HARM[kind](file, files, c);
  return { id: idOf(file), kind };
}

function mounted(folder) {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${MEGABYTES}m`, 'chaos', folder], { stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
}

function wrote(file, bytes) {
  try {
    return writeSync(file, Buffer.alloc(bytes)) === bytes;
  } catch {
    return false;
  }
}
