import { dataFiles } from '../data/move-paths';
import type { Experiment } from '../experiment/schema';
import type { FromWorker } from '../protocol';
import type { JobHandle, JobRequest } from '../worker/pool';
import { DisposableObject } from './disposable';
import { type Place, placeOf, placesOf } from './places';
import type { Trainers } from './runner';
import { type Disposable, Emitter } from './store/emitter';

export interface TrustOptions {
  /** VS Code's word. */
  readonly workspace: {
    readonly isTrusted: boolean;
    onDidGrantWorkspaceTrust(listener: () => void): Disposable;
  };
  readonly roots: () => readonly string[];
  /** Asks a person whether these files may be read. */
  readonly ask: (places: readonly Place[]) => Promise<boolean>;
}

/**
 * What may happen in a workspace that nobody has said to trust: nothing by itself, and of a person's files only those
 * are read that a person has allowed, each by its name.
 */
export class Trust extends DisposableObject {
  readonly #granted = this.register(new Emitter<void>());
  readonly onDidGrant = this.#granted.event;
  /** Absolute, as experiments name them. */
  readonly #allowed = new Set<string>();

  readonly #options: TrustOptions;

  constructor(options: TrustOptions) {
    super();
    this.#options = options;
    this.register(options.workspace.onDidGrantWorkspaceTrust(() => this.#granted.fire()));
  }

  get isTrusted(): boolean {
    return this.#options.workspace.isTrusted;
  }

  /** Whether all files of an experiment may be read now. */
  mayRead(experiment: Experiment, folder: string | null): boolean {
    return this.isTrusted || dataFiles(experiment, folder).every((file) => this.#allowed.has(file));
  }

  /** As {@link mayRead}; where not, a person is asked. */
  async allows(experiment: Experiment, folder: string | null): Promise<boolean> {
    if (this.mayRead(experiment, folder)) return true;
    await this.#ask(dataFiles(experiment, folder), await placesOf(experiment, folder, this.#options.roots()));
    return this.mayRead(experiment, folder);
  }

  /** The same for a file that a person names, by its absolute path. */
  async allowsFile(path: string): Promise<boolean> {
    const mayRead = () => this.isTrusted || this.#allowed.has(path);
    if (!mayRead()) await this.#ask([path], [await placeOf(path, path, this.#options.roots())]);
    return mayRead();
  }

  async #ask(files: readonly string[], places: readonly Place[]): Promise<void> {
    if (await this.#options.ask(places)) for (const file of files) this.#allowed.add(file);
  }

  /** The files of an experiment that lie outside the workspace. */
  async outside(experiment: Experiment, folder: string | null): Promise<Place[]> {
    const { roots } = this.#options;
    const folders = roots().length > 0 || folder === null ? roots() : [folder];
    return (await placesOf(experiment, folder, folders)).filter(({ outside }) => outside);
  }

  /** The same trainers, which read nothing that may not be read, whoever asks for it. */
  guard(trainers: Trainers, reason: string): Trainers {
    return {
      get size() {
        return trainers.size;
      },
      start: (request: JobRequest, listener: (message: FromWorker) => void) => {
        if (this.mayRead(request.experiment, request.folder)) return trainers.start(request, listener);
        queueMicrotask(() => listener({ type: 'failed', job: NO_JOB.id, step: 0, reason }));
        return NO_JOB;
      },
    };
  }
}

const nothing = (): void => {};

/** A job that never began. */
const NO_JOB: JobHandle = {
  id: -1,
  pause: nothing,
  resume: nothing,
  step: nothing,
  change: nothing,
  observe: nothing,
  analyse: nothing,
  ack: nothing,
  stop: nothing,
};
