import * as vscode from 'vscode';
import type { ScannerThread } from '../../code/thread/scan-thread';
import { DisposableObject } from '../disposable';
import { reasonOf } from '../log';
import type { Playground } from '../playground';
import type { Setup } from '../setup';
import type { RunStore } from '../store/run-store';
import type { Trust } from '../trust';
import { Actions } from './actions';
import { applyToCode } from './apply';
import { CodeSettings } from './code-settings';
import { Hints } from './diagnostics';
import { Hovers } from './hovers';
import { Inlays } from './inlays';
import { Lenses } from './lenses';
import { OpenFile } from './open-file';
import { Preview } from './preview';
import { Results } from './results';
import { type Origin, runFromCode } from './run-from-code';
import { Scans } from './scans';
import { TryHost } from './try-host';
import { Unread } from './unread';
import { useAsData } from './use-as-data';

export interface CodeContext {
  /** Starts the thread that reads code. */
  readonly startScanner: () => ScannerThread;
  readonly trust: Trust;
  readonly setup: Setup;
  readonly playground: Playground;
  readonly store: RunStore;
  readonly showPanel: () => void;
  readonly memento: vscode.Memento;
  /** Path of launcher.py. */
  readonly launcher: string;
  /** Path of the bundled thread that runs trials. */
  readonly tryThread: string;
  readonly trialsAtOnce: () => number;
  readonly runsFolder: string | null;
  readonly log: vscode.LogOutputChannel;
}

type Handler = (...args: unknown[]) => unknown;

/** All that stands in and around a person's own files. */
export class CodeHost extends DisposableObject {
  /** Milliseconds that wiring took. */
  readonly activation: number;
  readonly scans: Scans;
  readonly results = new Results();
  readonly openFile: OpenFile;
  readonly unread: Unread;
  readonly tries: TryHost;
  readonly #settings = this.register(new CodeSettings());
  readonly #preview: Preview;
  readonly #origins = new Map<string, Origin>();
  readonly #asked = new Set<string>();
  readonly #inlays: Inlays;

  readonly #context: CodeContext;

  constructor(context: CodeContext) {
    super();
    this.#context = context;
    const begun = performance.now();
    const { startScanner, log, setup, store } = context;
    const { results } = this;
    const settings = this.#settings;
    const scans = this.register(new Scans(startScanner, log));
    this.scans = scans;
    this.unread = this.register(new Unread(scans));
    this.openFile = this.register(new OpenFile(scans, setup));
    this.#preview = this.register(new Preview(scans));
    this.tries = this.register(new TryHost({ ...context, scans, preview: this.#preview }));
    this.register(new Lenses(scans, settings, setup));
    this.register(new Hovers(scans, results));
    this.register(
      new Actions({
        scans,
        experiment: () => setup.experiment,
        hasRun: () => store.current !== null,
      }),
    );
    this.register(new Hints(scans, settings));
    this.#inlays = this.register(new Inlays({ scans, settings, results, origins: this.#origins }));
    this.register(scans.onDidClose(({ key }) => this.#origins.delete(key)));
    this.register(store.onDidChangeRun((run) => results.record(run) && this.#inlays.refresh()));
    this.register(store.onDidChangeCurrent((run) => run && results.record(run) && this.#inlays.refresh()));
    for (const [name, handler] of Object.entries(this.#commands())) this.#add(name, handler);
    this.#watch();
    this.activation = performance.now() - begun;
  }

  /** Hints have no provider that VS Code asks: documents that come on the screen are scanned. */
  #watch(): void {
    const scan = (editors: readonly vscode.TextEditor[]) => {
      for (const { document } of editors) void this.scans.of(document);
    };
    this.register(vscode.window.onDidChangeVisibleTextEditors(scan));
    const soon = setImmediate(() => scan(vscode.window.visibleTextEditors));
    this.register({ dispose: () => clearImmediate(soon) });
  }

  #commands(): Record<string, Handler> {
    const { trust, setup, showPanel } = this.#context;
    const { scans, openFile, results } = this;
    const experiment = () => setup.experiment;
    return {
      ...this.tries.commands(),
      runFromCode: (target) =>
        runFromCode(
          { ...this.#context, scans, openFile, origins: this.#origins, asked: this.#asked },
          target,
        ),
      applyToCode: () =>
        applyToCode({
          scans,
          preview: this.#preview,
          openFile,
          experiment,
          results,
          ran: (key) => this.#origins.get(key),
        }),
      acceptPreview: () => this.#preview.accept(),
      discardPreview: () => this.#preview.discard(),
      hideHint: (id) => (typeof id === 'string' ? this.#settings.hide(id) : undefined),
      useAsData: async (uri) => {
        if (await useAsData({ trust, setup }, uri)) showPanel();
      },
    };
  }

  #add(name: string, handler: Handler): void {
    const id = `dropoutPlayground.${name}`;
    const run = async (...args: unknown[]) => {
      try {
        await handler(...args);
      } catch (error) {
        this.#context.log.error(`${id}: ${error instanceof Error ? error.stack : error}`);
        void vscode.window.showErrorMessage(vscode.l10n.t('Dropout Playground: {0}', reasonOf(error)));
      }
    };
    this.register(vscode.commands.registerCommand(id, run));
  }
}
