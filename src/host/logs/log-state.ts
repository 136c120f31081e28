import { basename, relative, sep } from 'node:path';
import { decimate } from '../../charts/decimate';
import {
  chartsOf,
  courseOf,
  dropRatioOf,
  groupsOf,
  hasEpochs,
  type LogChart,
  type LogRun,
  type LogSession,
  logVerdict,
  type NamedCurve,
  pairsVerdict,
  type Together,
  titleOf,
} from '../../logs';
import type { LogsState } from '../../protocol';

/** Runs that are shown at once, and charts; pixels that a curve is drawn for. */
export const MOST_RUNS = 6;
const MOST_CHARTS = 12;
const COLUMNS = 700;
/** Settings of a run, and runs, that are listed. */
const MOST_SETTINGS = 30;
const MOST_LISTED = 200;

/**
 * What views show of logs.
 * @param kept runs as they were when they were read before.
 * @param chosen ids of the runs that a person has chosen; null: the first.
 * @param together what a person has said of which runs are seeds of one another.
 */
export function stateOf(
  session: LogSession,
  kept: readonly LogRun[],
  title: string,
  chosen: ReadonlySet<string> | null,
  together: Together = {},
): LogsState {
  const gone = keptOf(session, kept);
  const runs = [...session.runs, ...gone];
  const groups = groupsOf(runs, together);
  const first = groups[0]?.runs.slice(0, MOST_RUNS).map(({ id }) => id) ?? [];
  const known = runs.filter(({ id }) => chosen?.has(id));
  const shownIds = new Set(known.length > 0 ? known.map(({ id }) => id) : first);
  const names = shortNames(runs);
  const facts = runs.slice(0, MOST_LISTED).map((run) => {
    const course = courseOf(chartsOf(run.curves));
    const group = groups.findIndex(({ runs: some }) => some.includes(run));
    return { run, course, group, verdict: logVerdict(course, dropRatioOf(run)) };
  });
  const shown = facts.filter(({ run }) => shownIds.has(run.id));
  const only = shown.length === 1 ? shown[0] : undefined;
  return {
    title,
    isReading: session.isReading,
    ...session.progress,
    runs: facts.map(({ run, course, group, verdict }) => ({
      id: run.id,
      name: names.get(run.id) ?? run.id,
      format: titleOf(run),
      isShown: shownIds.has(run.id),
      isKept: !session.isReading && gone.includes(run),
      group,
      settings: [...run.settings].slice(0, MOST_SETTINGS).map(([name, value]) => `${name}=${value}`),
      differs: groups[group]?.differs ?? [],
      best: course?.best ?? null,
      unit: course?.unit ?? 'step',
      said: verdict.title,
    })),
    more: Math.max(0, runs.length - MOST_LISTED),
    // What some trainings carry together, all that are there carry.
    verdict: only?.verdict ?? pairsVerdict(runs) ?? null,
    bestAt: only?.course?.best?.at ?? null,
    charts: chartsState(shown.map(({ run }) => run)),
    curves: curveNames(shown.map(({ run }) => run)),
    problems: session.problems.slice(0, 20).map(({ path, words }) => ({ file: basename(path), words })),
  };
}

/** What was kept of runs that are not there, or are not read yet. */
export function keptOf(session: LogSession, kept: readonly LogRun[]): LogRun[] {
  if (kept.length === 0) return [];
  const there = new Set(session.runs.map(({ id }) => id));
  return kept.filter(({ id }) => !there.has(id));
}

/** Paths from the folder that all runs have in common. */
function shortNames(runs: readonly LogRun[]): ReadonlyMap<string, string> {
  if (runs.length === 1) return new Map([[runs[0].id, basename(runs[0].id)]]);
  const parts = runs.map(({ id }) => id.split(sep));
  let shared = 0;
  while (
    parts.length > 0 &&
    parts[0].length > shared + 1 &&
    parts.every((one) => one[shared] === parts[0][shared])
  )
    shared++;
  const root = parts[0]?.slice(0, shared).join(sep) ?? '';
  return new Map(
    runs.map((run) => [run.id, run.settings.get('runName') ?? relative(root, run.id) ?? basename(run.id)]),
  );
}

/** The charts of the runs together: a quantity that several have is one chart. */
function chartsState(runs: readonly LogRun[]): LogsState['charts'] {
  const byRun = runs.map((run) => chartsOf(run.curves));
  const titles = [...new Set(byRun.flat().map(keyOf))];
  return titles.slice(0, MOST_CHARTS).map((key) => {
    const some = byRun.map((charts) => charts.find((chart) => keyOf(chart) === key));
    const all = some.flatMap((chart) => chart?.curves ?? []);
    const unit = all.every(({ curve }) => hasEpochs(curve)) ? 'epoch' : 'step';
    const { title, kind } = some.find((chart) => chart !== undefined)!;
    const lines = some.flatMap((chart, run) => (chart?.curves ?? []).map((one) => lineOf(one, run, unit)));
    return { title, kind, unit, lines };
  });
}

const keyOf = ({ title, kind }: LogChart): string => `${kind} ${title}`;

function lineOf({ name, role, curve }: NamedCurve, run: number, unit: 'epoch' | 'step') {
  const { length } = curve;
  const x = (unit === 'epoch' ? curve.epochs : curve.steps).subarray(0, length);
  const y = curve.values.subarray(0, length);
  const points = decimate({ x, y }, x[0] ?? 0, x[length - 1] ?? 0, COLUMNS);
  return {
    name,
    role,
    run,
    x: Float64Array.from(points, (point) => point.x),
    y: Float64Array.from(points, (point) => point.y),
  };
}

function curveNames(runs: readonly LogRun[]): LogsState['curves'] {
  const roles = new Map(runs.flatMap(({ curves }) => curves.map(({ name, role }) => [name, role] as const)));
  return [...roles].map(([name, role]) => ({ name, role })).slice(0, 100);
}
