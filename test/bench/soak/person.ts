import type { FrameLocator, Locator, Page } from 'playwright-core';
import type { Workbench } from '../../e2e/support/workbench';
import { quantile } from './slope';

/** What of the panel's and the sidebar's elements is reached for. */
type View = HTMLElement & {
  readonly store: {
    readonly run: {
      readonly id: string;
      readonly status: string;
      readonly members: readonly { readonly progress?: { readonly step: number } }[];
    } | null;
    readonly runs: readonly { readonly id: string }[];
    edit(path: readonly (string | number)[], value: unknown): void;
    command(command: string): void;
    startSweep(id: string): void;
    pauseSweep(): void;
    selectRun(id: string): void;
    compare(keep: boolean): void;
  };
};
type Edits = readonly (readonly [path: readonly (string | number)[], value: unknown])[];

/** Millions of steps before it ends by itself. */
const ENDLESS: Edits = [
  [['seeds'], 1],
  [
    ['network', 'hidden'],
    [16, 16],
  ],
  [['training', 'batchSize'], 10],
  [['training', 'epochs'], 1_000_000],
];
/** Over in a moment. */
const SHORT: Edits = [
  [['seeds'], 1],
  [['baseline'], true],
  [['data', 'source'], 'moons'],
  [['network', 'hidden'], [8]],
  [['training', 'batchSize'], 50],
  [['training', 'epochs'], 20],
];
/** Milliseconds: a busy machine takes its time. */
export const PATIENCE = 120_000;
const CODE = 'train.py';
const EXPERIMENT = 'two-moons';
const COVER = 'wildflowers.csv';

/** Typing, in milliseconds from a key to the frame that shows its letter. */
export interface Latency {
  readonly median: number;
  readonly p95: number;
}

/** How far a run is: steps of all its members. */
export interface StepsOf {
  readonly run: string;
  readonly steps: number;
}

/** A person at a VS Code with code on the left and the panel on the right. */
export class Person {
  readonly #page: Page;
  #turn = 0;

  readonly #workbench: Workbench;

  constructor(workbench: Workbench) {
    this.#workbench = workbench;
    this.#page = workbench.page;
  }

  /** Opens the panel with a run that goes on for hours. */
  async begin(): Promise<void> {
    await this.#workbench.command('Run Dropout Experiment');
    await this.#inPanel((view) => view.locator('dp-run-head').waitFor());
    await this.endless();
  }

