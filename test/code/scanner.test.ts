import assert from 'node:assert/strict';
import { optimizerOfName } from '../../src/code/frameworks/index';
import { optimizers } from '../../src/core/optimizers/index';
import type { Case } from './cases/case';
import { conventions } from './cases/conventions';
import { fastai } from './cases/fastai';
import { files } from './cases/files';
import { jax } from './cases/jax';
import { keras } from './cases/keras';
import { names } from './cases/names';
import { nothing } from './cases/nothing';
import { programs } from './cases/programs/index';
import { pytorch } from './cases/pytorch';
import { scratch } from './cases/scratch';
import { spellings } from './cases/spellings';
import { tensorflow } from './cases/tensorflow';
import { tfjs } from './cases/tfjs';
import { torchLike } from './cases/torch-like';
import { trainers } from './cases/trainers';
import { describeFinding, scanner } from './support';

const table: Readonly<Record<string, readonly Case[]>> = {
  PyTorch: pytorch,
  Keras: keras,
  TensorFlow: tensorflow,
  'JAX, Flax, Haiku': jax,
  'scikit-learn, skorch, Lightning, Transformers': trainers,
  'Deep Learning from Scratch, DeZero': scratch,
  fastai,
  'MLX, PaddlePaddle': torchLike,
  'names followed to their literals': names,
  'names by convention': conventions,
  'configuration, notebooks': files,
  'TensorFlow.js': tfjs,
  'other spellings': spellings,
  'words that mean something else': nothing,
  ...programs,
};

describe('what is found in source code', () => {
  it('every optimizer that the playground has', () => {
    // Momentum of both kinds is an argument of plain gradient descent.
    const named = optimizers.filter(({ id }) => id !== 'momentum' && id !== 'nesterov');
    for (const { id } of named) assert.equal(optimizerOfName(id), id);
  });

  for (const [family, cases] of Object.entries(table)) {
    describe(family, () => {
      for (const { title, code, expected, language = 'python' } of cases) {
        it(`${expected.length === 0 ? 'nothing: ' : ''}${title}`, async () => {
          const { findings } = (await scanner()).scan(code, language);
          assert.deepEqual(findings.map(describeFinding), expected);
          for (const { edit } of findings) {
            if (edit)
              assert.equal(
                code.slice(edit.start, edit.end),
                edit.text,
                'the literal is where it is said to be',
              );
          }
        });
      }
    });
  }

  it('is a table of at least 1,000 snippets, half of which have nothing to find', () => {
    const all = Object.values(table).flat();
    const empty = all.filter(({ expected }) => expected.length === 0);
    assert.ok(all.length >= 1000, `${all.length} snippets`);
    assert.ok(empty.length >= 0.5 * all.length, `${empty.length} of ${all.length} have nothing to find`);
  });
});
