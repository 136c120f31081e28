import assert from 'node:assert/strict';
import { type FigureResult, figures, holds } from '../../src/experiment/figures/index';
import { cli } from '../study/cli-support';

/** The last thing that a figure says. */
function reproduced(id: string): FigureResult {
  let result: FigureResult | undefined;
  for (const found of figures.find((one) => one.id === id)!.reproduce()) result = found ?? result;
  return result!;
}

describe('published figures', () => {
  for (const { id, isLong } of figures)
    if (!isLong)
      it(`the shape holds: ${id}`, () => {
        const result = reproduced(id);
        assert.ok(result.checks.length > 0);
        for (const { label, value, low, high } of result.checks)
          assert.ok(value >= low && value <= high, `${label}: ${value}, accepted ${low} to ${high}`);
        for (const { label, points } of result.lines) {
          assert.ok(points.length > 1, label);
          assert.deepEqual(
            points,
            [...points].sort((a, b) => a.x - b.x),
          );
        }
      }).timeout(120_000);

  it('a number out of its range, or none at all, is no shape that holds', () => {
    const check = { label: '', low: 0.9, high: 1.15 };
    const of = (value: number) => holds({ lines: [], checks: [{ ...check, value }] });
    assert.deepEqual([0.89, 0.9, 1.15, 1.16, Number.NaN].map(of), [false, true, true, false, false]);
  });

  it('have ids of their own, and a source with an address', () => {
    assert.equal(new Set(figures.map(({ id }) => id)).size, figures.length);
    for (const { source, claim, x, y } of figures) {
      assert.match(source.url, /^https:/);
      assert.ok(claim && x && y && source.name);
    }
  });

  it('on the command line come with their source, their numbers and whether they hold', async () => {
    const { code, out } = await cli(['figures', 'ridge']);
    assert.equal(code, 0);
    assert.match(out, /Srivastava et al. 2014, JMLR 15, § 9.1/);
    assert.match(out, /published, w1, ridge regression/);
    assert.match(out, /The shape holds\./);
    const { lines } = await cli(['figures', 'ridge', '--json']);
    assert.deepEqual([lines.length, lines[0].id, lines[0].holds], [1, 'ridge', true]);
    assert.equal(lines[0].lines[2].label, 'w1, mean over 40,000 steps with dropout');
  }).timeout(60_000);

  it('that do not exist are named beside those that do', async () => {
    const { code, err } = await cli(['figures', 'rigde']);
    assert.equal(code, 2);
    assert.match(err, /no figure "rigde"; there are drop-ratio, monte-carlo, ridge/);
  });
});
