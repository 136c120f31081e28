import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writeWhole } from '../../files/write-whole';
import type { TrialResult } from '../../try/answer';
import type { Place, Plan } from '../../try/plan';
import type { Source } from '../../try/source';
import type { KeptTry } from './session';

/** The file of the last trials, beside the runs of the same workspace. */
export const keptIn = (folder: string): string => join(folder, 'trials.json');

/** As it is written: each file's text once. */
interface Written {
  readonly version: 1;
  /** Left out by earlier versions. */
  readonly id?: string;
  readonly sources: readonly Source[];
  readonly plan: unknown;
  readonly command: KeptTry['command'];
  readonly results: readonly TrialResult[];
}

/** Keeps the last trials of a workspace in one file, written whole; a later write waits for an earlier one. */
export class TryStore {
  readonly #path: string;
  #last: Promise<void> = Promise.resolve();
  #waiting: KeptTry | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  keep(kept: KeptTry): void {
    const isQueued = this.#waiting !== undefined;
    this.#waiting = kept;
    if (!isQueued) this.#last = this.#last.then(() => this.#write());
  }

  /** Resolves when everything is on the disk. */
  close(): Promise<void> {
    return this.#last;
  }

  async #write(): Promise<void> {
    const kept = this.#waiting;
    this.#waiting = undefined;
    if (!kept) return;
    try {
      await mkdir(dirname(this.#path), { recursive: true });
      await writeWhole(this.#path, textOf(kept));
    } catch {
      // They stay on the screen; what is lost is that a reload would bring them back.
    }
  }

  /** What was kept; undefined: nothing that can be read. */
  async read(): Promise<KeptTry | undefined> {
    try {
      return keptOf(JSON.parse(await readFile(this.#path, 'utf8')));
    } catch {
      return undefined;
    }
  }
}

/** JSON has neither NaN nor infinities. Of the environment only what differs from the window's is the trials' own. */
function textOf({ id, plan, command, results }: KeptTry): string {
  const env = Object.fromEntries(
    Object.entries(command.env).filter(([name, value]) => process.env[name] !== value),
  );
  const sources = new Map<string, Source>();
  const written = JSON.stringify({ id, plan, command: { ...command, env }, results }, (_, value) => {
    if (typeof value === 'number' && !Number.isFinite(value)) return { number: String(value) };
    if (typeof value?.sha256 !== 'string') return value;
    sources.set(value.path, value);
    return { source: value.path };
  });
  return `{"version":1,"sources":${JSON.stringify([...sources.values()])},${written.slice(1)}`;
}

function keptOf(written: Written): KeptTry | undefined {
  if (written.version !== 1) return undefined;
  const sources = new Map(written.sources.map((source) => [source.path, source]));
  const revived = JSON.parse(JSON.stringify(written), (_, value) => {
    if (typeof value?.source === 'string') return sources.get(value.source);
    return typeof value?.number === 'string' && Object.keys(value).length === 1
      ? Number(value.number)
      : value;
  }) as { plan: Plan; command: KeptTry['command']; results: TrialResult[] };
  const { plan, command, results } = revived;
  const isPlace = ({ source, start }: Place) => typeof source?.text === 'string' && Number.isInteger(start);
  const isWhole =
    typeof plan.script?.text === 'string' &&
    plan.targets.every(({ places }) => places.every(isPlace)) &&
    results.every(({ trial }) => plan.trials.some(({ number }) => number === trial.number));
  return isWhole
    ? {
        id: String(written.id ?? 'kept'),
        plan,
        command: { ...command, env: { ...process.env, ...command.env } },
        results,
      }
    : undefined;
}
