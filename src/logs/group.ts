import type { LogRun } from './run';

/** Trainings with the same settings but for the seed. */
export interface Group {
  readonly runs: readonly LogRun[];
  /** Settings by which it differs from other groups, `dropout=0.5`; empty where nothing is known. */
  readonly differs: readonly string[];
}

const SEED = /(?:^|[^a-z])seed$|^(?:random_state|random_seed|rng|data_seed)$/i;
/** Settings that differ between runs and change nothing. */
const NO_SETTING =
  /(?:^|[._/])(?:run_?name|name|id|output_dir|logging_dir|log_dir|save_dir|path|time|date|device|host|mlflow\.runName)$/i;

/** Runs that differ in their seeds alone are together; without settings each run stands for itself. */
export function groupsOf(runs: readonly LogRun[]): Group[] {
  const groups = new Map<string, LogRun[]>();
  for (const run of runs) {
    const known = counted(run);
    const hasSeed = [...run.settings.keys()].some((name) => SEED.test(name));
    const key = known.length > 0 && hasSeed ? JSON.stringify(known) : run.id;
    const some = groups.get(key);
    if (some) some.push(run);
    else groups.set(key, [run]);
  }
  const all = [...groups.values()];
  const values = valuesOf(runs);
  return all.map((some) => ({
    runs: some,
    differs: counted(some[0]!)
      .filter(([name]) => (values.get(name)?.size ?? 0) > 1)
      .map(([name, value]) => `${name}=${value}`),
  }));
}

/** The settings that make a difference, in order. */
function counted(run: LogRun): [string, string][] {
  return [...run.settings]
    .filter(([name]) => !SEED.test(name) && !NO_SETTING.test(name))
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

function valuesOf(runs: readonly LogRun[]): ReadonlyMap<string, ReadonlySet<string>> {
  const values = new Map<string, Set<string>>();
  for (const run of runs)
    for (const [name, value] of run.settings) {
      const some = values.get(name);
      if (some) some.add(value);
      else values.set(name, new Set([value]));
    }
  return values;
}

/** Whether a setting of this name is a seed, or a drop ratio. */
export const isSeed = (name: string): boolean => SEED.test(name);
export const isDropRatio = (name: string): boolean =>
  /(?:^|[._/])(?:drop_?(?:out|ratio|rate|_?p)?(?:_rate|_prob|_ratio|_p)?|p_drop)$/i.test(name);

/** The drop ratio among a run's settings, where exactly one is named. */
export function dropRatioOf({ settings }: LogRun): number | undefined {
  const named = [...settings].filter(([name]) => isDropRatio(name));
  const ratio = named.length === 1 ? Number(named[0]![1]) : Number.NaN;
  return ratio >= 0 && ratio < 1 ? ratio : undefined;
}
