import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OURS } from './invariants.mjs';

/** What extension hosts and our extension have logged; the server keeps all in one folder. */
export class Logs {
  constructor(folder) {
    this.folder = folder;
  }

  get #files() {
    return globSync('**/{remoteexthost,Dropout Playground}.log', { cwd: this.folder });
  }

  /** How long each file is now. */
  mark() {
    return new Map(this.#files.map((file) => [file, this.#text(file).length]));
  }

  /** What has been written since: of the hosts' own logs, only what is about our extension. */
  since(mark) {
    return this.#files.map((file) => {
      const text = this.#text(file).slice(mark.get(file) ?? 0);
      if (!file.endsWith('remoteexthost.log')) return text;
      const entries = text.split(/\n(?=\[)/);
      return entries.filter((entry) => OURS.test(entry)).join('\n');
    });
  }

  #text(file) {
    return readFileSync(join(this.folder, file), 'utf8');
  }
}
