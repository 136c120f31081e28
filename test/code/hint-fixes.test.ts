import assert from 'node:assert/strict';
import { applyEdits } from '../../src/code/edit';
import { scanner } from './support';

/** The text after the fix of its only hint; `null`: there is a hint and no fix. */
async function fixed(code: string): Promise<string | null> {
  const scan = await scanner();
  const { hints } = scan.scan(code, 'python');
  assert.equal(hints.length, 1, JSON.stringify(hints));
  const { fix } = hints[0]!;
  if (!fix) return null;
  const after = applyEdits(code, fix.edits);
  const again = scan.scan(after, 'python');
  assert.deepEqual([again.hints, again.broken], [[], false], after);
  return after;
}

const torch = 'import torch\nfrom torch import nn\nimport torch.nn.functional as F\n\n';
const optimizer = 'opt = torch.optim.SGD(net.parameters(), 0.1)\n';

describe('fix of dropout after the last layer', () => {
  it('takes a member of a sequence out with its line, its comment and its comma', async () => {
    const code = `${torch}net = nn.Sequential(\n    nn.Linear(2, 8),\n    nn.Linear(8, 1),\n    nn.Dropout(0.2),  # too late\n)\n${optimizer}`;
    assert.equal(await fixed(code), code.replace('    nn.Dropout(0.2),  # too late\n', ''));
  });

  it('or with the comma before it, where others stand on the line', async () => {
    const code = `${torch}net = nn.Sequential(nn.Linear(2, 8), nn.Linear(8, 1), nn.Dropout(0.2))\n${optimizer}`;
    assert.equal(await fixed(code), code.replace(', nn.Dropout(0.2)', ''));
    const middle = code.replace('(0.2))', '(0.2), nn.Softmax(1))');
    assert.equal(await fixed(middle), middle.replace(', nn.Dropout(0.2)', ''));
  });

  it('leaves brackets around what stands before it', async () => {
    const code = `${torch}net = nn.Sequential((nn.Linear(2, 8)), (nn.Linear(8, 1)), nn.Dropout(0.2))\n${optimizer}`;
    assert.equal(await fixed(code), code.replace(', nn.Dropout(0.2)', ''));
  });

  it('takes a named member out, name and all', async () => {
    const code = `from collections import OrderedDict\n${torch}net = nn.Sequential(OrderedDict([('a', nn.Linear(2, 1)), ('drop', nn.Dropout(0.2))]))\n${optimizer}`;
    assert.equal(await fixed(code), code.replace(", ('drop', nn.Dropout(0.2))", ''));
  });

  it('takes a statement of Keras out', async () => {
    const code = `from keras import Sequential, layers\nmodel = Sequential()\nmodel.add(layers.Dense(8))\nmodel.add(layers.Dense(1))\nmodel.add(layers.Dropout(0.5))\nmodel.compile('adam')\n`;
    assert.equal(await fixed(code), code.replace('model.add(layers.Dropout(0.5))\n', ''));
  });

  const network = (forward: string) =>
    `${torch}class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.fc = nn.Linear(2, 1)\n        self.drop = nn.Dropout(0.2)\n\n    def forward(self, x):\n${forward}\n\nnet = Net()\n${optimizer}`;

  it('takes a member of a module out where it is made and where it is used', async () => {
    const code = network('        x = self.fc(x)\n        x = self.drop(x)\n        return x\n');
    const after = code.replace('        self.drop = nn.Dropout(0.2)\n', '');
    assert.equal(await fixed(code), after.replace('        x = self.drop(x)\n', ''));
    const short = network('        return self.drop(self.fc(x))\n');
    const shorter = short.replace('        self.drop = nn.Dropout(0.2)\n', '');
    assert.equal(await fixed(short), shorter.replace('self.drop(self.fc(x))', 'self.fc(x)'));
  });

  it('takes a function out, with its line or around its argument', async () => {
    const functional = (forward: string) =>
      network(forward).replace('        self.drop = nn.Dropout(0.2)\n', '');
    const line = functional(
      '        x = self.fc(x)\n        x = F.dropout(x, 0.2, self.training)\n        return x\n',
    );
    assert.equal(await fixed(line), line.replace('        x = F.dropout(x, 0.2, self.training)\n', ''));
    const around = functional('        return F.dropout(self.fc(x), 0.2, self.training)\n');
    assert.equal(
      await fixed(around),
      around.replace('F.dropout(self.fc(x), 0.2, self.training)', 'self.fc(x)'),
    );
  });

  it('keeps CRLF', async () => {
    const code =
      `${torch}net = nn.Sequential(\n    nn.Linear(8, 1),\n    nn.Dropout(0.2),\n)\n${optimizer}`.replace(
        /\n/g,
        '\r\n',
      );
    assert.equal(await fixed(code), code.replace('    nn.Dropout(0.2),\r\n', ''));
  });

  it('is not there where a layer is asked for by its number, or used again', async () => {
    const code = `${torch}net = nn.Sequential(nn.Linear(8, 1), nn.Dropout(0.2), nn.Softmax(1))\nprint(net[2])\n${optimizer}`;
    assert.equal(await fixed(code), null);
    const twice = network('        x = self.drop(x)\n        return self.drop(self.fc(x))\n');
    assert.equal(await fixed(twice), null);
  });
});

