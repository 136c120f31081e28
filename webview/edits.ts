import type { Experiment } from '../src/experiment/schema';

/** Keys and list indexes from the top of an experiment. */
export type Path = readonly (string | number)[];

type Node = Readonly<Record<string | number, unknown>>;

/** Same path, same key. */
export const pathKey = (path: Path): string => JSON.stringify(path);

/** The value at a path; `undefined` where there is none. */
export function valueAt(root: unknown, path: Path): unknown {
  let node = root;
  for (const key of path) {
    if (typeof node !== 'object' || node === null) return undefined;
    node = (node as Node)[key];
  }
  return node;
}

/** A copy of `root` with one value set; what is not on the path is shared. */
export function withValue<T>(root: T, path: Path, value: unknown): T {
  if (path.length === 0) return value as T;
  const [key, ...rest] = path;
  const child = withValue((root as Node | undefined)?.[key], rest, value);
  if (Array.isArray(root)) return root.with(key as number, child) as T;
  return { ...root, [key]: child } as T;
}

/** Equal as JSON: enough for experiments, whose keys keep their order. */
export const sameValue = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

interface Edit {
  readonly path: Path;
  readonly value: unknown;
  sent: boolean;
  /** When it was made, in milliseconds. */
  readonly at: number;
}

/** How long the view believes its own value when the host says another, in milliseconds. */
const PATIENCE = 1_000;

/**
 * Values that a person has set and the host has not confirmed yet. They are shown in place of the host's, so that an
 * answer to an older edit does not pull a slider's thumb back from under the pointer.
 */
export class PendingEdits {
  readonly #edits = new Map<string, Edit>();

  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  set(path: Path, value: unknown): void {
    const key = pathKey(path);
    // Last made, last applied.
    this.#edits.delete(key);
    this.#edits.set(key, { path, value, sent: false, at: this.#now() });
  }

  /** Forgets what was refused: edits at the path, above it and below it. */
  drop(refused: Path): void {
    for (const [key, { path }] of this.#edits) {
      const common = Math.min(path.length, refused.length);
      if (sameValue(path.slice(0, common), refused.slice(0, common))) this.#edits.delete(key);
    }
  }

  clear(): void {
    this.#edits.clear();
  }

  /** Edits that have not been posted yet; posted from now on. */
  takeUnsent(): { path: Path; value: unknown }[] {
    const unsent = [...this.#edits.values()].filter(({ sent }) => !sent);
    for (const edit of unsent) edit.sent = true;
    return unsent.map(({ path, value }) => ({ path, value }));
  }

  /** Lets go of what the host has confirmed, and of what it has had time to confirm and did not. */
  settle(experiment: Experiment): void {
    for (const [key, { path, value, sent, at }] of this.#edits) {
      const confirmed = sent && sameValue(valueAt(experiment, path), value);
      if (confirmed || (sent && this.#now() - at > PATIENCE)) this.#edits.delete(key);
    }
  }

  /** The host's experiment as the person sees it. An edit to `undefined` (back to the default) waits for the host. */
  over(experiment: Experiment): Experiment {
    let seen = experiment;
    for (const { path, value } of this.#edits.values()) {
      if (value !== undefined) seen = withValue(seen, path, value);
    }
    return seen;
  }
}
