import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { defaultExperiment } from '../../src/experiment/defaults';
import type { Experiment } from '../../src/experiment/schema';
import type { Host } from '../../src/host/host';
import type { Run } from '../../src/host/store/run';
import { COLUMNS } from '../../src/report/curve';
import { patience } from '../support/patience';

export const PANEL = 'dropoutPlayground.panel';

/** The running extension; activates it where nothing has yet. */
export async function host(): Promise<Host> {
  const extension = vscode.extensions.getExtension<Host>('dropout-playground.dropout-playground');
  assert.ok(extension, 'the extension is installed');
  return extension.activate();
}

export const command = (name: string, ...args: unknown[]): Thenable<unknown> =>
  vscode.commands.executeCommand(`dropoutPlayground.${name}`, ...args);

export const sleep = (milliseconds: number): Promise<void> =>
  new Promise((done) => setTimeout(done, milliseconds));

/** Waits for a condition to come true, so many milliseconds of an idle machine. */
export async function until(condition: () => unknown, milliseconds = 10_000): Promise<void> {
  const end = Date.now() + patience(milliseconds);
  while (!condition()) {
    if (Date.now() > end) throw new Error(`not within ${milliseconds} ms: ${condition}`);
    await sleep(10);
  }
}

/** Keeps messages from the screen while `work` goes on; resolves to what they said. */
export async function silenced(work: () => Promise<unknown>): Promise<string[]> {
  const { showInformationMessage, showWarningMessage, showErrorMessage } = vscode.window;
  const said: string[] = [];
  const note = async (message: string) => {
    said.push(message);
    return undefined;
  };
  Object.assign(vscode.window, {
    showInformationMessage: note,
    showWarningMessage: note,
    showErrorMessage: note,
  });
  try {
    await work();
  } finally {
    Object.assign(vscode.window, { showInformationMessage, showWarningMessage, showErrorMessage });
  }
  return said;
}

/** Accepts what quick picks offer, one after the other, until the command that shows them has come to its end. */
export async function accepting(shown: Thenable<unknown>): Promise<void> {
  let isOver = false;
  void shown.then(() => {
    isOver = true;
  });
  for (await sleep(300); !isOver; await sleep(300))
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
}

/** The tab of the panel. */
export function panelTab(): { readonly tab: vscode.Tab; readonly group: vscode.TabGroup } | undefined {
  for (const group of vscode.window.tabGroups.all) {
    const tab = group.tabs.find(
      ({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith(PANEL),
    );
    if (tab !== undefined) return { tab, group };
  }
  return undefined;
}

/** A run that does not end by itself within a test. */
export function endless(changes: Partial<Experiment> = {}): Experiment {
  const experiment = defaultExperiment();
  return {
    ...experiment,
    name: '',
    baseline: true,
    seeds: 1,
    training: { ...experiment.training, epochs: 1_000_000 },
    ...changes,
  };
}

/** A run that is over in a moment. */
export function quick(changes: Partial<Experiment> = {}): Experiment {
  const experiment = endless(changes);
  return {
    ...experiment,
    network: { ...experiment.network, hidden: [8] },
    training: { ...experiment.training, epochs: 20 },
  };
}

/** Stops what runs, closes what is open, and puts the set-up back. */
export async function clean(): Promise<void> {
  const { runner, playground, setup } = await host();
  await command('stop');
  await until(() => runner.active === null);
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  setup.replace(defaultExperiment(), setup.folder);
  playground.stop();
}

/**
 * For each test of the suite that calls it: a folder of its own. After it nothing runs, no editor is open, and the folder
 * is gone.
 * @returns the path of a file there.
 */
export function ownFolder(): (name: string) => string {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'playground-'));
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await clean();
    await rm(folder, { recursive: true, force: true });
  });
  return (name) => join(folder, name);
}

/** Opens the panel with this experiment and runs it; resolves when both members of the pair have said something. */
export async function start(experiment: Experiment): Promise<Run> {
  const { setup, runner } = await host();
  await command('stop');
  await until(() => runner.active === null);
  setup.replace(experiment, setup.folder);
  await command('run');
  const run = runner.active!;
  await until(panelTab);
  await until(() => run.members.slice(0, 2).every((member) => member.curve.count > 1 || member.over));
  return run;
}

/** Epochs of a member's curve. */
export function epochsOf(run: Run, member: number): number[] {
  const rows = run.members[member].curve.slice();
  return Array.from({ length: rows.length / COLUMNS }, (_, row) => rows[row * COLUMNS]);
}

export function workspaceFile(name: string): vscode.Uri {
  return vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0].uri, name);
}
