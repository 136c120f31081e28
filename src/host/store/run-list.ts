import * as l10n from '@vscode/l10n';
import type { NamedRun } from '../../experiment/label';
import type { RunSummary } from '../../protocol';
import { changed, type Marks, type MarksChange } from './marks';
import type { RunEntry } from './run-folder';

/** A run of whose file nothing can be used. */
export interface DamagedRun {
  readonly id: string;
  readonly name: string;
  /** What is wrong with it, in words. */
  readonly reason: string;
  /** In milliseconds since 1970. */
  readonly writtenAt: number;
}

/** What was found when a run's file was read, which holds until it is written again. */
interface Finding {
  readonly stamp: string;
  /** Nothing of it can be used, and why. */
  readonly reason?: string;
  /** What of it is left out. */
  readonly damage?: readonly string[];
}

/** The lines of the list of runs. */
export class RunList {
  readonly #summaries = new Map<string, RunSummary>();
  readonly #damaged = new Map<string, DamagedRun>();
  readonly #entries = new Map<string, RunEntry>();
  readonly #findings = new Map<string, Finding>();
  /** What a person has set. */
  readonly #marks = new Map<string, Marks>();
  #sorted: readonly RunSummary[] | undefined;

  /** Newest first. */
  get summaries(): readonly RunSummary[] {
    this.#sorted ??= [...this.#summaries.values()].sort(
      (a, b) => b.startedAt - a.startedAt || (a.id < b.id ? 1 : -1),
    );
    return this.#sorted;
  }

  /** Newest first. */
  get damaged(): DamagedRun[] {
    return [...this.#damaged.values()].sort((a, b) => b.writtenAt - a.writtenAt);
  }

  /** What runs are called, newest first. */
  get names(): NamedRun[] {
    return this.summaries.map(({ name, settings = [], fingerprint = '' }) => ({
      name,
      settings,
      fingerprint,
    }));
  }

  get ids(): string[] {
    return [...this.#summaries.keys(), ...this.#damaged.keys()];
  }

  get(id: string): RunSummary | undefined {
    return this.#summaries.get(id);
  }

  damagedOf(id: string): DamagedRun | undefined {
    return this.#damaged.get(id);
  }

  /** What lies on disk of a run, as it was looked at last. */
  entry(id: string): RunEntry | undefined {
    return this.#entries.get(id);
  }

  /** What a person has set of a run. */
  marksOf(id: string): Marks {
    return this.#marks.get(id) ?? {};
  }

  set(summary: RunSummary): void {
    this.#damaged.delete(summary.id);
    this.#put(marked(summary, this.marksOf(summary.id)));
  }

  /** A person has set something, and it is kept. */
  mark(id: string, change: MarksChange): void {
    this.takeMarks(id, changed(this.marksOf(id), change));
  }

  /** What a person has set of a run by now. */
  takeMarks(id: string, marks: Marks): void {
    const line = this.#summaries.get(id);
    this.#marks.set(id, marks);
    if (line !== undefined) this.#put(marked(line, marks));
  }

  delete(id: string): void {
    for (const map of [this.#summaries, this.#damaged, this.#entries, this.#findings, this.#marks])
      map.delete(id);
    this.#sorted = undefined;
  }

  #put(summary: RunSummary): void {
    const before = this.#summaries.get(summary.id);
    this.#summaries.set(summary.id, summary);
    if (before?.startedAt === summary.startedAt && this.#sorted !== undefined)
      this.#sorted = this.#sorted.map((one) => (one === before ? summary : one));
    else this.#sorted = undefined;
  }

  /** What lies on disk of a run that this window does not train. */
  take(entry: RunEntry): void {
    const { id, summary, stamp, writtenAt } = entry;
    const before = this.#findings.get(id);
    if (before !== undefined && before.stamp !== stamp) this.#findings.delete(id);
    this.#entries.set(id, entry);
    this.#marks.set(id, entry.marks);
    const { reason = entry.reason, damage = summary?.damage } = this.#findings.get(id) ?? {};
    if (summary === undefined || reason !== undefined) {
      const name = entry.marks.name ?? summary?.name ?? l10n.t('Damaged run');
      this.#summaries.delete(id);
      this.#sorted = undefined;
      this.#damaged.set(id, { id, name, reason: reason ?? '', writtenAt });
    } else {
      this.set({ ...summary, status: statusOf(entry), ...(damage && { damage }) });
    }
  }

  /** A run's file has been read. */
  find(id: string, finding: Omit<Finding, 'stamp'>): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    this.#findings.set(id, { ...finding, stamp: entry.stamp });
    this.take(entry);
  }
}

/** The line of a run with what a person has set of it. */
function marked({ note: _n, tags: _t, pinned: _p, ...line }: RunSummary, marks: Marks): RunSummary {
  return { ...line, ...marks, ...(marks.name !== undefined && { named: true }) };
}

/** Whether another window trains a run. */
export function isLive({ summary, elsewhere }: RunEntry): boolean {
  return elsewhere && summary !== undefined && GOING.has(summary.status);
}

const GOING: ReadonlySet<RunSummary['status']> = new Set(['loading', 'running', 'paused']);

/** A saved run that was going on when it was saved goes on in another window, or was cut off there. */
function statusOf(entry: RunEntry): RunSummary['status'] {
  if (isLive(entry)) return 'elsewhere';
  const { status = 'stopped' } = entry.summary ?? {};
  return GOING.has(status) ? 'stopped' : status;
}
