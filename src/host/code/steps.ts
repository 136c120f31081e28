import * as vscode from 'vscode';

export interface StepOptions<T> {
  readonly title: string;
  readonly step: number;
  readonly steps: number;
  readonly placeholder: string;
  readonly items: readonly (vscode.QuickPickItem & { readonly value: T })[];
  /** The item that Enter takes. */
  readonly active: number;
}

/** One of several questions in a row; `'back'`: the one before is asked again, `undefined`: none any more. */
export function askStep<T>(options: StepOptions<T>): Promise<T | 'back' | undefined> {
  const pick = vscode.window.createQuickPick<vscode.QuickPickItem & { readonly value: T }>();
  pick.title = options.title;
  if (options.steps > 1) {
    pick.step = options.step;
    pick.totalSteps = options.steps;
  }
  pick.placeholder = options.placeholder;
  pick.items = options.items;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  const active = options.items[options.active];
  if (active) pick.activeItems = [active];
  if (options.step > 1) pick.buttons = [vscode.QuickInputButtons.Back];
  return new Promise<T | 'back' | undefined>((resolve) => {
    pick.onDidTriggerButton(() => resolve('back'));
    pick.onDidAccept(() => resolve(pick.selectedItems[0]?.value));
    pick.onDidHide(() => resolve(undefined));
    pick.show();
  }).finally(() => pick.dispose());
}
