import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { cosTurn, ln, power, sinTurn } from '../../src/core/elementary';
import { Heap } from '../../src/core/kernels/heap';
import { instantiate } from '../../src/core/kernels/instance';
import { createStream, PURPOSES, type Purpose, philox } from '../../src/core/random';

type Four = [number, number, number, number];

const word = fc.integer({ min: 0, max: 0xffffffff });

describe('Philox4x32-10', () => {
  // Known answers published with Random123 (kat_vectors).
  const known: [Four, [number, number], Four][] = [
    [
      [0, 0, 0, 0],
      [0, 0],
      [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
    ],
    [
      [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
      [0xffffffff, 0xffffffff],
      [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
    ],
    [
      [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      [0xa4093822, 0x299f31d0],
      [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
    ],
  ];

  it('gives the published answers', () => {
    const out = new Uint32Array(4);
    for (const [counter, key, answer] of known) {
      philox(counter, key, out);
      assert.deepEqual([...out], answer);
    }
  });

  it('gives the same words in the kernels', () => {
    const heap = new Heap(65536);
    const kernels = instantiate(heap.memory);
    const out = new Uint32Array(4);
    fc.assert(
      fc.property(fc.tuple(word, word, word, word), fc.tuple(word, word), (counter, key) => {
        kernels.philoxBlocks(...counter, ...key, 64);
        for (let lane = 0; lane < 4; lane++) {
          philox([(counter[0] + lane) >>> 0, counter[1], counter[2], counter[3]], key, out);
          for (let i = 0; i < 4; i++) assert.equal(heap.u32[16 + 4 * i + lane], out[i]);
        }
      }),
    );
  });
});

describe('streams', () => {
  it('seed 0 is a seed like any other', () => {
    const stream = createStream(0, 'data');
    const words = Array.from({ length: 1000 }, () => stream.uint32());
    assert.ok(new Set(words).size > 995);
    assert.notEqual(words[0], createStream(1, 'data').uint32());
  });

  it('differ by seed, purpose and section, and repeat', () => {
    const first = new Set<number>();
    const purposes = Object.keys(PURPOSES) as Purpose[];
    for (const seed of [0, 1, 0xffffffff]) {
      for (const purpose of purposes) {
        for (const section of [0, 1, 2]) first.add(createStream(seed, purpose, section).uint32());
      }
    }
    assert.equal(first.size, 3 * purposes.length * 3);
    assert.equal(createStream(5, 'init', 2).normal(), createStream(5, 'init', 2).normal());
  });

  it('uniform and normal numbers have their means and variances', () => {
    const stream = createStream(1, 'data');
    const n = 200_000;
    const uniform = Array.from({ length: n }, () => stream.uniform());
    const normal = Array.from({ length: n }, () => stream.normal());
    const moments = (values: number[]) => {
      const mean = values.reduce((a, b) => a + b, 0) / n;
      return [mean, values.reduce((a, b) => a + (b - mean) ** 2, 0) / n];
    };
    const [uniformMean, uniformVariance] = moments(uniform);
    const [normalMean, normalVariance] = moments(normal);
    assert.ok(Math.abs(uniformMean - 0.5) < 0.004 && Math.abs(uniformVariance - 1 / 12) < 0.002);
    assert.ok(Math.abs(normalMean) < 0.01 && Math.abs(normalVariance - 1) < 0.02);
    assert.ok(uniform.every((u) => u >= 0 && u < 1));
  });

  it('below(n) is even', () => {
    const stream = createStream(2, 'data');
    const counts = new Array(7).fill(0);
    for (let i = 0; i < 70_000; i++) counts[stream.below(7)]++;
    for (const count of counts) assert.ok(Math.abs(count - 10_000) < 400);
  });

  it('the kernels shuffle by the same numbers as a stream', () => {
    const heap = new Heap(65536);
    const kernels = instantiate(heap.memory);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2000 }), word, fc.nat(1000), (count, seed, epoch) => {
        kernels.shuffle(1024, count, seed, epoch, 64);
        const order = Array.from({ length: count }, (_, i) => i);
        const stream = createStream(seed, 'shuffle', epoch);
        for (let i = count - 1; i > 0; i--) {
          const j = stream.below(i + 1);
          [order[i], order[j]] = [order[j], order[i]];
        }
        assert.deepEqual([...heap.u32.subarray(256, 256 + count)], order);
      }),
      { numRuns: 50 },
    );
  });
});

describe('elementary functions', () => {
  it('agree with those of the engine', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-300, max: 1e300, noNaN: true }), (x) => {
        assert.ok(Math.abs(ln(x) - Math.log(x)) <= 1e-14 * (1 + Math.abs(Math.log(x))));
      }),
    );
    fc.assert(
      fc.property(fc.double({ min: -1, max: 1, noNaN: true }), (turn) => {
        assert.ok(Math.abs(cosTurn(turn) - Math.cos(2 * Math.PI * turn)) < 1e-14);
        assert.ok(Math.abs(sinTurn(turn) - Math.sin(2 * Math.PI * turn)) < 1e-14);
      }),
    );
    fc.assert(
      fc.property(fc.double({ min: 0.5, max: 1, noNaN: true }), fc.nat(200), (base, n) => {
        assert.ok(Math.abs(power(base, n) - base ** n) <= 1e-13 * base ** n);
      }),
    );
  });
});
