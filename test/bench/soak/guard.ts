import { rmSync } from 'node:fs';
import { descendants, killAll, type Process } from './processes';

/** Sees to it that nothing is left behind, whatever ends the measurement. */
export class Guard {
  readonly #processes = new Map<string, Process>();
  readonly #folders: string[] = [];

  constructor() {
    // At once and in one go: other handlers of the same signal may end the process in the next moment.
    for (const [signal, code] of [
      ['SIGINT', 130],
      ['SIGTERM', 143],
      ['SIGHUP', 129],
    ] as const)
      process.prependListener(signal, () => {
        this.end();
        process.exit(code);
      });
    process.once('exit', () => this.end());
  }

  /** To be called now and then: a process whose parent is gone is known only from before. */
  note(): void {
    for (const one of descendants(process.pid)) this.#processes.set(`${one.pid} ${one.begun}`, one);
  }

  /** Is deleted at the end. */
  folder(path: string): void {
    this.#folders.push(path);
  }

  end(): void {
    this.note();
    killAll(this.#processes.values());
    for (const path of this.#folders.splice(0)) rmSync(path, { recursive: true, force: true, maxRetries: 5 });
  }
}
