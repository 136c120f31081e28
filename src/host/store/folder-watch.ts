import { type FSWatcher, watch } from 'node:fs';
import { mkdir } from 'node:fs/promises';

/** What happens in a row is looked at once. */
const SETTLE_MILLISECONDS = 250;
/** Watching may not work (network disks, too many watches) or miss something: the folder is looked at this often. */
const LOOK_MILLISECONDS = 15_000;
/** As often while another window trains: it may be killed, which nobody tells. */
const BUSY_MILLISECONDS = 4_000;

/** Reports that other windows may have changed something in a folder. */
export class FolderWatch {
  #watcher: FSWatcher | undefined;
  #soon: NodeJS.Timeout | undefined;
  #look: NodeJS.Timeout | undefined;
  #ended = false;

  readonly #path: string;
  readonly #isOwn: (name: string) => boolean;
  readonly #isBusy: () => boolean;
  readonly #changed: () => void;

  constructor(path: string, isOwn: (name: string) => boolean, isBusy: () => boolean, changed: () => void) {
    this.#path = path;
    this.#isOwn = isOwn;
    this.#isBusy = isBusy;
    this.#changed = changed;
  }

  async begin(): Promise<void> {
    this.#again();
    await mkdir(this.#path, { recursive: true }).catch(() => {});
    if (this.#ended) return;
    try {
      this.#watcher = watch(this.#path, { persistent: false }, (kind, name) => {
        if (name === null || this.#matters(kind, name)) this.#settle();
      });
      this.#watcher.on('error', () => this.#watcher?.close());
    } catch {
      // The look every few seconds has to do.
    }
  }

  dispose(): void {
    this.#ended = true;
    this.#watcher?.close();
    clearTimeout(this.#soon);
    clearTimeout(this.#look);
  }

  /** Half-written files, the beat of an owner and what this window writes itself say nothing new. */
  #matters(kind: string, name: string): boolean {
    if (name.endsWith('.tmp') || (kind === 'change' && name.endsWith('.owner'))) return false;
    return !this.#isOwn(name);
  }

  #settle(): void {
    this.#soon ??= setTimeout(() => {
      this.#soon = undefined;
      this.#changed();
    }, SETTLE_MILLISECONDS).unref();
  }

  #again(): void {
    if (this.#ended) return;
    this.#look = setTimeout(
      () => {
        this.#changed();
        this.#again();
      },
      this.#isBusy() ? BUSY_MILLISECONDS : LOOK_MILLISECONDS,
    ).unref();
  }
}
