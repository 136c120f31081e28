import { greatest } from '../core/lists';
import { type ComparedTraining, LOG_ROLES, type LogRole, type LogsState } from '../protocol';
import { DisposableObject } from './disposable';
import type { Slice } from './slices';
import { Emitter } from './store/emitter';

/** Where trainings come from, as far as it is on the screen. */
type Source = Slice<readonly ComparedTraining[]>;

/**
 * Trainings of logs and of a person's script that are compared with the run on the screen; one whose source is open goes on
 * with it.
 */
export class Beside extends DisposableObject {
  readonly #changed = this.register(new Emitter<void>());
  readonly onDidChange = this.#changed.event;
  readonly #sources: readonly Source[];
  #trainings: readonly ComparedTraining[] = [];

  constructor(...sources: readonly Source[]) {
    super();
    this.#sources = sources;
    for (const source of sources) this.register(source.onDidChange(() => this.#follow(source)));
  }

  get state(): readonly ComparedTraining[] {
    return this.#trainings;
  }

  /** Puts back what was there before the window was reloaded. */
  restore(trainings: readonly ComparedTraining[]): void {
    if (this.#trainings.length > 0 || trainings.length === 0) return;
    this.#set(trainings);
    for (const source of this.#sources) this.#follow(source);
  }

  /** Compares the run with these; where it does already, no longer. */
  toggle(shown: readonly ComparedTraining[]): void {
    const ids = new Set(shown.map(({ id }) => id));
    const rest = this.#trainings.filter(({ id }) => !ids.has(id));
    const isBeside = shown.every(({ id }) => this.#trainings.some((one) => one.id === id));
    this.#set(isBeside ? rest : [...rest, ...shown]);
  }

  /** @param id null: all. */
  without(id: string | null): void {
    const rest = id === null ? [] : this.#trainings.filter((one) => one.id !== id);
    if (rest.length < this.#trainings.length) this.#set(rest);
  }

  #follow(source: Source): void {
    if (this.#trainings.length === 0) return;
    const shown = new Map(source.get().map((one) => [one.id, one]));
    if (this.#trainings.some(({ id }) => shown.has(id)))
      this.#set(this.#trainings.map((one) => shown.get(one.id) ?? one));
  }

  #set(trainings: readonly ComparedTraining[]): void {
    this.#trainings = trainings;
    this.#changed.fire();
  }
}

/** What a log shows, as trainings: those that differ in their seeds alone are one, with mean and deviation. */
export function trainingsOf(logs: LogsState | null): ComparedTraining[] {
  if (!logs) return [];
  const charts = (['loss', 'score'] as const).flatMap(
    (kind) => logs.charts.find((one) => one.kind === kind) ?? [],
  );
  const shown = logs.runs.filter(({ isShown }) => isShown);
  const groups = [...new Set(shown.map(({ group }) => group))];
  return groups.flatMap((group) => {
    const members = shown.map((run, index) => ({ run, index })).filter((one) => one.run.group === group);
    const { run } = members[0]!;
    const indices = new Set(members.map(({ index }) => index));
    const lines = LOG_ROLES.flatMap((role) => {
      const seeds = charts
        .flatMap((chart) => chart.lines)
        .filter((line) => line.role === role && indices.has(line.run) && line.x.length > 0);
      // Of one run several curves may have the role: the first of the chart.
      const one = [...new Map(seeds.toReversed().map((line) => [line.run, line])).values()];
      return one.length === 0 || role === 'learningRate' ? [] : [{ role, ...meanOf(inFractions(role, one)) }];
    });
    const several = members.length > 1 && run.differs.length > 0;
    return lines.length === 0
      ? []
      : [
          {
            id: run.id,
            from: 'log',
            name: several ? run.differs.join(' ') : run.name,
            unit: charts[0]!.unit,
            seeds: members.length,
            settings: run.settings,
            lines,
          },
        ];
  });
}

/** Many print scores in percent; a chart of a run has them from 0 to 1. */
export function inFractions(role: LogRole, lines: readonly Line[]): readonly Line[] {
  const most = greatest(lines.map(({ y }) => greatest(Array.from(y, Math.abs).filter(Number.isFinite))));
  if (!role.endsWith('Score') || most <= 1.5 || most > 100) return lines;
  return lines.map(({ x, y }) => ({ x, y: y.map((value) => value / 100) }));
}

type Line = Pick<ComparedTraining['lines'][number], 'x' | 'y'>;

/** The mean of some curves at the places of the first one, as far as all of them reach. */
export function meanOf(lines: readonly Line[]): Line & { deviation?: Float64Array } {
  const [first] = lines;
  if (lines.length === 1) return { x: first!.x, y: first!.y };
  const end = lines.reduce((least, { x }) => Math.min(least, x.at(-1)!), Number.POSITIVE_INFINITY);
  const x = first!.x.filter((at) => at <= end);
  const values = lines.map((line) => x.map((at) => valueAt(line, at)));
  const y = x.map((_, i) => values.reduce((sum, one) => sum + one[i]!, 0) / lines.length);
  const deviation = x.map((_, i) =>
    Math.sqrt(values.reduce((sum, one) => sum + (one[i]! - y[i]!) ** 2, 0) / (lines.length - 1)),
  );
  return { x, y, deviation };
}

/** Between two points on the line from one to the other. */
function valueAt({ x, y }: Line, at: number): number {
  let right = 0;
  for (let end = x.length - 1; right < end; ) {
    const middle = (right + end) >> 1;
    if (x[middle]! >= at) end = middle;
    else right = middle + 1;
  }
  if (right === 0 || x[right] === at) return y[right]!;
  const share = (at - x[right - 1]!) / (x[right]! - x[right - 1]!);
  return y[right - 1]! + share * (y[right]! - y[right - 1]!);
}
