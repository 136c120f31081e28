import { greatest } from '../../core/lists';
import { formatNumber } from '../../experiment/number-text';
import type { StudyFleet } from '../../protocol';
import type { Io } from '../io';
import type { Fleet, Joined } from './fleet';

/** Milliseconds between two looks at the fleet. */
const EVERY = 2_000;
/** Machines that are listed; of others the number is said. */
const MOST_LISTED = 20;

interface Line {
  trained: number;
  seconds: number;
  checked: number;
  differs: boolean;
}

interface ViewOptions {
  readonly io: Io;
  readonly isJson: boolean;
  /** Trainings that the study has at the most. */
  readonly total: number;
  readonly place: string;
}

/** Shows what becomes of trainings on machines: a table that is drawn anew, or lines of JSON. */
export class FleetView {
  readonly #lines = new Map<string, Line>();
  readonly #refused = new Map<string, string>();
  readonly #startedAt = performance.now();
  readonly #timer: ReturnType<typeof setInterval>;
  #stalled = 0;
  #failed = 0;
  /** Lines of the table on the screen. */
  #drawn = 0;
  /** Machines that there were at the last look. */
  #joined = -1;

  readonly #fleet: Fleet;
  readonly #options: ViewOptions;

  constructor(fleet: Fleet, options: ViewOptions) {
    this.#fleet = fleet;
    this.#options = options;
    fleet.on('trained', (machine, seconds) => {
      const line = this.#line(machine);
      line.trained += 1;
      line.seconds += seconds;
    });
    fleet.on('checked', (machine, isSame) => this.#checked(machine, isSame));
    fleet.on('stalled', () => {
      this.#stalled += 1;
    });
    fleet.on('failed', () => {
      this.#failed += 1;
    });
    fleet.on('refused', (machine, reason) => this.#refusedBy(machine, reason));
    this.#timer = setInterval(() => void this.#show(), EVERY);
  }

  #line(machine: string): Line {
    const line = this.#lines.get(machine) ?? { trained: 0, seconds: 0, checked: 0, differs: false };
    this.#lines.set(machine, line);
    return line;
  }

  #checked(machine: string, isSame: boolean): void {
    const line = this.#line(machine);
    line.checked += 1;
    if (isSame) return;
    line.differs = true;
    this.#say(
      `${machine} computes otherwise than this machine: it is put aside, and what it trained is done again.`,
    );
  }

  #refusedBy(machine: string, reason: string): void {
    if (this.#refused.get(machine) === reason) return;
    this.#refused.set(machine, reason);
    this.#say(`${machine} does not train: ${reason}`);
  }

  #say(text: string): void {
    this.#erase();
    this.#options.io.stderr.write(`${text}\n`);
  }

  async #show(): Promise<void> {
    const joined = await this.#fleet.machines().catch(() => undefined);
    if (joined?.length === 0 && this.#fleet.waiting > 0 && this.#joined !== 0) {
      const what = this.#joined < 0 ? 'No machine has joined yet' : 'All machines have left';
      this.#say(`${what}: dropout-playground worker --queue ${this.#options.place}`);
    }
    this.#joined = joined?.length ?? this.#joined;
    const state = this.#state(joined ?? []);
    const { io, isJson } = this.#options;
    if (isJson) io.stdout.write(`${JSON.stringify({ type: 'fleet', ...state })}\n`);
    else if (io.stderr.isTTY) this.#draw(state);
  }

  #state(joined: readonly Joined[]): StudyFleet {
    const seconds = (performance.now() - this.#startedAt) / 1000;
    const trained = [...this.#lines.values()].reduce((sum, line) => sum + line.trained, 0);
    const perSecond = trained / seconds;
    const here = new Map(joined.map(({ name, threads }) => [name, threads]));
    for (const name of here.keys()) this.#line(name);
    const machines = [...this.#lines].map(([name, line]) => ({
      ...{ name, isHere: here.has(name), threads: here.get(name) ?? 0, trained: line.trained },
      ...{ meanSeconds: line.trained > 0 ? line.seconds / line.trained : null },
      ...{ checked: line.checked, differs: line.differs },
    }));
    const left = Math.max(0, this.#options.total - trained);
    return {
      ...{ machines, trained, waiting: this.#fleet.waiting, trainingsPerSecond: perSecond },
      ...{ stalled: this.#stalled, failed: this.#failed },
      secondsLeft: perSecond > 0 ? left / perSecond : null,
    };
  }

  #draw({ machines, ...state }: StudyFleet): void {
    this.#erase();
    const shown = machines.slice(0, MOST_LISTED);
    const wide = greatest(['machine', ...shown.map(({ name }) => name)].map(({ length }) => length));
    const more = machines.length - shown.length;
    const left =
      state.secondsLeft === null ? '' : `, at most ${formatNumber(Math.ceil(state.secondsLeft))} s left`;
    const lines = [
      `${'machine'.padEnd(wide)}  trained  mean s  checked`,
      ...shown.map(({ name, trained, meanSeconds, checked, differs, isHere }) => {
        const mean = meanSeconds === null ? '' : meanSeconds.toFixed(2);
        const how = differs ? '  put aside' : isHere ? '' : '  gone';
        return `${name.padEnd(wide)}  ${`${trained}`.padStart(7)}  ${mean.padStart(6)}  ${`${checked}`.padStart(7)}${how}`;
      }),
      ...(more > 0 ? [`and ${more} more`] : []),
      `${state.trained} trained, ${state.waiting} waiting, ${state.stalled} stalled, ${state.failed} failed; ${state.trainingsPerSecond.toFixed(1)} a second${left}`,
    ];
    this.#options.io.stderr.write(`${lines.join('\n')}\n`);
    this.#drawn = lines.length;
  }

  #erase(): void {
    if (this.#drawn > 0) this.#options.io.stderr.write(`\x1b[${this.#drawn}A\x1b[J`);
    this.#drawn = 0;
  }

  end(): void {
    clearInterval(this.#timer);
    this.#erase();
  }
}
