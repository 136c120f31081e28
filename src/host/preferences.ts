import * as vscode from 'vscode';
import type { Preferences } from '../protocol';
import { DisposableObject } from './disposable';
import { Emitter } from './store/emitter';
import type { Quota } from './store/run-removal';

const SECTION = 'dropoutPlayground';

/** What outlives a run, as the settings say it. The settings editor keeps the bounds; a hand-written file may not. */
export class Settings extends DisposableObject {
  readonly #changed = this.register(new Emitter<void>());
  readonly onDidChange = this.#changed.event;
  #preferences = readPreferences();

  constructor() {
    super();
    this.register(vscode.workspace.onDidGrantWorkspaceTrust(() => this.#read()));
    this.register(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(SECTION)) this.#read();
      }),
    );
  }

  #read(): void {
    this.#preferences = readPreferences();
    this.#changed.fire();
  }

  get preferences(): Preferences {
    return this.#preferences;
  }

  /** How much is kept of the runs that a person has set nothing of. */
  get quota(): Quota {
    const megabytes = whole('maxStoredMegabytes', 1_000, 10, 1_000_000);
    return { runs: whole('maxStoredRuns', 5_000, 1, 100_000), bytes: megabytes * 1e6 };
  }

  /** How many trainings at once; 0: as many as the machine can do. */
  get workers(): number {
    return whole('workers', 0, 0, 64);
  }

  /** How many trials of a person's script at once. */
  get trialsAtOnce(): number {
    return whole('trialsAtOnce', 1, 1, 64);
  }
}

function readPreferences(): Preferences {
  const lossAxis = vscode.workspace.getConfiguration(SECTION).get('lossAxis');
  return {
    autoRun: vscode.workspace.getConfiguration(SECTION).get('autoRun') !== false,
    lossAxis: lossAxis === 'logarithmic' ? 'logarithmic' : 'linear',
    framesPerSecond: whole('framesPerSecond', 20, 10, 20),
    trusted: vscode.workspace.isTrusted,
  };
}

function whole(key: string, fallback: number, least: number, most: number): number {
  const value = vscode.workspace.getConfiguration(SECTION).get<unknown>(key);
  if (typeof value !== 'number' || !Number.isFinite(value)) return fallback;
  return Math.min(most, Math.max(least, Math.round(value)));
}
