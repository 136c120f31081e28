import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { symlink } from 'node:fs/promises';
import * as vscode from 'vscode';
import { skip } from '../support/skip';
import { command, host, ownFolder, silenced } from './support';

describe('what is no file', () => {
  const path = ownFolder();

  for (const name of ['pipe', 'device', 'folder'] as const)
    for (const [suffix, id] of [
      ['.csv', 'useAsData'],
      ['.dropout.json', 'openExperiment'],
    ] as const)
      it(`is refused at once: a ${name} for ${id}`, async function () {
        if (!existsSync('/dev/zero')) skip(this, 'this system has no such files');
        const { setup } = await host();
        const before = setup.experiment;
        const file = path(`${name}${suffix}`);
        if (name === 'pipe') execFileSync('mkfifo', [file]);
        else if (name === 'device') await symlink('/dev/zero', file);
        else await vscode.workspace.fs.createDirectory(vscode.Uri.file(file));
        const said = await silenced(async () => command(id, vscode.Uri.file(file)));
        assert.equal(said.length, 1);
        assert.match(said[0]!, /not a file/);
        assert.equal(setup.experiment, before);
      });
});
