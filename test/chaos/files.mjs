import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { itemAt } from './random.mjs';

/** Files of the sample workspace that the extension reads: an experiment, its data, code. */
const NAMES = { experiment: 'two-moons.dropout.json', data: 'wildflowers.csv', code: 'train.py' };

/** A person's files, under the running extension. */
export class Files {
  #folder;
  #original = new Map();
  /** Every text that the data file has had: a run has read one of them. */
  dataVersions = [];

  constructor(folder) {
    this.#folder = folder;
    for (const name of Object.values(NAMES)) this.#original.set(name, readFileSync(this.#path(name), 'utf8'));
    this.dataVersions.push(this.#original.get(NAMES.data));
  }

  #path(name) {
    return join(this.#folder, name);
  }

  /** Does one thing to one file. @returns words for the log. */
  disturb({ a, b, c }) {
    const [what, name] = itemAt(Object.entries(NAMES), a);
    const path = this.#path(name);
    const [kind, disturb] = itemAt(Object.entries(DISTURB), b);
    const text = this.#original.get(name);
    if (kind !== 'change') {
      if (!existsSync(path)) this.#write(name, text);
      disturb(path);
    } else this.#write(name, changed(what, text, c));
    return `${kind} ${name}`;
  }

  /** Every file is there and says what it said at first. */
  restore() {
    for (const [name, text] of this.#original) this.#write(name, text);
    rmSync(join(this.#folder, 'away'), { recursive: true, force: true });
  }

  #write(name, text) {
    rmSync(this.#path(name), { recursive: true, force: true });
    writeFileSync(this.#path(name), text);
    if (name === NAMES.data && !this.dataVersions.includes(text)) this.dataVersions.push(text);
  }
}

const DISTURB = {
  change: undefined,
  delete: (path) => rmSync(path, { recursive: true }),
  rename(path) {
    rmSync(`${path}.old`, { recursive: true, force: true });
    renameSync(path, `${path}.old`);
  },
  pipe: (path) => replace(path, () => execFileSync('mkfifo', [path])),
  folder: (path) => replace(path, () => mkdirSync(path)),
  loop: (path) => replace(path, () => symlinkSync(path, path)),
  endless: (path) => replace(path, () => symlinkSync('/dev/zero', path)),
};

function replace(path, make) {
  rmSync(path, { recursive: true });
  make();
}

/** The text of a file with another number in it, with half of it gone, or with none of it left. */
function changed(what, text, fraction) {
  if (fraction < 0.25) return text.slice(0, Math.floor(text.length * 4 * fraction));
  if (what === 'data') return text.replace(/\d\.\d\d/, (3 + 5 * fraction).toFixed(2));
  if (what === 'experiment') return text.replace('0.33', (0.9 * fraction).toFixed(3));
  return text.replace(/0\.\d+/, (0.9 * fraction).toFixed(3));
}
