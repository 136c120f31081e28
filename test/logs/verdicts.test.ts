import assert from 'node:assert/strict';
import fc from 'fast-check';
import { chartsOf } from '../../src/logs/charts';
import { type Course, courseOf } from '../../src/logs/course';
import { Curve } from '../../src/logs/curve';
import { drawn, randomOf, TRUTHS } from './synthetic';

type TruthId = keyof typeof TRUTHS;
const DRAWS = 100;
const ALARMS: ReadonlySet<Course['finding']> = new Set(['overfits', 'rises', 'diverged', 'unstable']);

describe('verdicts on curves whose course is known', () => {
  const findings = (truth: TruthId, epochs: number, noise: number) => {
    const random = randomOf(epochs);
    return Array.from({ length: DRAWS }, () => drawn(TRUTHS[truth], epochs, noise, random));
  };
  const share = (courses: readonly Course[], is: (course: Course) => boolean) =>
    courses.filter(is).length / courses.length;

  for (const noise of [0, 0.01, 0.03, 0.1, 0.3])
    it(`warn of nothing where nothing is wrong, whatever the noise: ${100 * noise} %`, () => {
      for (const truth of ['improves', 'plateau', 'steady', 'nothing'] as const)
        for (const epochs of [5, 10, 20, 40, 200]) {
          const rate = share(findings(truth, epochs, noise), ({ finding }) => ALARMS.has(finding));
          assert.ok(rate <= 0.06, `${truth}, ${epochs} epochs: ${100 * rate} %`);
        }
    });

  it('find what is there', () => {
    const found: readonly (readonly [TruthId, Course['finding'], readonly number[], number])[] = [
      ['improves', 'improves', [10, 20, 40, 200], 0.03],
      ['overfits', 'overfits', [10, 20, 40, 200], 0.03],
      ['overfitsALittle', 'overfits', [40, 200], 0.03],
      ['rises', 'rises', [10, 20, 40, 200], 0.03],
      ['overfits', 'overfits', [40, 200], 0.1],
      ['improves', 'improves', [40, 200], 0.1],
      ['diverged', 'diverged', [10, 20, 40, 200], 0.1],
      ['broken', 'diverged', [10, 20, 40, 200], 0.1],
      ['unstable', 'unstable', [10, 40, 200], 0.1],
      ['plateau', 'plateau', [10, 20, 40, 200], 0],
    ];
    for (const [truth, wanted, lengths, noise] of found)
      for (const epochs of lengths) {
        const rate = share(findings(truth, epochs, noise), ({ finding }) => finding === wanted);
        assert.ok(rate >= 0.9, `${truth}, ${epochs} epochs, noise ${noise}: ${100 * rate} %`);
      }
  });

  it('say since when it overfits: near where it begins', () => {
    for (const epochs of [20, 40, 200]) {
      const near = share(
        findings('overfits', epochs, 0.03),
        ({ best }) => Math.abs(best!.at / epochs - 0.3) <= 0.15,
      );
      assert.ok(near >= 0.9, `${epochs} epochs: ${100 * near} %`);
    }
  });

  it('do not depend on the scale of a loss', () => {
    const scaled = (truth: TruthId, scale: number) => {
      const { train, validation } = TRUTHS[truth];
      const bigger = {
        train: (at: number) => scale * train(at),
        validation: (at: number) => scale * validation(at),
      };
      return drawn(bigger, 40, 0.03, randomOf(3)).finding;
    };
    fc.assert(
      fc.property(
        fc.constantFrom(...(Object.keys(TRUTHS) as TruthId[])),
        fc.integer({ min: -12, max: 12 }),
        (truth, power) => assert.equal(scaled(truth, 2 ** power), scaled(truth, 1)),
      ),
    );
  });

  it('hold for scores as well, upside down', () => {
    const random = randomOf(1);
    const score = (of: (epoch: number) => number, name: string, role: 'trainScore' | 'validationScore') => {
      const curve = new Curve();
      for (let epoch = 1; epoch <= 40; epoch++) curve.add(epoch, epoch, of(epoch) + 0.02 * (random() - 0.5));
      return { name, role, curve };
    };
    const finding = (validation: (epoch: number) => number) =>
      courseOf(
        chartsOf([
          score((epoch) => 1 - 0.7 / epoch, 'accuracy', 'trainScore'),
          score(validation, 'val_accuracy', 'validationScore'),
        ]),
      )!.finding;
    assert.equal(
      finding((epoch) => 0.8 - 0.006 * Math.abs(epoch - 15)),
      'overfits',
    );
    assert.equal(
      finding((epoch) => 0.4 + 0.01 * epoch),
      'improves',
    );
    assert.ok(['steady', 'plateau'].includes(finding(() => 0.8)));
  });
});
