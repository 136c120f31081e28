import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWhole } from '../../files/write-whole';

/** Characters of one trial's output that are kept: its end, where the errors are. */
const MOST = 200_000;
/** Outputs that are kept where there is no disk. */
const MOST_KEPT = 50;

/** What trials have written, by their numbers: of those that go on in memory, of the others on the disk. */
export class TryOutputs {
  readonly #folder: string | null;
  readonly #texts = new Map<number, string>();
  #last: Promise<unknown> = Promise.resolve();

  /** @param folder null: there is no disk. */
  constructor(folder: string | null) {
    this.#folder = folder;
  }

  /** Forgets all outputs: other trials begin. */
  clear(): void {
    this.#texts.clear();
    this.#then((folder) => rm(folder, { recursive: true, force: true }));
  }

  /** A trial begins, perhaps anew. */
  begin(trial: number): void {
    this.#texts.set(trial, '');
  }

  append(trial: number, text: string): void {
    const all = (this.#texts.get(trial) ?? '') + text;
    // Cut at times only, and behind a line end.
    this.#texts.set(trial, all.length > 2 * MOST ? all.slice(all.indexOf('\n', all.length - MOST) + 1) : all);
  }

  end(trial: number): void {
    const text = this.#texts.get(trial);
    if (text === undefined) return;
    if (this.#folder === null) {
      for (const one of this.#texts.keys()) if (this.#texts.size > MOST_KEPT) this.#texts.delete(one);
      return;
    }
    this.#then(async (folder) => {
      await mkdir(folder, { recursive: true });
      await writeWhole(join(folder, `${trial}.txt`), text);
      if (this.#texts.get(trial) === text) this.#texts.delete(trial);
    });
  }

  /** Undefined: it was not kept. */
  async of(trial: number): Promise<string | undefined> {
    const known = this.#texts.get(trial);
    if (known !== undefined || this.#folder === null) return known;
    await this.#last;
    return readFile(join(this.#folder, `${trial}.txt`), 'utf8').catch(() => undefined);
  }

  /** Resolves when everything is on the disk. */
  async close(): Promise<void> {
    await this.#last;
  }

  /** One after the other. What cannot be written stays in memory. */
  #then(work: (folder: string) => Promise<unknown>): void {
    const folder = this.#folder;
    if (folder !== null) this.#last = this.#last.then(() => work(folder)).catch(() => {});
  }
}
