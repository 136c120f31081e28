import * as vscode from 'vscode';
import type { Queue } from './study-queue';
import type { Trust } from './trust';

/** The queue of the settings; its password lies where VS Code keeps secrets, one for each address. */
export class QueueSetting {
  readonly #secrets: vscode.SecretStorage;
  readonly #trust: Pick<Trust, 'isTrusted'>;

  constructor(secrets: vscode.SecretStorage, trust: Pick<Trust, 'isTrusted'>) {
    this.#secrets = secrets;
    this.#trust = trust;
  }

  /** Undefined: none is set, or nobody has said to trust the workspace. */
  readonly read = async (): Promise<Queue | undefined> => {
    const address = setting('study.queue');
    if (!address || !this.#trust.isTrusted) return undefined;
    refusePassword(address);
    const password = await this.#secrets.get(keyOf(address));
    return { address, password, program: setting('study.queueProgram') || 'dropout-playground' };
  };

  /** Asks for the password; an empty one is forgotten. */
  readonly setPassword = async (): Promise<void> => {
    const address = setting('study.queue');
    if (!address) {
      await vscode.commands.executeCommand('workbench.action.openSettings', 'dropoutPlayground.study.queue');
      return;
    }
    refusePassword(address);
    const password = await vscode.window.showInputBox({
      ...{ password: true, ignoreFocusOut: true, prompt: vscode.l10n.t('Password of {0}', address) },
      placeHolder: vscode.l10n.t('Empty: forget it'),
    });
    if (password) await this.#secrets.store(keyOf(address), password);
    else if (password === '') await this.#secrets.delete(keyOf(address));
  };
}

function setting(name: string): string {
  const value = vscode.workspace.getConfiguration('dropoutPlayground').get<unknown>(name);
  return typeof value === 'string' ? value.trim() : '';
}

const keyOf = (address: string): string => `queue ${address}`;

/** Settings are read, and synchronized, as they are. */
function refusePassword(address: string): void {
  if (!URL.canParse(address) || !new URL(address).password) return;
  throw new Error(
    vscode.l10n.t(
      'The address of the queue in the settings has a password: remove it there, and set it with “Set Password of the Queue”.',
    ),
  );
}
