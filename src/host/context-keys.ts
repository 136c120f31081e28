import * as vscode from 'vscode';
import { DisposableObject } from './disposable';
import type { Runner } from './runner';
import type { RunStore } from './store/run-store';

/** Tells VS Code which commands make sense. */
export class ContextKeys extends DisposableObject {
  readonly #known = new Map<string, boolean>();

  constructor(runner: Runner, store: RunStore) {
    super();
    const update = () => {
      this.#set('running', runner.active !== null && !runner.active.paused);
      this.#set('paused', runner.active?.paused === true);
      this.#set('hasRun', store.current !== null);
    };
    this.register(runner.onDidChange(update));
    this.register(store.onDidChangeCurrent(update));
    update();
  }

  #set(key: string, value: boolean): void {
    if (this.#known.get(key) === value) return;
    this.#known.set(key, value);
    void vscode.commands.executeCommand('setContext', `dropoutPlayground.${key}`, value);
  }
}
