import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Samples } from '../../src/core/dataset';
import { ACTIVATION, LINE, LOSS, MODE } from '../../src/core/kernels/layout';
import { panelsOf, strideOf } from '../../src/core/kernels/tiles';
import { dense } from '../../src/core/layers/dense';
import type { LayerKind, LayerPlan } from '../../src/core/layers/layer';
import { Network } from '../../src/core/network';
import { NO_DROPOUT, type SiteSetting } from '../../src/core/network-types';
import { adam } from '../../src/core/optimizers/adam';
import { createStream } from '../../src/core/random';
import type { LayerWeights } from '../../src/core/trainer-types';

const biasesOf = ({ weights, weightBytes }: LayerPlan) => (weights + weightBytes) / 4;

/** Each neuron is what comes in at its place, times a weight, plus a bias; see `test/fixtures/layers/scale.ts`. */
const scale: LayerKind = {
  activates: false,
  shape: (_, outputs) => ({ w: outputs, b: outputs }),
  plan(plan, { inputs, outputs, rowTiles, update }) {
    assert.equal(inputs, outputs);
    const [panels, stride] = [panelsOf(outputs), strideOf(outputs)];
    const weightBytes = panels * LINE;
    const parameters = () => plan.reserve(2 * weightBytes);
    return {
      ...{ inputs, outputs, panels, lines: 1, sparseInput: 0, sparseDelta: 0 },
      ...{ weights: parameters(), weightStride: 0, weightBytes, transposed: 0, transposedStride: 0 },
      first: update.first ? parameters() : 0,
      second: update.second ? parameters() : 0,
      ...{ unitLines: 1, units: 1 },
      output: plan.reserve(rowTiles * stride),
      delta: plan.reserve(rowTiles * stride),
      stride,
      before: plan.reserve(stride),
    };
  },
  scratch: ({ weightBytes }) => ({ lists: 0, sums: 2 * weightBytes }),
  kept: ({ weights, weightBytes }) => [weights / 4, (weights + 2 * weightBytes) / 4],
  become: (kernels, address) => (kernels as unknown as { scale(layer: number): void }).scale(address),
  read({ f32 }, layer) {
    const { inputs, outputs, weights } = layer;
    const slice = (from: number) => f32.slice(from, from + outputs);
    return { inputs, outputs, w: slice(weights / 4), b: slice(biasesOf(layer)) };
  },
  write({ f32 }, layer, { w, b }) {
    f32.set(w, layer.weights / 4);
    f32.set(b, biasesOf(layer));
  },
  addGradient({ f32 }, place, { outputs, weightBytes }, _unit, { w, b }) {
    for (let j = 0; j < outputs; j++) {
      w[j]! += f32[place + j]!;
      b[j]! += f32[place + weightBytes / 4 + j]!;
    }
  },
};

const WIDTHS = [3, 10, 10, 6, 2];
const LAYERS = [dense, scale, dense, dense];

/** Two classes, told apart by the sign of a sum. */
function samples(count: number): Samples {
  const random = createStream(5, 'data');
  const x = Float32Array.from({ length: 3 * count }, () => random.normal());
  const y = Float32Array.from({ length: count }, (_, i) => Number(x[3 * i]! + x[3 * i + 1]! > 0));
  return { count, x, y };
}

const kept = WIDTHS.map(() => NO_DROPOUT);
/** Half of the second layer's neurons, which are those of the kind under test. */
const dropped: SiteSetting = { ...NO_DROPOUT, mode: MODE.binary, threshold: 2 ** 31, scale: 2 };

