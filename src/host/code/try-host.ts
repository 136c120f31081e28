import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import type { ValueChange } from '../../code/edit';
import type { Trial } from '../../try/plan';
import { DisposableObject } from '../disposable';
import { TryRunner } from '../try-runner';
import { TryStore } from '../try-store';
import type { Preview } from './preview';
import type { Scans } from './scans';
import { tryInScript } from './try-values';

export interface TryHostContext {
  readonly scans: Scans;
  readonly preview: Preview;
  readonly memento: vscode.Memento;
  readonly launcher: string;
  /** Where the runs of the workspace are kept; null where there is no disk. */
  readonly runsFolder: string | null;
  readonly showPanel: () => void;
}

/** Characters of one trial's output that are shown. */
const MOST_OUTPUT = 1_000_000;

/** Values that are tried in a person's script: what is run, its output, and what is written back. */
export class TryHost extends DisposableObject {
  readonly runner: TryRunner;
  readonly #context: TryHostContext;
  readonly #store: TryStore | null;
  #channel: vscode.OutputChannel | undefined;
  #shown = 0;

  constructor(context: TryHostContext) {
    super();
    this.#context = context;
    const { runsFolder } = context;
    this.#store = runsFolder === null ? null : new TryStore(join(dirname(runsFolder), 'trials.json'));
    this.runner = this.register(
      new TryRunner({
        begun: (_, words) => this.#begin(words),
        output: (trial, text) => this.#append(trial, text),
        ended: ({ state, reason }) => {
          if (state === 'failed') this.#line(`✗ ${reason ?? ''}`);
        },
        keep: (kept) => this.#store?.keep(kept),
      }),
    );
    this.register({ dispose: () => this.#channel?.dispose() });
    void this.#store?.read().then((kept) => kept && !this.disposed && this.runner.restore(kept));
  }

  commands(): Record<string, (...args: unknown[]) => unknown> {
    const { runner } = this;
    return {
      tryValues: (target) => tryInScript({ ...this.#context, runner }, target),
      goOnTrying: () => this.#goOn(),
      stopTrying: () => runner.stop(),
      applyTried: () => this.#apply(),
      showTrials: () => this.#output.show(true),
    };
  }

  /** Resolves when what is kept is on the disk. */
  async close(): Promise<void> {
    this.runner.stop();
    await this.#store?.close();
  }

  #goOn(): void {
    if (vscode.workspace.isTrusted) this.runner.goOn();
    else
      void vscode.window.showWarningMessage(
        vscode.l10n.t('This workspace is not trusted: no script of it is run.'),
      );
  }

  get #output(): vscode.OutputChannel {
    this.#channel ??= vscode.window.createOutputChannel(vscode.l10n.t('Dropout Playground: Trials'));
    return this.#channel;
  }

  #line(text: string): void {
    this.#output.appendLine(text);
  }

  #begin(words: string): void {
    this.#shown = 0;
    this.#line(`\n―― ${words} ――`);
  }

  /** Bounded, so that a script which prints without end fills no memory; the places of a traceback become links. */
  #append(_: Trial, text: string): void {
    if (this.#shown > MOST_OUTPUT) return;
    this.#shown += text.length;
    this.#output.append(text.replace(/^( {2}File )"([^"\n]+)", line (\d+)/gm, '$1$2:$3'));
    if (this.#shown > MOST_OUTPUT)
      this.#line(vscode.l10n.t('\n… the rest of this trial’s output is not shown.'));
  }

  /** Shows the best value as a change of the file. */
  async #apply(): Promise<void> {
    const { tried, answer } = this.runner;
    const target = tried?.plan.targets[0];
    const place = target?.places[0];
    const best = answer?.best ?? null;
    if (!tried || !target || !place || best === null) return;
    const document = await vscode.workspace.openTextDocument(vscode.Uri.file(place.source.path));
    const scan = await this.#context.scans.fresh(document);
    const value = Number(tried.plan.sides[best]!.values[target.name]);
    const starts = new Set(target.places.map(({ start }) => start));
    const isSame = document.getText() === place.source.text;
    const all = scan?.result.findings ?? [];
    const changes: ValueChange[] = all
      .filter(({ kind, edit }) => kind === target.kind && edit && (!isSame || starts.has(edit.start)))
      .map((finding) => ({ finding, value }));
    // Where the file has changed, what was tried is known by its kind and number alone.
    if (!scan || changes.length === 0 || (!isSame && changes.length !== target.places.length))
      throw new Error(
        vscode.l10n.t('{0} has changed since it was tried; set the value by hand.', target.name),
      );
    await vscode.window.showTextDocument(document, { preserveFocus: true, preview: false });
    await this.#context.preview.show({ document, scan, changes });
  }
}