describe('fix of an evaluation without eval()', () => {
  const model = `${torch}net = nn.Sequential(nn.Linear(2, 8), nn.Dropout(0.1), nn.Linear(8, 1))\n`;
  const step = (indent: string) => `${indent}loss = net(x).sum()\n${indent}loss.backward()\n`;

  it('stands before the block, as far in', async () => {
    const code = `${model}${step('')}with torch.no_grad():\n    y = net(x)\n`;
    assert.equal(await fixed(code), code.replace('with', 'net.eval()\nwith'));
    const tabs = `${model}def run():\n\t${step('').trim().replace('\n', '\n\t')}\n\tnet.train()\n\twith torch.no_grad():\n\t\ty = net(x)\n`;
    assert.equal(await fixed(tabs), tabs.replace('\twith', '\tnet.eval()\n\twith'));
  });

  it('switches back where training goes on', async () => {
    const loop = `${model}for epoch in range(9):\n${step('    ')}    with torch.no_grad():\n        y = net(x)\n    print(y)\n`;
    assert.equal(
      await fixed(loop),
      loop.replace('    with', '    net.eval()\n    with').replace('    print', '    net.train()\n    print'),
    );
    const switched = loop.replace('    loss =', '    net.train()\n    loss =');
    assert.equal(await fixed(switched), switched.replace('    with', '    net.eval()\n    with'));
  });

  it('stands at the beginning of a function that is given the network', async () => {
    const code = `${model}def evaluate(model, data):\n    """Of all."""\n    return [model(x) for x in data]\n\n\nnet.train()\n${step('')}`;
    assert.equal(await fixed(code), code.replace('    return', '    model.eval()\n    return'));
  });

  it('is not there where two networks are called, or where no one can tell how training goes on', async () => {
    const two = `${model}${step('')}with torch.no_grad():\n    y = net(model(x))\n`;
    assert.equal(await fixed(two), null);
    const leaves = `${model}${step('')}def test(net):\n    with torch.no_grad():\n        return net(x)\n`;
    assert.equal(await fixed(leaves), null);
    const open = `${model}${step('')}def evaluate(model, data):\n    return [model(x) for x in data]\n`;
    assert.equal(await fixed(open), null);
  });
});

describe('fixes of how dropout is switched on and off', () => {
  const method = (line: string, init = '') => `${torch}class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.p = 0.2${init === '' ? '' : `\n        ${init}`}

    def forward(self, x):
        ${line}
        return x
`;
  for (const [line, after] of [
    ['x = F.dropout(x, 0.5, training=True)', 'x = F.dropout(x, 0.5, training=self.training)'],
    ['x = F.dropout(x, self.training)', 'x = F.dropout(x, training=self.training)'],
    ['x = F.alpha_dropout(x, (0.1))', 'x = F.alpha_dropout(x, (0.1), training=self.training)'],
    [
      'x = F.alpha_dropout(x, p=(0.1 + 0.1),)',
      'x = F.alpha_dropout(x, p=(0.1 + 0.1), training=self.training,)',
    ],
    ['x = F.alpha_dropout(x, 0.1)', 'x = F.alpha_dropout(x, 0.1, training=self.training)'],
    ['x = nn.Dropout(self.p)(x)', 'x = nn.functional.dropout(x, self.p, training=self.training)'],
    ['F.dropout(x, 0.5, self.training)', 'x = F.dropout(x, 0.5, self.training)'],
    ['x = F.dropout(x, 0.5, training=not self.training)', 'x = F.dropout(x, 0.5, training=self.training)'],
    [
      'x = F.scaled_dot_product_attention(x, x, x, dropout_p=self.p)',
      'x = F.scaled_dot_product_attention(x, x, x, dropout_p=self.p if self.training else 0.0)',
    ],
  ] as const)
    it(`turns ${line} into what is meant`, async () => {
      assert.equal(await fixed(method(line)), method(after));
    });

  it('puts layers of a plain list into a ModuleList', async () => {
    const list = '[nn.Dropout(0.1) for _ in range(3)]';
    const use = 'x = self.drops[0](x)';
    assert.equal(
      await fixed(method(use, `self.drops = ${list}`)),
      method(use, `self.drops = nn.ModuleList(${list})`),
    );
  });

  it('calls train() at the beginning of the loop', async () => {
    const code = `${torch}net = nn.Sequential(nn.Linear(2, 8), nn.Dropout(0.5), nn.Linear(8, 1))\nfor epoch in range(9):\n    net(x).backward()\n    net.eval()\n    with torch.no_grad():\n        net(v)\n`;
    assert.equal(await fixed(code), code.replace('    net(x)', '    net.train()\n    net(x)'));
  });
});
