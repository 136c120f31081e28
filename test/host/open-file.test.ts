import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { clean, host, until } from './support';

const CODE = `import torch
from torch import nn

model = nn.Sequential(nn.Linear(2, 8), nn.ReLU(), nn.Dropout(0.8), nn.Linear(8, 2))
optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
`;

async function show(content: string, language = 'python'): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument({ content, language });
  await vscode.window.showTextDocument(document);
  return document;
}

describe('the file beside the panel', () => {
  afterEach(clean);

  it('is known with what the set-up would change in it, also when it has lost the focus', async () => {
    const { code, setup } = await host();
    const document = await show(CODE);
    setup.edit(['dropout', 'ratio'], 0.3);
    setup.edit(['training', 'learningRate'], 0.01);
    await until(() => code.openFile.state?.changes === 1);
    setup.edit(['training', 'learningRate'], 0.02);
    await until(() => code.openFile.state?.changes === 2);
    await show('Nothing to find here.', 'plaintext');
    assert.equal(code.openFile.document, document);
    assert.equal(code.openFile.state?.changes, 2);
  });

  it('is nothing where the code has the same values', async () => {
    const { code, setup } = await host();
    await show(CODE);
    setup.edit(['training', 'learningRate'], 0.01);
    setup.edit(['dropout', 'ratio'], 0.3);
    await until(() => code.openFile.state?.changes === 1);
    setup.edit(['dropout', 'ratio'], 0.8);
    await until(() => code.openFile.state === null);
  });
});