  async endless(): Promise<void> {
    await this.#set(ENDLESS);
    await this.#inPanel((view) =>
      view.locator('dp-run-head', { hasText: '1000000' }).waitFor({ timeout: PATIENCE }),
    );
  }

  /** Ratio and learning rate, as they reach a run that goes on. A run that has come to its end begins anew. */
  turnKnob(): Promise<StepsOf> {
    return this.#evaluate(turn, this.#turn++);
  }

  /** The same in the sidebar, which is opened for it and closed again. */
  async turnKnobInSidebar(): Promise<StepsOf> {
    await this.#activity('Dropout Playground').click();
    const sidebar = (await this.#workbench.webview('dp-sidebar', PATIENCE)).locator('dp-sidebar');
    const steps = await sidebar.evaluate(turn as (view: HTMLElement, at: number) => StepsOf, this.#turn++);
    await this.#page.waitForTimeout(300);
    await this.#activity('Explorer').click();
    return steps;
  }

  /** A line at the end of the code, and away with it. */
  async type(): Promise<void> {
    await this.#writeLine('# and once more over all epochs');
    await this.#removeLine();
  }

  /** How fast letters appear. */
  async latency(): Promise<Latency> {
    await this.#page.evaluate(watchKeys);
    await this.#writeLine('# how long it takes until a letter is there', 60);
    await this.#removeLine();
    const times = await this.#page.evaluate(() => (window as unknown as { keyTimes: number[] }).keyTimes);
    // The first ones find an editor that has just got the focus.
    const later = times.slice(3, 43);
    return { median: quantile(later, 0.5), p95: quantile(later, 0.95) };
  }

  /** Another tab in front of the panel: its page is gone until it is shown. */
  async hidePanel(): Promise<void> {
    await this.#tab('Dropout Playground').click();
    await this.#open(COVER);
    await this.#panelFrame()
      .waitFor({ state: 'detached' })
      .catch(() => {});
  }

  async showPanel(): Promise<void> {
    await this.#workbench.command('Show Panel');
    await this.#inPanel((view) => view.locator('dp-run-head').waitFor());
  }

  async closePanel(): Promise<void> {
    await this.#tab('Dropout Playground').click({ button: 'middle' });
  }

  /** Makes the set-up one that is over in a moment; resolves when it has run. */
  async short(): Promise<void> {
    await this.#set(SHORT);
    await this.#page.waitForTimeout(500);
    await this.runShort(1);
  }

  /** So many runs, one after the other. */
  async runShort(count: number): Promise<void> {
    await this.#evaluate(async (view, runs) => {
      const { store } = view;
      for (let i = 0; i < runs; i++) {
        const old = store.run?.id;
        store.command('restart');
        const until = performance.now() + 300_000;
        while (store.run?.id === old || store.run?.status !== 'completed') {
          if (performance.now() > until) throw new Error(`A short run is still ${store.run?.status}.`);
          await new Promise((done) => setTimeout(done, 10));
        }
      }
    }, count);
  }

  /** One of the other things that people do between runs. */
  async somethingElse(): Promise<void> {
    const things = [
      () => this.#ideas(),
      () => this.#sweep(),
      () => this.type(),
      () => this.#closeAndOpen(),
      () => this.#otherRuns(),
      () => this.#undo(),
      () => this.#experimentFile(),
    ];
    try {
      await things[this.#turn++ % things.length]();
    } catch (error) {
      // The next thing finds the window as this one was to leave it.
      await this.showPanel();
      await this.short();
      throw error;
    }
  }

  async #ideas(): Promise<void> {
    await this.#inPanel(async (view) => {
      const tabs = view.locator('dp-explore [role=tab]');
      for (let i = await tabs.count(); i-- > 0; ) {
        await tabs.nth(i).click();
        await this.#page.waitForTimeout(200);
      }
      await view.locator('dp-explore [role=tab][aria-selected=true]').click();
    });
  }

  async #sweep(): Promise<void> {
    await this.#evaluate((view) => view.store.startSweep('ratio'));
    await this.#page.waitForTimeout(1500);
    await this.#evaluate((view) => view.store.pauseSweep());
  }

  async #closeAndOpen(): Promise<void> {
    await this.closePanel();
    await this.showPanel();
  }

  async #otherRuns(): Promise<void> {
    await this.#evaluate(async (view) => {
      const { store } = view;
      for (const { id } of store.runs.slice(1, 5)) {
        store.selectRun(id);
        await new Promise((done) => setTimeout(done, 200));
        store.compare(true);
        await new Promise((done) => setTimeout(done, 200));
        store.compare(false);
      }
    });
  }

  async #undo(): Promise<void> {
    await this.#set([[['dropout', 'ratio'], 0.2 + (this.#turn % 13) / 50]]);
    for (const command of ['undo', 'redo', 'undo'])
      await this.#evaluate((view, one) => view.store.command(one), command);
    await this.#page.waitForTimeout(500);
  }

  /** Opens an experiment file, runs it, and closes it. */
  async #experimentFile(): Promise<void> {
    await this.closePanel();
    await this.#page.locator('.explorer-folders-view .monaco-list-row', { hasText: EXPERIMENT }).dblclick();
    await this.#evaluate((view) => view.store.command('run'));
    await this.#page.waitForTimeout(1500);
    await this.#evaluate((view) => view.store.command('stop'));
    await this.#tab(EXPERIMENT).click({ button: 'middle' });
    await this.showPanel();
    await this.short();
  }

  async #writeLine(text: string, delay = 30): Promise<void> {
    await this.#tab(CODE).click();
    await this.#page.locator(`.monaco-editor[data-uri$="${CODE}"] .view-lines`).click();
    await this.#page.keyboard.press('Control+End');
    await this.#page.keyboard.press('Enter');
    await this.#page.keyboard.type(text, { delay });
  }

  async #removeLine(): Promise<void> {
    await this.#page.keyboard.press('Shift+Home');
    await this.#page.keyboard.press('Backspace');
    await this.#page.keyboard.press('Backspace');
    await this.#page.keyboard.press('Control+S');
  }

  async #open(name: string): Promise<void> {
    await this.#page.keyboard.press('Control+P');
    const widget = this.#page.locator('.quick-input-widget');
    await widget.locator('input.input').fill(name);
    await widget.locator('.monaco-list-row', { hasText: name }).first().waitFor();
    await this.#page.keyboard.press('Enter');
    await this.#tab(name).waitFor();
  }

  async #set(edits: Edits): Promise<void> {
    await this.#evaluate((view, list) => {
      for (const [path, value] of list) view.store.edit(path, value);
    }, edits);
  }

  async #evaluate<T, A>(work: (view: View, argument: A) => T | Promise<T>, argument?: A): Promise<T> {
    return this.#inPanel((view) =>
      view.locator('dp-panel').evaluate(work as (view: HTMLElement, argument: unknown) => T, argument),
    );
  }

  async #inPanel<T>(work: (view: FrameLocator) => Promise<T>): Promise<T> {
    return work(await this.#workbench.webview('dp-panel', PATIENCE));
  }

  #panelFrame(): Locator {
    return this.#page.locator('iframe.webview.ready').filter({ visible: true });
  }

  #tab(name: string): Locator {
    return this.#page.locator('.tabs-container .tab', { hasText: name }).first();
  }

  #activity(name: string): Locator {
    return this.#page.locator(`.activitybar .action-label[aria-label^="${name}"]`);
  }
}

/** Runs in a view. */
function turn({ store }: View, at: number): StepsOf {
  if (at % 2) store.edit(['dropout', 'ratio'], 0.2 + (at % 13) / 50);
  else store.edit(['training', 'learningRate'], 0.001 + (at % 7) / 4000);
  const { run } = store;
  if (run?.status !== 'running') store.command('run');
  const steps = run?.members.reduce((sum, { progress }) => sum + (progress?.step ?? 0), 0);
  return { run: run?.id ?? '', steps: steps ?? 0 };
}

/** Runs in the page: notes how long each key takes to be seen. */
function watchKeys(): void {
  const noted = window as unknown as { keyTimes?: number[] };
  const isNew = noted.keyTimes === undefined;
  noted.keyTimes = [];
  if (!isNew) return;
  const seen = (begun: number) => {
    const after = new MessageChannel();
    // A message comes after the frame that the change is painted in.
    after.port1.onmessage = () => noted.keyTimes!.push(performance.now() - begun);
    requestAnimationFrame(() => after.port2.postMessage(null));
  };
  addEventListener(
    'keydown',
    ({ timeStamp, key }) => {
      const lines = document.querySelector('.monaco-editor.focused .view-lines');
      if (lines === null || key.length !== 1) return;
      const watcher = new MutationObserver(() => {
        watcher.disconnect();
        seen(timeStamp);
      });
      watcher.observe(lines, { subtree: true, childList: true, characterData: true });
    },
    { capture: true },
  );
}
