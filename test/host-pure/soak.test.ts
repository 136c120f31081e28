import assert from 'node:assert/strict';
import { type Phase, reportOf } from '../bench/soak/report';
import { type Point, slopeOf } from '../bench/soak/slope';
import { censusOf, growthOf } from '../bench/soak/snapshot';

const MB = 2 ** 20;
/** Noise that is the same every time, between -1 and 1. */
const noise = (i: number) => Math.sin(12.9898 * i) * Math.cos(78.233 * i);

describe('the measurement of a long day', () => {
  it('finds a slope under noise and samples that stand out, and holds it in the interval', () => {
    const points = Array.from(
      { length: 40 },
      (_, i): Point => [i, 3 * i + 2 * noise(i) + (i % 10 === 9 ? 500 : 0)],
    );
    const slope = slopeOf(points)!;
    assert.ok(Math.abs(slope.value - 3) < 0.1, `${slope.value}`);
    assert.ok(slope.low < 3 && 3 < slope.high && slope.high - slope.low < 1, JSON.stringify(slope));
  });

  it('has no slope of too few points, and none where nothing changes', () => {
    assert.equal(
      slopeOf([
        [0, 1],
        [1, 2],
        [2, 3],
      ]),
      undefined,
    );
    assert.deepEqual(slopeOf([0, 1, 2, 3, 4].map((x): Point => [x, 7])), { value: 0, low: 0, high: 0 });
  });

  const phase = (held: (i: number) => number, listeners: (i: number) => number): Phase => ({
    name: 'Short runs',
    begun: 0,
    warm: 200,
    ended: 600,
    done: { runs: 1000 },
    samples: Array.from({ length: 60 }, (_, i) => ({
      at: 10 * i,
      figures: { 'host.held': held(i) * MB, 'host.listeners': listeners(i) },
    })),
  });
  const typing = { before: { median: 20, p95: 40 }, after: { median: 22, p95: 38 } };

  it('says that nothing grows where nothing does, and what grows where something does', () => {
    const flat = phase(
      (i) => 100 + 0.05 * noise(i),
      () => 60,
    );
    assert.match(reportOf({ phases: [flat], typing }), /Verdict: nothing grows\.\n$/);
    const leaking = phase(
      (i) => 100 + 0.1 * i + 0.05 * noise(i),
      (i) => 60 + 17 * i,
    );
    const report = reportOf({ phases: [leaking], typing });
    assert.match(report, /Verdict: grows: host: heap \+ external.*listeners of emitters \(Short runs/);
    assert.match(report, /median 20\.0 → 22\.0 ms \(1\.10 ×\)/);
  });

  it('says that it was too short where the interval holds the limit', () => {
    const rough = phase(
      (i) => 100 + 5 * noise(i),
      () => 60,
    );
    assert.match(reportOf({ phases: [rough], typing }), /nothing grows\. Too short to tell: host: heap/);
  });

  it('leaves the warm-up out', () => {
    const warming = phase(
      (i) => (i < 20 ? 50 + 2 * i : 100),
      () => 60,
    );
    assert.match(reportOf({ phases: [warming], typing }), /Verdict: nothing grows\.\n$/);
  });

  it('counts the objects of a heap by their constructors', () => {
    const heap = (runs: number) =>
      JSON.stringify({
        snapshot: {
          meta: { node_fields: ['type', 'name', 'self_size'], node_types: [['object', 'string']] },
        },
        nodes: [...Array.from({ length: runs }, () => [0, 0, 48]).flat(), 1, 1, 20],
        strings: ['Run', 'a text'],
      });
    assert.deepEqual(growthOf(censusOf(heap(2)), censusOf(heap(5))), [
      { name: 'object Run', count: 3, bytes: 144 },
    ]);
  });
});
