import { sameJson } from '../experiment/same-json';
import { DisposableObject } from './disposable';
import type { EditResult, Setup, SetupChange, SetupState } from './setup';
import { Emitter } from './store/emitter';

/** Edits that follow one another within this time (a drag, an arrow key that is held) are one step of undo. */
const SERIES_MILLISECONDS = 600;
const MOST_STEPS = 100;

/** What the set-up was before, so that no reset, scenario or slip of a slider loses what a person had set. */
export class SetupHistory extends DisposableObject {
  readonly #changed = this.register(new Emitter<void>());
  readonly onDidChange = this.#changed.event;
  readonly #undo: SetupState[] = [];
  readonly #redo: SetupState[] = [];
  #edited = Number.NEGATIVE_INFINITY;
  #moving = false;

  readonly #setup: Setup;
  readonly #now: () => number;

  /** @param now milliseconds, monotonic. */
  constructor(setup: Setup, now: () => number = () => performance.now()) {
    super();
    this.#setup = setup;
    this.#now = now;
    this.register(setup.onDidChange((change) => this.#follow(change)));
  }

  get canUndo(): boolean {
    return this.#undo.length > 0;
  }

  get canRedo(): boolean {
    return this.#redo.length > 0;
  }

  /** Puts the set-up back to before its last change. False where nothing has changed. */
  undo(): boolean {
    return this.#move(this.#undo, this.#redo);
  }

  redo(): boolean {
    return this.#move(this.#redo, this.#undo);
  }

  #move(from: SetupState[], to: SetupState[]): boolean {
    const state = from.at(-1);
    if (state === undefined) return false;
    const setup = this.#setup;
    const now = setup.state;
    this.#moving = true;
    let result: EditResult;
    try {
      result = setup.restore(state);
    } finally {
      this.#moving = false;
    }
    if (!result.ok) throw new Error(result.message);
    from.pop();
    to.push(now);
    this.#edited = Number.NEGATIVE_INFINITY;
    this.#changed.fire();
    return true;
  }

  #follow({ before, after, from, cause }: SetupChange): void {
    if (this.#moving) return;
    if (cause === 'file') this.#forget();
    else if (!sameJson(before, after)) this.#remember(from, cause);
  }

  /** A file has an undo of its own, and another file's past is none of its. */
  #forget(): void {
    this.#undo.length = 0;
    this.#redo.length = 0;
    this.#edited = Number.NEGATIVE_INFINITY;
    this.#changed.fire();
  }

  #remember(from: SetupState, cause: SetupChange['cause']): void {
    const now = this.#now();
    const goesOn = cause === 'edit' && now - this.#edited < SERIES_MILLISECONDS;
    this.#edited = cause === 'edit' ? now : Number.NEGATIVE_INFINITY;
    this.#redo.length = 0;
    if (!goesOn) this.#undo.push(from);
    if (this.#undo.length > MOST_STEPS) this.#undo.shift();
    this.#changed.fire();
  }
}
