import type { Metric, Role } from '../logs/metric';
import { OutputReader } from '../logs/output-reader';
import { roleOf } from '../logs/role';

/** One metric of a trial. */
export interface Curve {
  readonly name: string;
  readonly role: Role | null;
  readonly steps: number[];
  readonly values: number[];
}

/** A curve has no more points; further ones take every second place, then every fourth, and so on. */
const MOST_POINTS = 4000;
const MOST_CURVES = 200;

/** The metrics of one trial, from what its libraries record, else from what it prints. */
export class Curves {
  /** Lines of standard output and standard error come in pieces, in between each other. */
  readonly #readers = [new OutputReader(), new OutputReader()] as const;
  #curves = new Map<string, Curve & { stride: number; count: number }>();
  #isRecorded = false;
  readonly #heard: (metric: Metric) => void;

  /** @param heard called with each new value. */
  constructor(heard: (metric: Metric) => void = () => {}) {
    this.#heard = heard;
  }

  /** In the order in which they first occurred. */
  get all(): readonly Curve[] {
    return [...this.#curves.values()];
  }

  /** Takes what the script prints. Once a library has recorded a loss or a score, print-outs only repeat it. */
  print(chunk: string | Uint8Array, isError = false): void {
    if (!this.#isRecorded) for (const metric of this.#readers[isError ? 1 : 0].push(chunk)) this.#add(metric);
  }

  /** Takes a value that a library has recorded; without a step it is the next of its name. */
  record(name: string, step: number | null, value: number): void {
    const role = roleOf(name);
    if (!this.#isRecorded && role !== null && role !== 'learningRate') {
      this.#isRecorded = true;
      this.#curves = new Map();
    }
    const next = (this.#curves.get(name)?.count ?? 0) + 1;
    this.#add({ name, role, step: step ?? next, epoch: null, value });
  }

  end(): void {
    if (this.#isRecorded) return;
    for (const reader of this.#readers) for (const metric of reader.end()) this.#add(metric);
  }

  /** The last value of each role that there is one of. */
  get last(): Partial<Record<Role, number>> {
    const last: Partial<Record<Role, number>> = {};
    for (const { role, values } of this.#curves.values())
      if (role !== null && last[role] === undefined && values.length > 0) last[role] = values.at(-1)!;
    return last;
  }

  #add(metric: Metric): void {
    const { name, role, step, value } = metric;
    let curve = this.#curves.get(name);
    if (!curve) {
      if (this.#curves.size >= MOST_CURVES) return;
      curve = { name, role, steps: [], values: [], stride: 1, count: 0 };
      this.#curves.set(name, curve);
    }
    push(curve, step, value);
    this.#heard(metric);
  }
}

/** The last point is always the last value; those before it are `stride` values apart. */
function push(curve: Curve & { stride: number; count: number }, step: number, value: number): void {
  const { steps, values } = curve;
  const isBetween = curve.count > 0 && (curve.count - 1) % curve.stride !== 0;
  if (isBetween) {
    steps.pop();
    values.pop();
  }
  steps.push(step);
  values.push(value);
  curve.count++;
  if (steps.length < MOST_POINTS) return;
  for (const list of [steps, values]) {
    const kept = list.filter((_, i) => i % 2 === 0 || i === list.length - 1);
    list.length = 0;
    for (const one of kept) list.push(one);
  }
  curve.stride *= 2;
}
