import type { Metric, Role } from '../logs/metric';
import { OutputReader } from '../logs/output-reader';
import { roleOf } from '../logs/role';
import { type PointedLine, PointedReader } from './pointed';

/** One metric of a trial. */
export interface Curve {
  readonly name: string;
  readonly role: Role | null;
  /** What its steps count: epochs where each value says so itself. Left out by earlier versions. */
  readonly unit?: 'epoch' | 'step';
  readonly steps: number[];
  readonly values: number[];
  readonly origin: Origin;
}

type Grown = Curve & { unit: 'epoch' | 'step'; stride: number; count: number };

/** Where a metric comes from, in the order in which one is believed. */
const ORIGINS = ['pointed', 'recorded', 'written', 'printed'] as const;
type Origin = (typeof ORIGINS)[number];

/** A curve has no more points; further ones take every second place, then every fourth, and so on. */
const MOST_POINTS = 4000;
const MOST_CURVES = 200;

/**
 * The metrics of one trial: from lines that a person has pointed at, from what its libraries record, from logs that it
 * writes, and from what it prints. What a better source says as well is taken from there alone.
 */
export class Curves {
  /** Lines of standard output and standard error come in pieces, in between each other. */
  readonly #readers: readonly (readonly [OutputReader, PointedReader | undefined])[];
  readonly #curves = new Map<Origin, Map<string, Grown>>();
  /** Where each role, or name without one, was heard of first. */
  readonly #first = new Map<string, Origin>();
  readonly #heard: (metric: Metric, isRepeated: boolean) => void;

  /**
   * @param heard called with each new value; one that another source has begun to say before is a repeated one.
   * @param pointed what a person has said of lines that are printed.
   */
  constructor(
    heard: (metric: Metric, isRepeated: boolean) => void = () => {},
    pointed: readonly PointedLine[] = [],
  ) {
    this.#heard = heard;
    this.#readers = [0, 1].map(() => [
      new OutputReader(),
      pointed.length > 0 ? new PointedReader(pointed) : undefined,
    ]);
  }

  /** In the order in which they are believed, then in that in which they first occurred. */
  get all(): readonly Curve[] {
    const all: Curve[] = [];
    for (const origin of ORIGINS)
      for (const curve of this.#curves.get(origin)?.values() ?? [])
        if (!this.#isKnownBetter(origin, curve)) all.push(curve);
    return all;
  }

  /** Takes what the script prints. */
  print(chunk: string | Uint8Array, isError = false): void {
    const [reader, pointed] = this.#readers[isError ? 1 : 0]!;
    for (const metric of pointed?.push(chunk) ?? []) this.#add('pointed', metric);
    for (const metric of reader.push(chunk)) this.#add('printed', metric);
  }

  /** Takes a value that a library has recorded; without a step it is the next of its name. */
  record(name: string, step: number | null, value: number): void {
    const next = (this.#curves.get('recorded')?.get(name)?.count ?? 0) + 1;
    this.#add('recorded', { name, role: roleOf(name), step: step ?? next, epoch: null, value });
  }

  /** Takes a value of a log that the script writes. */
  write(path: string, metric: Metric): void {
    this.#add('written', metric, `${path}\0${metric.name}`);
  }

  /** Drops what was read of a log. */
  forget(path: string): void {
    const written = this.#curves.get('written');
    for (const key of written?.keys() ?? []) if (key.startsWith(`${path}\0`)) written?.delete(key);
  }

  end(): void {
    for (const [reader, pointed] of this.#readers) {
      for (const metric of pointed?.end() ?? []) this.#add('pointed', metric);
      for (const metric of reader.end()) this.#add('printed', metric);
    }
  }

  /** The last value of each role that there is one of. */
  get last(): Partial<Record<Role, number>> {
    return lastOf(this.all);
  }

  /** Whether a better source has a curve of that role, or of that name. */
  #isKnownBetter(origin: Origin, { name, role }: Pick<Curve, 'name' | 'role'>): boolean {
    for (const better of ORIGINS) {
      if (better === origin) return false;
      for (const one of this.#curves.get(better)?.values() ?? [])
        if (role === null ? one.name === name : one.role === role) return true;
    }
    return false;
  }

  /** @param id what tells its curve apart from others of that origin. */
  #add(origin: Origin, metric: Metric, id = metric.name): void {
    const { name, role, step, epoch, value } = metric;
    let curves = this.#curves.get(origin);
    if (!curves) {
      curves = new Map();
      this.#curves.set(origin, curves);
    }
    let curve = curves.get(id);
    if (!curve) {
      if (curves.size >= MOST_CURVES) return;
      curve = { name, role, origin, unit: 'epoch', steps: [], values: [], stride: 1, count: 0 };
      curves.set(id, curve);
    }
    if (epoch !== step) curve.unit = 'step';
    push(curve, step, value);
    const key = role ?? `name ${name}`;
    if (!this.#first.has(key)) this.#first.set(key, origin);
    this.#heard(metric, this.#first.get(key) !== origin);
  }
}

/** The curves of a trial that has ended, once a person has pointed at other lines of its output. */
export function repointed(
  curves: readonly Curve[],
  output: string,
  pointed: readonly PointedLine[],
): readonly Curve[] {
  const anew = new Curves(undefined, pointed);
  anew.print(output);
  anew.end();
  const has = (all: readonly Curve[], { role, name }: Curve) =>
    all.some((one) => (role === null ? one.name === name : one.role === role));
  const said = anew.all.filter(({ origin }) => origin === 'pointed');
  const kept = curves.filter((one) => one.origin !== 'pointed' && !has(said, one));
  // What was pointed at before and is no more may have hidden what is printed.
  return [...said, ...kept, ...anew.all.filter((one) => !has([...said, ...kept], one))];
}

/** The last value of each role, of the first curve that has it. */
export function lastOf(curves: readonly Curve[]): Partial<Record<Role, number>> {
  const last: Partial<Record<Role, number>> = {};
  for (const { role, values } of curves)
    if (role !== null && last[role] === undefined && values.length > 0) last[role] = values.at(-1)!;
  return last;
}

/** The last point is always the last value; those before it are `stride` values apart. */
function push(curve: Grown, step: number, value: number): void {
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
