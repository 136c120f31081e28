import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { host, panelTab } from './support';

describe('activation', () => {
  it('opens nothing by itself', async () => {
    assert.equal(panelTab(), undefined);
    const { runner, activation, opened } = await host();
    await opened;
    assert.equal(panelTab(), undefined);
    assert.equal(runner.active, null);
    console.log(`    wiring took ${activation.toFixed(1)} ms`);
  });

  it('registers every command that package.json declares, and no other', async () => {
    await host();
    const extension = vscode.extensions.getExtension('dropout-playground.dropout-playground')!;
    const declared: string[] = extension.packageJSON.contributes.commands.map(
      (entry: { command: string }) => entry.command,
    );
    const registered = (await vscode.commands.getCommands(true)).filter(
      (id) => /^dropoutPlayground\.\w+$/.test(id) && !/^dropoutPlayground\.(setup|runs)$/.test(id),
    );
    assert.deepEqual(registered.sort(), declared.sort());
  });

  it('gives every setting a default that its own bounds allow', () => {
    const extension = vscode.extensions.getExtension('dropout-playground.dropout-playground')!;
    const { properties } = extension.packageJSON.contributes.configuration;
    for (const [key, setting] of Object.entries<Record<string, number | unknown>>(properties)) {
      assert.notEqual(setting.default, undefined, key);
      assert.ok(setting.description ?? setting.markdownDescription, key);
      if (setting.type !== 'integer') continue;
      assert.ok(Number(setting.default) >= Number(setting.minimum), key);
      assert.ok(Number(setting.default) <= Number(setting.maximum), key);
    }
  });

  it('is started by nothing that a workspace without networks has', () => {
    const { packageJSON } = vscode.extensions.getExtension('dropout-playground.dropout-playground')!;
    for (const event of packageJSON.activationEvents as string[]) {
      assert.doesNotMatch(event, /\*|onStartupFinished/, 'no search of the folder, no start with the window');
      assert.doesNotMatch(event, /^onLanguage:(?!python$)/);
    }
  });
});
