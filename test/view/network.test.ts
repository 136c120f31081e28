import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { NetworkFrame, RunInfo } from '../../src/protocol';
import {
  layoutNetwork,
  neuronAt,
  pictureOf,
  type SiteShape,
  spreadIndices,
} from '../../webview/components/network-layout';
import {
  describeNetwork,
  describeNeuron,
  frameOf,
  siteModels,
  siteShapes,
  valueText,
} from '../../webview/components/network-model';

const info = { features: 2, outputs: 2, widths: [128, 3, 2] } as unknown as RunInfo;
const placement = { input: false, hidden: [true, 0.25], output: false };
const facts = { placement, ratio: 0.5, layers: [128, 3], info };

function frame(widths: readonly number[], shown: number, dropped: readonly number[] = []): NetworkFrame {
  const sites = widths.map((width, site) => {
    const indices = Uint32Array.from(spreadIndices(width, shown));
    const kept = new Uint8Array(indices.length).fill(1);
    if (site === 1) for (const index of dropped) kept[index] = 0;
    return { width, indices, kept, activations: new Float32Array(indices.length).fill(0.5), ratio: 0.5 };
  });
  return { step: 7, sites, weights: [] };
}

describe('layout of the network', () => {
  const shapes = fc.array(
    fc
      .tuple(fc.integer({ min: 1, max: 2000 }), fc.integer({ min: 1, max: 16 }))
      .map(([total, most]): SiteShape => ({ total, shown: Math.min(total, most) })),
    { minLength: 2, maxLength: 14 },
  );
  const sizes = fc.tuple(fc.integer({ min: 200, max: 1600 }), fc.integer({ min: 80, max: 600 }));

  it('keeps every neuron inside of the picture and apart from its neighbours', () => {
    fc.assert(
      fc.property(shapes, sizes, (sites, [width, height]) => {
        const { columns } = layoutNetwork(sites, width, height);
        for (const { xs, ys, radius } of columns) {
          assert.ok(radius >= 2 && xs.length === ys.length && ys.length >= 1);
          for (const [i, y] of ys.entries()) {
            assert.ok(xs[i] > 0 && xs[i] < width);
            assert.ok(y - radius >= 0 && y + radius <= height, `${y} ± ${radius} in ${height}`);
            if (i > 0) assert.ok(y - ys[i - 1] >= 2 * radius, `${y - ys[i - 1]} against ${radius}`);
          }
        }
      }),
    );
  });

  it('counts what is not drawn', () => {
    fc.assert(
      fc.property(shapes, sizes, (sites, [width, height]) => {
        layoutNetwork(sites, width, height).columns.forEach(({ ys, more }, index) => {
          assert.equal(ys.length + (more?.count ?? 0), sites[index].total);
          if (more) assert.ok(more.y > ys[ys.length - 1] && more.y < height);
        });
      }),
    );
  });

  it('gives equal columns, under which the switches stand', () => {
    const { columns } = layoutNetwork(
      [
        { shown: 2, total: 2 },
        { shown: 12, total: 128 },
      ],
      400,
      200,
    );
    assert.deepEqual(
      columns.map(({ x }) => x),
      [100, 300],
    );
  });

  it('says nothing of what is missing from a layer of unknown width', () => {
    const { columns } = layoutNetwork([{ shown: 3, total: null }], 100, 200);
    assert.equal(columns[0].more, null);
  });

  it('puts pixels where they are in the picture', () => {
    const indices = [0, 27, 756, 783];
    const site = { shown: 4, total: 784, image: { width: 28, height: 28, indices } };
    const [column] = layoutNetwork([site], 100, 200).columns;
    const { left, top, cell } = column.thumbnail!;
    const far = 27.5 * cell;
    assert.deepEqual(
      column.xs.map((x) => Math.round((x - left) * 1e6) / 1e6),
      [0.5 * cell, far, 0.5 * cell, far].map((x) => Math.round(x * 1e6) / 1e6),
    );
    assert.ok(Math.abs(column.ys[2] - top - far) < 1e-9);
    assert.equal(column.more?.count, 780);
  });

  it('finds the neuron under the pointer', () => {
    const layout = layoutNetwork(
      [
        { shown: 2, total: 2 },
        { shown: 5, total: 5 },
      ],
      300,
      200,
    );
    const { xs, ys } = layout.columns[1];
    assert.deepEqual(neuronAt(layout, xs[3] + 1, ys[3] - 1), { site: 1, neuron: 3 });
    assert.equal(neuronAt(layout, 150, 199), undefined);
  });

  it('takes large squares for pictures', () => {
    assert.deepEqual(pictureOf(784), { width: 28, height: 28 });
    assert.deepEqual(pictureOf(64), { width: 8, height: 8 });
    for (const features of [2, 4, 16, 49, 783, 785]) assert.equal(pictureOf(features), undefined);
  });

  it('spreads indexes without repeating one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 1, max: 20 }), (total, count) => {
        const indices = spreadIndices(total, count);
        assert.equal(new Set(indices).size, Math.min(total, count));
        assert.ok(indices.every((index) => index >= 0 && index < total));
      }),
    );
  });
});

