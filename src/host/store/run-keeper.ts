import { reasonOf } from '../../files/reasons';
import type { Run } from './run';
import type { RunFolder } from './run-folder';
import { Saver } from './saver';

const RETRY_MILLISECONDS = 30_000;

export interface RunKeeperOptions {
  /** Null where there is no place to keep runs. */
  readonly folder: RunFolder | null;
  readonly log: (message: string) => void;
  /** Runs cannot be written: reported once until writing works again. */
  readonly onNotKept: (reason: string) => void;
  /** A run of this window, as it is now. */
  readonly runOf: (id: string) => Run | undefined;
  /** A run is over and whole on disk: from now on it is like every other. */
  readonly onKept: (id: string) => void;
}

/** Writes the runs that this window trains, until each is over and whole on disk. */
export class RunKeeper {
  readonly #saver = new Saver((id) => this.#save(id));
  /** Trained in this window, which is not done with writing them. */
  readonly #own = new Set<string>();
  readonly #unsaved = new Set<string>();
  /** Are being deleted: their files may still be there for a moment. */
  readonly #held = new Set<string>();
  readonly #options: RunKeeperOptions;
  #failing = false;

  constructor(options: RunKeeperOptions) {
    this.#options = options;
  }

  /** A run begins here. */
  begin(id: string): void {
    this.#own.add(id);
    this.#unsaved.add(id);
  }

  /** Whether this window is not done with writing a run. */
  owns(id: string): boolean {
    return this.#own.has(id);
  }

  /** The runs that this window is not done with now. */
  get owned(): ReadonlySet<string> {
    return new Set(this.#own);
  }

  /** Asks for a run to be written within about so many milliseconds; 0: at once. */
  saveSoon(id: string, within: number): void {
    if (!this.#own.has(id)) return;
    this.#unsaved.add(id);
    this.#saver.request(id, within);
  }

  /** Writes nothing of a run any more, because it is being deleted; resolves when no write is under way. */
  async hold(id: string): Promise<void> {
    this.#held.add(id);
    this.#saver.cancel(id);
    await this.#saver.settled();
  }

  isHeld(id: string): boolean {
    return this.#held.has(id);
  }

  /** A run could not be deleted: what of it was not written will be. */
  resume(id: string): void {
    this.#held.delete(id);
    if (this.#options.runOf(id) !== undefined && this.#unsaved.has(id))
      this.#saver.request(id, RETRY_MILLISECONDS);
  }

  /** A run is on the disk no more. */
  forget(id: string): void {
    this.#own.delete(id);
    this.#unsaved.delete(id);
  }

  /** A run has been deleted: one of its name may be written again. */
  release(id: string): void {
    this.#held.delete(id);
  }

  /** Writes what has not been written. */
  async flush(): Promise<void> {
    for (const id of this.#unsaved) this.#saver.request(id, 0);
    await this.#saver.flush();
  }

  /** Waits for a write that had begun by itself. */
  settled(): Promise<void> {
    return this.#saver.settled();
  }

  /** Begins no further write. */
  dispose(): void {
    this.#saver.dispose();
  }

  async #save(id: string): Promise<void> {
    const { folder, runOf } = this.#options;
    const run = runOf(id);
    if (run === undefined || folder === null || !this.#own.has(id) || this.#held.has(id)) return;
    this.#unsaved.delete(id);
    try {
      await folder.write(run);
      this.#failing = false;
      if (run.over && !this.#unsaved.has(id)) await this.#finish(folder, id);
    } catch (error) {
      this.#unsaved.add(id);
      this.#saver.request(id, RETRY_MILLISECONDS);
      this.#notKept(error);
    }
  }

  async #finish(folder: RunFolder, id: string): Promise<void> {
    this.#own.delete(id);
    this.#options.onKept(id);
    await folder.release(id);
  }

  #notKept(error: unknown): void {
    const reason = reasonOf(error);
    this.#options.log(`Runs cannot be saved: ${String(error)}`);
    if (this.#failing) return;
    this.#failing = true;
    this.#options.onNotKept(reason);
  }
}
