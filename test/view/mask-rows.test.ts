import assert from 'node:assert/strict';
import { networkFrame } from '../../src/worker/network-frame';
import {
  evaluationOf,
  evaluationScale,
  evaluationWords,
  scaleText,
} from '../../webview/components/network-model';
import { fatesOf, maskRows } from '../../webview/explore/mask-rows';
import { dataset, trainer } from '../core/fixtures';

/** A frame of a real step. */
function frameOf(dropout: object, hidden: readonly number[] = [40, 8], steps = 3) {
  const run = trainer(dataset({ features: 3, train: 20 }), { dropout, network: { hidden } });
  for (let step = 0; step < steps; step++) run.advance(1);
  return networkFrame(run);
}

const texts = (rows: ReturnType<typeof maskRows>, title: RegExp) =>
  rows.find((row) => title.test(row.title))?.cells.map(({ text }) => text);

describe('the mask table', () => {
  it('shows the comparison, the mask, the values and the gradients of the step', () => {
    const { sites, samples } = frameOf({ ratio: 0.5 });
    assert.equal(samples, 20);
    const site = sites[1];
    const rows = maskRows(site, 2);
    assert.deepEqual(
      rows.map(({ title }) => title),
      ['neuron', 'random number', 'mask: > 0.50', 'value before', 'value after: × 2', 'gradient'],
    );
    // 12 of 40 neurons, by their own numbers.
    assert.deepEqual(texts(rows, /neuron/)?.slice(0, 3), ['2', '6', '9']);
    const fates = fatesOf(site);
    const [draws, masks] = [texts(rows, /random/)!, texts(rows, /mask/)!];
    const [before, after, gradients] = [/before/, /after/, /gradient/].map((title) => texts(rows, title)!);
    assert.ok(new Set(fates).size === 3, fates.join());
    fates.forEach((fate, i) => {
      assert.equal(masks[i], Number(draws[i]) >= 0.5 ? 'True' : 'False');
      assert.equal(masks[i] === 'False', fate === 'dropped');
      if (fate === 'dropped') assert.deepEqual([after[i], gradients[i]], ['0', 'blocked']);
      // Kept, and silent by ReLU: nothing before the mask either, and no gradient through the activation.
      if (fate === 'silent') assert.deepEqual([before[i], after[i], gradients[i]], ['0', '0', '0']);
      if (fate === 'kept') assert.ok(Number(before[i]) > 0 && Number(after[i]) > 0);
    });
  });

  it('has the factor of Gaussian noise in place of a mask', () => {
    const rows = maskRows(frameOf({ ratio: 0.5, rule: 'gaussian' }).sites[1], 1);
    assert.equal(texts(rows, /random|mask/), undefined);
    assert.ok(texts(rows, /noise/)!.some((text) => text !== '–' && text !== '1'));
  });

  it('of the input has no gradient, and of a run of an older version the mask and the output alone', () => {
    const [input, hidden] = frameOf({ ratio: 0.5, placement: { input: true } }).sites;
    assert.equal(texts(maskRows(input, 2), /gradient/), undefined);
    const { pass: _, ...old } = hidden;
    assert.deepEqual(
      maskRows(old, 2).map(({ title }) => title),
      ['neuron', 'mask: > 0.50', 'value after: × 2'],
    );
  });

  it('does not round a number over the ratio', () => {
    const site = frameOf({ ratio: 0.5 }).sites[1];
    const draws = Float64Array.from(site.indices, () => 0.49999);
    const rows = maskRows({ ...site, pass: { ...site.pass!, draws } }, 2);
    assert.equal(texts(rows, /random/)![0], '0.499');
    const titles = (ratio: number) => maskRows({ ...site, ratio }, 2).map(({ title }) => title);
    assert.ok(titles(1 / 3).includes('mask: > 0.333'));
    assert.ok(titles(0.07).includes('mask: > 0.07'));
  });
});

describe('the network in evaluation', () => {
  it('shows every neuron with what it puts out, scaled as the rule says', () => {
    const [classic, slip] = ['classic', 'as-written'].map((rule) => frameOf({ ratio: 0.2, rule }, [40], 1));
    for (const frame of [classic, slip]) {
      const { sites } = evaluationOf(frame);
      assert.ok(sites[1].kept.every((bit) => bit === 1));
      assert.deepEqual(sites[1].activations, frame.sites[1].pass!.evaluation);
    }
    // The same weights after the same step: only the scale differs.
    classic.sites[1].pass!.evaluation.forEach((value, i) => {
      assert.ok(Math.abs(value / 0.8 - slip.sites[1].pass!.evaluation[i] / 0.2) < 1e-5);
    });
  });

  it('says the scale: the kept fraction for classic, 1 for inverted, the dropped one for the slip', () => {
    const scales = ['inverted', 'classic', 'gaussian', 'alpha', 'as-written'].map((rule) =>
      scaleText(evaluationScale(rule, 0.2)),
    );
    assert.deepEqual(scales, ['× 1', '× 0.80', '× 1', '× 1', '× 0.20']);
    assert.equal(scaleText(evaluationScale('classic', 0)), '× 1');
    assert.match(evaluationWords('classic'), /kept fraction/);
    assert.match(evaluationWords('inverted'), /applied in training/);
  });
});
