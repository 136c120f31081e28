import * as vscode from 'vscode';
import { DisposableObject } from './disposable';
import { EXPERIMENT_EDITOR, type ExperimentEditor } from './experiment-editor';
import { reasonOf } from './log';
import { PANEL_TYPE, type Panel } from './panel';

/**
 * A tab that nobody here has taken over for this long is not going to be: one that a reloaded window brings back comes
 * with the first words of VS Code. Taken too early, it is opened anew as well.
 */
const PATIENCE_MILLISECONDS = 1_500;
const MOST_ATTEMPTS = 3;

/**
 * Takes over what an extension host that died has left on the screen. VS Code starts another one, but what the old one
 * had opened stays without it: a page that no message reaches. A tab behind others is looked at when it comes up.
 */
export class LeftTabs extends DisposableObject {
  #timer: NodeJS.Timeout | undefined;
  #busy = false;
  /** Those that this host has opened, or has taken over already. */
  readonly #own = new Set<string>();
  readonly #attempts = new Map<string, number>();

  readonly #panel: Panel;
  readonly #editor: ExperimentEditor;
  readonly #log: { warn(message: string): void };

  constructor(panel: Panel, editor: ExperimentEditor, log: { warn(message: string): void }) {
    super();
    this.#panel = panel;
    this.#editor = editor;
    this.#log = log;
    this.register(
      vscode.window.tabGroups.onDidChangeTabs(({ opened }) => {
        for (const tab of opened) this.#note(tab);
        this.#lookSoon();
      }),
    );
    this.register(vscode.window.tabGroups.onDidChangeTabGroups(() => this.#lookSoon()));
    this.register({ dispose: () => clearTimeout(this.#timer) });
    this.#lookSoon();
  }

  #lookSoon(): void {
    if (this.#timer !== undefined || this.#left().length === 0) return;
    this.#timer = setTimeout(() => void this.#takeOver(), PATIENCE_MILLISECONDS);
  }

  async #takeOver(): Promise<void> {
    this.#timer = undefined;
    if (this.#busy || this.disposed) return;
    this.#busy = true;
    try {
      for (const tab of this.#left()) await this.#replace(tab);
    } finally {
      this.#busy = false;
      this.#lookSoon();
    }
  }

  #note(tab: vscode.Tab): void {
    const key = keyOf(tab);
    if (key !== undefined) this.#own.add(key);
  }

  /** VS Code may be at work on the same tab, and refuses then: it is tried again. */
  async #replace(tab: vscode.Tab): Promise<void> {
    const key = keyOf(tab)!;
    const attempt = (this.#attempts.get(key) ?? 0) + 1;
    this.#attempts.set(key, attempt);
    this.#own.add(key);
    try {
      if (tab.input instanceof vscode.TabInputCustom) await this.#editor.replace(tab, tab.input);
      else await this.#panel.replace();
    } catch (error) {
      this.#log.warn(`What another extension host left cannot be taken over: ${reasonOf(error)}`);
      if (attempt < MOST_ATTEMPTS) this.#own.delete(key);
    }
  }

  /** Of those on the screen. */
  #left(): vscode.Tab[] {
    return vscode.window.tabGroups.all.flatMap(({ activeTab }) =>
      activeTab !== undefined && this.#isLeft(activeTab) ? [activeTab] : [],
    );
  }

  #isLeft(tab: vscode.Tab): boolean {
    const key = keyOf(tab);
    if (key === undefined || this.#own.has(key)) return false;
    const { input, group } = tab;
    return input instanceof vscode.TabInputCustom
      ? !this.#editor.isIn(input.uri, group.viewColumn)
      : !this.#panel.isOpen;
  }
}

/** What a tab of the playground shows, and of a file in which column; undefined: it is another's. */
function keyOf({ input, group }: vscode.Tab): string | undefined {
  if (input instanceof vscode.TabInputWebview)
    return input.viewType.endsWith(PANEL_TYPE) ? PANEL_TYPE : undefined;
  if (!(input instanceof vscode.TabInputCustom) || input.viewType !== EXPERIMENT_EDITOR) return undefined;
  return `${group.viewColumn} ${input.uri}`;
}
