import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as v from 'valibot';
import { writeWhole } from '../files/write-whole';
import { type ComparedTraining, LOG_ROLES } from '../protocol';
import type { Beside } from './beside';
import { DisposableObject } from './disposable';
import { Saver } from './store/saver';

/** Milliseconds within which a change is written. */
const WITHIN = 1_000;
const NAME = 'beside.json';

const numbers = v.pipe(
  v.array(v.nullable(v.number())),
  v.transform((all) => Float64Array.from(all, (one) => one ?? Number.NaN)),
);
const trainingSchema = v.object({
  id: v.string(),
  name: v.string(),
  from: v.picklist(['log', 'script']),
  unit: v.picklist(['epoch', 'step']),
  seeds: v.pipe(v.number(), v.integer(), v.minValue(1)),
  settings: v.array(v.string()),
  lines: v.array(
    v.pipe(
      v.object({
        role: v.picklist(LOG_ROLES),
        x: numbers,
        y: numbers,
        deviation: v.exactOptional(numbers),
      }),
      v.check(({ x, y, deviation }) => x.length === y.length && (deviation ?? y).length === y.length),
    ),
  ),
});

/** Keeps what is compared with runs over a reload of the window: its files may be gone by then. */
export class BesideStore extends DisposableObject {
  readonly #path: string;
  readonly #beside: Beside;
  readonly #saver = this.register(new Saver(() => this.#write()));
  #isOpen = false;

  constructor(folder: string, beside: Beside) {
    super();
    this.#path = join(folder, NAME);
    this.#beside = beside;
    this.register(beside.onDidChange(() => this.#isOpen && this.#saver.request(NAME, WITHIN)));
  }

  /** Brings back what was kept; what of it is damaged stays out. */
  async open(): Promise<void> {
    const kept = await readFile(this.#path, 'utf8')
      .then((text): unknown => JSON.parse(text))
      .catch(() => []);
    const trainings = (Array.isArray(kept) ? kept : []).flatMap((one): ComparedTraining[] => {
      const parsed = v.safeParse(trainingSchema, one);
      return parsed.success ? [parsed.output] : [];
    });
    if (this.disposed) return;
    this.#beside.restore(trainings);
    this.#isOpen = true;
  }

  /** Resolves when it is on the disk. */
  close(): Promise<void> {
    return this.#saver.flush();
  }

  async #write(): Promise<void> {
    const plain = JSON.stringify(this.#beside.state, (_, value) =>
      value instanceof Float64Array ? Array.from(value) : value,
    );
    await mkdir(dirname(this.#path), { recursive: true })
      .then(() => writeWhole(this.#path, plain))
      // It stays on the screen; what is lost is that a reload would bring it back.
      .catch(() => {});
  }
}