describe('a kind of layer that does not ship', () => {
  let kernels: WebAssembly.Module;

  before(function () {
    this.timeout(60_000);
    const folder = mkdtempSync(join(tmpdir(), 'playground-layers-'));
    const outFile = join(folder, 'kernels.wasm');
    const flags = ['--config', 'asconfig.json', '--target', 'release', '--outFile', outFile];
    const compiler = 'node_modules/assemblyscript/bin/asc.js';
    execFileSync(process.execPath, [compiler, 'test/fixtures/layers/scale.ts', ...flags], {
      stdio: 'inherit',
    });
    kernels = new WebAssembly.Module(readFileSync(outFile));
    rmSync(folder, { recursive: true });
  });

  function networkOf(training: Samples, layers: readonly LayerKind[] | undefined): Network {
    const network = new Network({
      widths: WIDTHS,
      layers,
      kernels,
      activation: ACTIVATION.tanh,
      sparseHidden: false,
      loss: LOSS.softmaxCrossEntropy,
      update: adam.update({ beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }),
      batch: 16,
      weightDecay: 0,
      l1: 0,
      maxNorm: 0,
      seed: 1,
      train: training,
      validation: samples(0),
      test: samples(50),
    });
    network.initialize((inputs) => 1 / inputs);
    network.setStep(0, 0.02, kept);
    network.setStepsDiffer(false);
    network.setEvaluation(kept);
    return network;
  }

  const lossOf = (network: Network, { x, y, count }: Samples) =>
    network.passes.gradient(x, y, count, { kind: 'evaluation' }).loss;

  it('has the gradient that differences of the loss show, and so have the layers before and after it', () => {
    const data = samples(21);
    const network = networkOf(data, LAYERS);
    const random = createStream(9, 'data');
    const weights = network.weights().map(
      ({ w, b, ...sizes }): LayerWeights => ({
        ...sizes,
        w: w.map((value) => value + 0.3 * random.normal()),
        b: b.map(() => 0.3 * random.normal()),
      }),
    );
    network.setWeights(weights);
    const { layers } = network.passes.gradient(data.x, data.y, data.count, { kind: 'evaluation' });
    const step = 2 ** -7;
    for (const [index, { w, b }] of weights.entries())
      for (const [values, gradient] of [
        [w, layers[index]!.w],
        [b, layers[index]!.b],
      ] as const)
        for (const at of values.keys()) {
          const before = values[at]!;
          const lossAt = (value: number) => {
            values[at] = value;
            network.setWeights(weights);
            return lossOf(network, data);
          };
          const slope = (lossAt(before + step) - lossAt(before - step)) / (2 * step);
          lossAt(before);
          assert.ok(Math.abs(slope - gradient[at]!) < 1e-4, `layer ${index + 1}: ${gradient[at]}, ${slope}`);
        }
    network.release();
  });

  for (const [what, sites] of [
    ['', kept],
    [', with dropout on what it puts out', kept.map((site, at) => (at === 2 ? dropped : site))],
  ] as const)
    it(`trains, and its weights with it${what}`, () => {
      const data = samples(200);
      const network = networkOf(data, LAYERS);
      const first = network.weights()[1]!;
      assert.deepEqual([...first.w, ...first.b], [...Array(10).fill(1), ...Array(10).fill(0)]);
      network.setStep(0, 0.02, sites);
      for (let epoch = 0; epoch < 20; epoch++) {
        network.beginEpoch(epoch);
        assert.deepEqual(network.train(13), { taken: 13, diverged: false });
      }
      network.evaluateAll();
      const { loss, hits } = network.evaluated('test');
      assert.ok(loss < 0.3 && hits >= 45, `test loss ${loss}, ${hits} of 50 right`);
      const trained = network.weights()[1]!;
      assert.ok(trained.w.every((value) => value !== 1 && Number.isFinite(value)));
      const { activations, gradients } = network.snapshot();
      assert.equal(activations[2]!.length, 10);
      assert.ok(gradients[1]!.some((value) => value !== 0));
      network.release();
    });

  it('changes nothing for networks of the kinds that ship', () => {
    const data = samples(40);
    const [with_, without] = [
      networkOf(data, undefined),
      networkOf(
        data,
        WIDTHS.slice(1).map(() => dense),
      ),
    ];
    assert.deepEqual(with_.weights(), without.weights());
    assert.equal(lossOf(with_, data), lossOf(without, data));
  });
});
