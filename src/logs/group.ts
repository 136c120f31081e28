import type { LogRun } from './run';

/** Trainings with the same settings but for the seed. */
export interface Group {
  readonly runs: readonly LogRun[];
  /** Settings by which it differs from other groups, `dropout=0.5`; empty where nothing is known. */
  readonly differs: readonly string[];
}

/** A person's word on which trainings are seeds of one another: the same text for those that are, by id. */
export type Together = Readonly<Record<string, string>>;

const SEED =
  /(?:^|[^a-z])(?:rng_?|random_?|manual_?|global_?|torch_?|np_?)?seed(?:_everything)?$|(?:^|[._/])(?:random_state|rng|seed_?num)$/i;
/** `seed1`, `seed=1`, `seed_1`, and at the end of a name `_s1`, as Spinning Up has it. */
const SEED_IN_NAME = /(?:^|[^a-z])(?:seed[-_=. ]?|s(?=\d+(?:[/\\]|\.\w{1,8}$|$)))(\d{1,10})(?!\d)/i;
/** Settings that differ between runs and change nothing. */
const NO_SETTING =
  /(?:^|[._/])(?:(?:run|exp|experiment|trial|project|job)?_?(?:name|id)|uuid|\w{0,30}_?(?:dir|path|folder)|time|date|timestamp|start_?time|device|devices|gpus?|gpu_ids?|local_rank|num_workers|workers|host|hostname|pid|port|git_?(?:sha|hash|commit)|commit|resume|resume_from|mlflow\.runName)$/i;
/** When a training was started, and its number: `2024-05-01_10-00-00`, `Nov29_13-57-45_host`, `version_3`. */
const MOMENT =
  /\d{4}-?\d\d-?\d\d|\d\d[-:]\d\d[-:]\d\d|[A-Z][a-z]{2}\d\d_|(?:version|run|trial)[-_]?\d+|\d{9,}(?:\.\d+)?/g;

/** Runs that differ in their seeds alone are together; without settings each run stands for itself. */
export function groupsOf(runs: readonly LogRun[], together: Together = {}): Group[] {
  const groups = new Map<string, LogRun[]>();
  for (const run of runs) {
    const key = Object.hasOwn(together, run.id) ? together[run.id]! : keyOf(run);
    const some = groups.get(key);
    if (some) some.push(run);
    else groups.set(key, [run]);
  }
  const values = valuesOf(runs);
  return [...groups.values()].map((some) => ({
    runs: some,
    differs: counted(some[0]!)
      .filter(([name]) => (values.get(name)?.size ?? 0) > 1)
      .map(([name, value]) => `${name}=${value}`),
  }));
}

/** The same for runs that only their seeds tell apart. */
function keyOf(run: LogRun): string {
  const known = counted(run);
  if (seedSetting(run) !== undefined) return known.length > 0 ? JSON.stringify(known) : run.id;
  const named = SEED_IN_NAME.exec(run.id);
  // What else the name says may be a setting, too.
  return named ? JSON.stringify([known, run.id.replace(named[0], '').replace(MOMENT, '')]) : run.id;
}

/** The seed that a run's settings name, or else its own name. */
export const seedOf = (run: LogRun): string | undefined => seedSetting(run) ?? SEED_IN_NAME.exec(run.id)?.[1];

const seedSetting = ({ settings }: LogRun): string | undefined =>
  [...settings].find(([name, value]) => SEED.test(name) && !/^(?:none|null|)$/i.test(value))?.[1];

/** The settings that make a difference, in order. */
export function counted(run: LogRun): [string, string][] {
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

/** Whether a setting of this name is a drop ratio. */
export const isDropRatio = (name: string): boolean =>
  /(?:^|[._/])(?:drop_?(?:out|ratio|rate|_?p)?(?:_rate|_prob|_ratio|_p)?|p_drop)$/i.test(name);

/** The drop ratio among a run's settings, where exactly one is named. */
export function dropRatioOf({ settings }: LogRun): number | undefined {
  const named = [...settings].filter(([name]) => isDropRatio(name));
  const ratio = named.length === 1 ? Number(named[0]![1]) : Number.NaN;
  return ratio >= 0 && ratio < 1 ? ratio : undefined;
}
