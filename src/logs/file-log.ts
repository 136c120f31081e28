import * as l10n from '@vscode/l10n';
import { Curve } from './curve';
import type { Role } from './metric';
import type { LogSink } from './reader';

/** One training in a file: its curves by name. */
export type Attempt = ReadonlyMap<string, Curve>;

/** What one file says. A file may hold several trainings, one after the other. */
export class FileLog implements LogSink {
  readonly #attempts: Map<string, Curve>[] = [new Map()];
  readonly #named = new Map<string, Map<string, Curve>>();
  /** The settings of trainings that the file names. */
  readonly about = new Map<Attempt, Map<string, string>>();
  #curves = this.#attempts[0]!;
  readonly settings = new Map<string, string>();
  readonly roles = new Map<string, Role | null>();
  readonly remarks: string[] = [];
  /** Changes with everything that is added. */
  version = 0;
  #wentBack = false;
  readonly #prefix: string;

  readonly #points: number | undefined;

  /**
   * @param prefix stands before each name: the folder that says which rows it is of.
   * @param points that are kept of a curve; left out: all.
   */
  constructor(prefix = '', points?: number) {
    this.#prefix = prefix;
    this.#points = points;
  }

  get attempts(): readonly Attempt[] {
    return this.#attempts;
  }

  value(name: string, step: number, epoch: number, value: number, role?: Role | null): void {
    this.version++;
    const key = this.#prefix + name;
    if (role !== undefined) this.roles.set(key, role);
    let curve = this.#curves.get(key);
    if (curve && step < curve.last) {
      if (isAnew(curve, step) && !this.about.has(this.#curves)) {
        this.#curves = new Map();
        this.#attempts.push(this.#curves);
        curve = undefined;
      } else this.#back(curve.last, step);
    }
    if (!curve) {
      curve = new Curve(this.#points);
      this.#curves.set(key, curve);
    }
    curve.add(step, epoch, value);
  }

  training(name: string): void {
    let curves = this.#named.get(name);
    if (!curves) {
      curves = new Map();
      this.#named.set(name, curves);
      this.#attempts.push(curves);
      this.about.set(curves, new Map([['runName', name]]));
    }
    this.#curves = curves;
  }

  /** Said once: a log that is resumed often would say nothing else. */
  #back(last: number, step: number): void {
    if (this.#wentBack) return;
    this.#wentBack = true;
    this.remark(
      l10n.t(
        'steps go back from {0} to {1}: the training was resumed there, and the later values are shown.',
        last,
        step,
      ),
    );
  }

  setting(name: string, value: string): void {
    this.version++;
    (this.about.get(this.#curves) ?? this.settings).set(name, value);
  }

  remark(words: string): void {
    this.version++;
    this.remarks.push(words);
  }
}

/** Whether a training begins anew with this step, and does not go on from an earlier one. */
export const isAnew = (curve: Curve, step: number): boolean => curve.length > 1 && step <= curve.first;
