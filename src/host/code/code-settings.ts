import * as vscode from 'vscode';
import type { CodeHint } from '../../code/finding';
import { DisposableObject } from '../disposable';
import { Emitter } from '../store/emitter';

const SECTION = 'dropoutPlayground';
const KEYS = ['codeLens', 'inlayHints', 'hints', 'hiddenHints'] as const;

/** What a person wants to see in their code. */
export class CodeSettings extends DisposableObject {
  readonly #changed = this.register(new Emitter<void>());
  readonly onDidChange = this.#changed.event;

  constructor() {
    super();
    this.register(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (KEYS.some((key) => event.affectsConfiguration(`${SECTION}.${key}`))) this.#changed.fire();
      }),
    );
  }

  get codeLens(): boolean {
    return isOn('codeLens');
  }

  get inlayHints(): boolean {
    return isOn('inlayHints');
  }

  shows(hint: CodeHint): boolean {
    return isOn('hints') && !hiddenHints().includes(hint.id);
  }

  /** Never shows this kind of hint again, in any workspace. */
  async hide(id: string): Promise<void> {
    const hidden = [...new Set([...hiddenHints(), id])].sort();
    const config = vscode.workspace.getConfiguration(SECTION);
    await config.update('hiddenHints', hidden, vscode.ConfigurationTarget.Global);
    // A workspace with a list of its own would go on showing it.
    const { workspaceValue } = config.inspect<unknown>('hiddenHints') ?? {};
    if (workspaceValue !== undefined)
      await config.update('hiddenHints', hidden, vscode.ConfigurationTarget.Workspace);
  }
}

function isOn(key: string): boolean {
  return vscode.workspace.getConfiguration(SECTION).get(key) !== false;
}

function hiddenHints(): string[] {
  const hidden = vscode.workspace.getConfiguration(SECTION).get<unknown>('hiddenHints');
  return Array.isArray(hidden) ? hidden.filter((one) => typeof one === 'string') : [];
}
