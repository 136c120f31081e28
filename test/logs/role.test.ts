import assert from 'node:assert/strict';
import type { Role } from '../../src/logs/metric';
import { isMinimized, roleOf } from '../../src/logs/role';
import { namedRoles } from '../../src/logs/roles';
import { NAMES, OTHER_NAMES } from './names';

const names: Readonly<Record<Role | 'none', string>> = {
  trainLoss:
    'loss train_loss Loss/train training/loss trainLoss train_loss_epoch train-mlogloss nll train/box_loss tloss trainloss mse',
  validationLoss:
    'val_loss valid_loss eval_loss Loss/validation valLoss validation_0-logloss eval/loss dev_perplexity val/cls_loss vloss valloss epoch_val_loss val_mse',
  testLoss: 'test_loss Loss/test testLoss test-rmse testloss',
  trainScore: 'accuracy acc train_acc Accuracy/train f1 trainacc reward_mean',
  validationScore: 'val_accuracy val_acc1 eval/auc valid_f1 validation-top5 valacc metrics/mAP50(B)',
  testScore: 'test_accuracy test/acc testacc',
  learningRate: 'lr learning_rate lr-Adam lr/pg0 train/learning_rate learningRate',
  none: 'epoch step time eval_runtime eval_samples_per_second grad_norm best_val_loss loss_weight loss_scale total_flos patience momentum error',
};

describe('roles of curves', () => {
  for (const [role, some] of Object.entries(names))
    it(`${role} is guessed from the name`, () => {
      for (const name of some.split(' ')) assert.equal(roleOf(name), role === 'none' ? null : role, name);
    });

  for (const [title, table] of Object.entries({ NAMES, OTHER_NAMES }))
    it(`names of public projects (${title}), all of them`, () => {
      const wrong = Object.entries(table).flatMap(([wanted, text]) =>
        text
          .split(/\s+/)
          .filter(Boolean)
          .map((name) => name.replaceAll('·', ' '))
          .filter((name) => (roleOf(name) ?? 'none') !== wanted)
          .map((name) => `${name} is no ${roleOf(name)} but ${wanted}`),
      );
      assert.deepEqual(wrong, []);
    });

  it('less is better of every loss, more of every score', () => {
    for (const role of Object.keys(NAMES) as (Role | 'none')[])
      assert.equal(
        isMinimized(role === 'none' ? null : role),
        /Loss/.test(role) || (/Score/.test(role) ? false : undefined),
      );
  });

  it('a score without rows is of validation rows beside a named training and validation loss', () => {
    assert.deepEqual(namedRoles(['train_loss', 'valid_loss', 'accuracy']), [
      'trainLoss',
      'validationLoss',
      'validationScore',
    ]);
    assert.deepEqual(namedRoles(['loss', 'val_loss', 'accuracy']), [
      'trainLoss',
      'validationLoss',
      'trainScore',
    ]);
  });
});
