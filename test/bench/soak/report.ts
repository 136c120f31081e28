import type { Latency } from './person';
import type { Sample } from './probes';
import { median, type Point, type Slope, slopeOf } from './slope';
import type { Growth } from './snapshot';

/** A part of the day, as it was measured. */
export interface Phase {
  readonly name: string;
  /** When it began and ended, and up to when samples are left out, in seconds since the beginning. */
  readonly begun: number;
  readonly warm: number;
  readonly ended: number;
  readonly samples: readonly { readonly at: number; readonly figures: Sample }[];
  /** What was got done. */
  readonly done: Readonly<Record<string, number>>;
  readonly growth?: Readonly<Record<string, readonly Growth[]>>;
}

export interface Result {
  readonly phases: readonly Phase[];
  readonly typing: { readonly before: Latency; readonly after: Latency };
}

/** Bytes in a megabyte, as memory is counted. */
const MB = 2 ** 20;

interface Figure {
  readonly name: string;
  readonly title: string;
  readonly unit: number;
  /** Growth in an hour from which on it is one; left out: the figure is shown and not judged. */
  readonly limit?: number;
}

const FIGURES: readonly Figure[] = [
  { name: 'host.held', title: 'host: heap + external after GC, MB', unit: MB, limit: 1 },
  { name: 'host.heap', title: 'host: heap after GC, MB', unit: MB },
  { name: 'workers.held', title: 'worker threads: heap + external after GC, MB', unit: MB, limit: 1 },
  { name: 'host.anonymous', title: 'host and threads: anonymous memory, MB', unit: MB },
  { name: 'host.pss', title: 'host and threads: PSS, MB', unit: MB },
  { name: 'host.rss', title: 'host and threads: RSS, MB', unit: MB },
  { name: 'host.descriptors', title: 'host: open files', unit: 1, limit: 0 },
  { name: 'host.threads', title: 'host: threads', unit: 1, limit: 0 },
  { name: 'host.handles', title: 'host: handles', unit: 1, limit: 0 },
  { name: 'host.timers', title: 'host: timers', unit: 1, limit: 0 },
  { name: 'host.listeners', title: 'host: listeners of emitters', unit: 1, limit: 0 },
  { name: 'host.eventListeners', title: "host: listeners of Node's emitters", unit: 1, limit: 0 },
  { name: 'page.heap', title: 'page: JS heap after GC, MB', unit: MB, limit: 1 },
  { name: 'page.rss', title: 'page: RSS, MB', unit: MB },
  { name: 'page.nodes', title: 'page: DOM nodes', unit: 1, limit: 0 },
  { name: 'page.listeners', title: 'page: DOM listeners', unit: 1, limit: 0 },
  { name: 'disk.bytes', title: 'storage folder, MB', unit: MB },
];

type Verdict = 'flat' | 'grows' | 'open' | '';

/** Points after the warm-up: hours, and the figure in its unit. */
function points({ samples, warm }: Phase, { name, unit }: Figure): Point[] {
  return samples
    .filter(({ at, figures }) => at >= warm && figures[name] !== undefined)
    .map(({ at, figures }) => [at / 3600, figures[name] / unit]);
}

/** Memory grows where the whole interval lies above the limit; it is flat where none of it does. */
function verdictOf(slope: Slope | undefined, { limit }: Figure): Verdict {
  if (slope === undefined || limit === undefined) return '';
  if (slope.low > limit) return 'grows';
  // Of what is counted, an interval that holds 0 is all that can be asked for.
  return limit === 0 || slope.high <= limit ? 'flat' : 'open';
}

const digits = (value: number): string =>
  Math.abs(value) >= 100 ? value.toFixed(0) : Math.abs(value) >= 10 ? value.toFixed(1) : value.toFixed(2);

/** The first and the last third of a phase, as medians. */
function fromTo(seen: readonly Point[]): string {
  const third = Math.max(1, Math.floor(seen.length / 3));
  const ys = seen.map(([, y]) => y);
  return `${digits(median(ys.slice(0, third)))} → ${digits(median(ys.slice(-third)))}`;
}

interface Row {
  readonly figure: Figure;
  readonly cells: string;
  readonly slope: Slope | undefined;
  readonly verdict: Verdict;
}

function rowsOf(phase: Phase): Row[] {
  return FIGURES.map((figure) => {
    const seen = points(phase, figure);
    const slope = slopeOf(seen);
    const verdict = verdictOf(slope, figure);
    const interval = slope
      ? `${digits(slope.value)} | ${digits(slope.low)} … ${digits(slope.high)}`
      : 'too few samples |';
    return { figure, slope, verdict, cells: `${figure.title} | ${fromTo(seen)} | ${interval} | ${verdict}` };
  });
}

/** A table for each phase, what was done in it, and the verdict. */
export function reportOf({ phases, typing }: Result): string {
  const tables = phases.map((phase) =>
    [heading(phase), '', ...table(phase), ...growthLines(phase)].join('\n'),
  );
  return `${[...tables, typingLines(typing), verdictLine(phases)].join('\n\n')}\n`;
}

function heading({ name, begun, warm, ended, samples, done }: Phase): string {
  const counts = Object.entries(done).map(([what, count]) => `${count.toLocaleString('en')} ${what}`);
  const minutes = (seconds: number) => (seconds / 60).toFixed(1);
  return `**${name}**: ${minutes(ended - begun)} min, the first ${minutes(warm - begun)} left out; ${samples.length} samples; ${counts.join(', ')}`;
}

function table(phase: Phase): string[] {
  return [
    '| | first third → last third | change an hour | 95 % interval | |',
    '|---|---|---|---|---|',
    ...rowsOf(phase).map(({ cells }) => `| ${cells} |`),
  ];
}

function growthLines({ growth = {} }: Phase): string[] {
  return Object.entries(growth).flatMap(([where, entries]) => [
    '',
    `What the ${where}'s heap has more of:`,
    '',
    ...entries
      .slice(0, 25)
      .map(({ name, count, bytes }) => `- ${name}: ${count} objects, ${(bytes / 1024).toFixed(0)} kB`),
  ]);
}

function typingLines({ before, after }: Result['typing']): string {
  const ratio = (name: keyof Latency) => (after[name] / before[name]).toFixed(2);
  const words = (name: keyof Latency) =>
    `${digits(before[name])} → ${digits(after[name])} ms (${ratio(name)} ×)`;
  return `Typing while a run streams, before → after: median ${words('median')}, 95 % of the keys within ${words('p95')}.`;
}

function verdictLine(phases: readonly Phase[]): string {
  const judged = phases.flatMap((phase) =>
    rowsOf(phase).map(({ figure, slope, verdict }) => ({ phase: phase.name, figure, slope, verdict })),
  );
  const list = (wanted: Verdict) =>
    judged
      .filter(({ verdict }) => verdict === wanted)
      .map(
        ({ phase, figure, slope }) =>
          `${figure.title} (${phase}: ${digits(slope!.low)} … ${digits(slope!.high)} an hour)`,
      );
  const grows = list('grows');
  const open = list('open');
  const first = grows.length > 0 ? `Verdict: grows: ${grows.join('; ')}.` : 'Verdict: nothing grows.';
  return open.length > 0 ? `${first} Too short to tell: ${open.join('; ')}.` : first;
}
