import assert from 'node:assert/strict';
import { tfjsSyntax } from './cases/tfjs-syntax';
import { describeFinding, modelsOf, scanner } from './support';

describe('what the syntax of TypeScript means', () => {
  for (const { title, code, expected, language = 'typescript' } of tfjsSyntax)
    it(title, async () => {
      const { findings } = (await scanner()).scan(code, language);
      assert.deepEqual(findings.map(describeFinding), expected);
      for (const { edit } of findings) if (edit) assert.equal(code.slice(edit.start, edit.end), edit.text);
    });

  const head = "import * as tf from '@tensorflow/tfjs';\n";
  const layers = `const input = tf.input({ shape: [4] });
const hidden = tf.layers.dense({ units: 8, activation: 'relu' as const });
const output = tf.layers.dense({ units: <number>2 });
`;
  const models: Readonly<Record<string, string>> = {
    'layers that are applied under another type': `${layers}const x = hidden.apply(input) as tf.SymbolicTensor;
const model = tf.model({ inputs: input, outputs: output.apply(x) as tf.SymbolicTensor });
model.compile({ optimizer: 'sgd' });`,
    'a model under another type': `${layers}const model = tf.sequential();
(model as tf.Sequential).add(tf.layers.inputLayer({ inputShape: [4] }));
(<tf.Sequential>model).add(hidden);
model!.add(output);
model?.compile({ optimizer: 'sgd' });`,
    'a model in a typed field': `${layers}class Net {
  private readonly model: tf.Sequential = tf.sequential({ layers: [tf.layers.inputLayer({ inputShape: [4] }), hidden] });
  constructor() { this.model!.add(output); }
  async fit<T extends tf.Tensor>(x: T) { await this.model?.fit(x, x); }
}`,
  };
  for (const [title, code] of Object.entries(models))
    it(`models: ${title}`, async () => {
      const [model, ...more] = await modelsOf(head + code, 'typescript');
      assert.equal(more.length, 0);
      assert.deepEqual(
        model?.layers.map(({ kind, units, activation }) => [kind, units, activation]),
        [
          ['input', null, null],
          ['linear', 8, 'relu'],
          ['linear', 2, null],
        ],
      );
      assert.equal(model?.trained, true);
    });
});
