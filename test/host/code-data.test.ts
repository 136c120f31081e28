import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { codeFolder } from './code-support';
import { accepting, command, host, panelTab, silenced, sleep, until, workspaceFile } from './support';

describe('code', () => {
  const { path } = codeFolder();

  it('makes a CSV file the data of the experiment file on the screen', async () => {
    const { documents } = await host();
    const mine = path('mine.dropout.json');
    await writeFile(mine, '{ "version": 1, "name": "mine" }');
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(mine), { preview: false });
    await until(() => documents.bound?.uri.fsPath === mine);
    await writeFile(path('table.csv'), 'a,b,kind\n1,2,x\n3,4,y\n5,6,x\n7,8,y\n');
    const said = await silenced(async () => {
      // An editor that is still opening takes the focus, and a quick pick without it goes away.
      await sleep(500);
      await accepting(command('useAsData', vscode.Uri.file(path('table.csv'))));
    });
    assert.deepEqual(said, []);
    await until(() => documents.bound?.getText().includes('table.csv'));
    assert.equal(documents.bound?.uri.fsPath, mine);
  });

  it('makes a CSV file the data of the set-up', async () => {
    const { setup } = await host();
    await accepting(command('useAsData', workspaceFile('wildflowers.csv')));
    const { data } = setup.experiment;
    assert.deepEqual(
      {
        source: data.source,
        ...('file' in data && { file: data.file }),
        ...('target' in data && { target: data.target }),
        ...('task' in data && { task: data.task }),
      },
      { source: 'csv', file: 'wildflowers.csv', target: 'kind', task: 'classification' },
    );
    await until(panelTab);
  });
});