describe('facts of the network', () => {
  it('names each site with what is set there', () => {
    const models = siteModels(facts);
    assert.deepEqual(
      models.map((model) => [model.site, model.name, model.short, valueText(model), model.width]),
      [
        ['input', 'input', 'in', 'off', 2],
        [0, 'hidden 1', 'h1', '0.50', 128],
        [1, 'hidden 2', 'h2', '0.25', 3],
        ['output', 'output', 'out', 'off', 2],
      ],
    );
  });

  it('does not know the outer widths before the data has been read', () => {
    const models = siteModels({ ...facts, info: null });
    assert.deepEqual(
      models.map(({ width }) => width),
      [null, 128, 3, null],
    );
    assert.deepEqual(
      siteShapes(models, null).map(({ shown, total }) => [shown, total]),
      [
        [3, null],
        [12, 128],
        [3, 3],
        [3, null],
      ],
    );
  });

  it('draws no frame of another network', () => {
    const models = siteModels(facts);
    const fits = frame([2, 128, 3, 2], 12);
    assert.equal(frameOf(fits, models), fits);
    assert.equal(frameOf(frame([2, 64, 3, 2], 12), models), null);
    assert.equal(frameOf(frame([2, 128, 2], 12), models), null);
    assert.equal(frameOf(null, models), null);
  });

  it('says in words what the step drops', () => {
    const models = siteModels(facts);
    const text = describeNetwork(models, frame([2, 128, 3, 2], 12, [0, 4, 5]));
    assert.match(text, /Step 7: 3 of the 12 neurons shown dropped in hidden 1\./);
    assert.match(text, /Dropout: hidden 1 0\.50, hidden 2 0\.25\./);
    assert.match(describeNetwork(models, frame([2, 128, 3, 2], 12)), /Step 7: no neuron is dropped\./);
    const small = siteModels({ ...facts, layers: [3, 3] });
    assert.match(describeNetwork(small, frame([2, 3, 3, 2], 12, [1])), /1 of 3 neurons dropped in hidden 1/);
  });

  it('says that no dropout is placed', () => {
    const none = { input: false, hidden: false, output: false };
    assert.match(describeNetwork(siteModels({ ...facts, placement: none }), null), /No dropout is placed\./);
  });

  it('tells a neuron by its place in the layer', () => {
    const models = siteModels(facts);
    const shown = frame([2, 128, 3, 2], 12, [1]);
    assert.equal(describeNeuron(models, shown, 2, 2), 'hidden 2, neuron 3: activation 0.5');
    assert.match(describeNeuron(models, shown, 1, 1), /^hidden 1, neuron \d+: dropped in this step$/);
    assert.equal(describeNeuron(models, null, 1, 1), 'hidden 1');
  });

  it('shows pixels where the input is a picture', () => {
    const pictured = siteModels({
      ...facts,
      info: { ...info, features: 784, outputs: 10, widths: [128, 3, 10] },
    });
    const [input] = siteShapes(pictured, null);
    assert.equal(input.image?.width, 28);
    assert.equal(input.image?.indices.length, 12);
  });
});
