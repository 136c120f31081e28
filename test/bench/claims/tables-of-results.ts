import { SEEDS } from './repetition';
import { type Scenario, scenarios } from './scenarios';
import { CLAIMS, type Counted } from './tally';

/** 95 % interval of a share (Wilson 1927). */
function interval(share: number, count: number): [number, number] {
  const z = 1.96;
  const middle = (share + z ** 2 / (2 * count)) / (1 + z ** 2 / count);
  const half =
    (z / (1 + z ** 2 / count)) * Math.sqrt((share * (1 - share)) / count + z ** 2 / (4 * count ** 2));
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}

const percent = (share: number) => (100 * share).toFixed(1);

/** Comparisons of one repetition share their trainings: they count as many as their spread over repetitions says. */
function independent(cells: readonly Counted[], counts: (tally: Counted) => boolean): number {
  const share = cells.filter(counts).length / cells.length;
  if (share === 0 || share === 1) return cells.filter(({ flip }) => flip === 0).length;
  const excess = new Map<string, number>();
  for (const cell of cells) {
    const key = `${cell.scenario} ${cell.repetition}`;
    excess.set(key, (excess.get(key) ?? 0) + Number(counts(cell)) - share);
  }
  const squares = [...excess.values()].reduce((sum, value) => sum + value ** 2, 0);
  return Math.min(cells.length, (cells.length ** 2 * share * (1 - share)) / squares);
}

function cell(cells: readonly Counted[], counts: (tally: Counted) => boolean): string {
  if (cells.length === 0) return '';
  const share = cells.filter(counts).length / cells.length;
  const [low, high] = interval(share, independent(cells, counts));
  return `${percent(share)} (${percent(low)}–${percent(high)}; ${cells.length})`;
}

function byKind(cells: readonly Counted[], what: (tally: Counted) => readonly string[]): string {
  const counts = new Map<string, number>();
  for (const name of cells.flatMap(what)) counts.set(name, (counts.get(name) ?? 0) + 1);
  return (
    [...counts]
      .sort((a, b) => b[1] - a[1])
      .map(([name, count]) => `${name} ${count}`)
      .join(', ') || '–'
  );
}

const of = (tallies: readonly Counted[], { id }: Scenario) =>
  tallies.filter(({ scenario }) => scenario === id);
const header = (first: string, rest: readonly string[]) =>
  `| ${[first, ...rest].join(' | ')} |\n|${'---|'.repeat(rest.length + 1)}`;
const seedNames = SEEDS.map((seeds) => `${seeds} seed${seeds > 1 ? 's' : ''}`);

/** Claims where there is nothing to claim, in percent, with their 95 % interval and the number of comparisons. */
export function nullTable(tallies: readonly Counted[]): string {
  const rows = scenarios
    .filter((scenario) => scenario.sides !== 'dropout' && of(tallies, scenario).length > 0)
    .map((scenario) => row(scenario.title, of(tallies, scenario)));
  const all = tallies.filter(
    ({ scenario }) => scenarios.find(({ id }) => id === scenario)?.sides === 'masks',
  );
  return [
    header('claims, %', [...seedNames, 'claims', 'advice against the runs']),
    ...rows,
    row('all masks', all),
  ].join('\n');
}

function row(title: string, cells: readonly Counted[]): string {
  const claims = (tally: Counted) => CLAIMS.has(tally.kind);
  const bySeeds = SEEDS.map((seeds) =>
    cell(
      cells.filter((tally) => tally.seeds === seeds),
      claims,
    ),
  );
  const kinds = byKind(cells.filter(claims), ({ kind }) => [kind]);
  return `| ${[title, ...bySeeds, kinds, byKind(cells, ({ against }) => against)].join(' | ')} |`;
}

/** Verdicts where there is an effect: the mean of the ratio of losses at both moments, and what was said. */
export function powerTable(tallies: readonly Counted[]): string {
  const rows = scenarios
    .filter((scenario) => scenario.sides === 'dropout' && of(tallies, scenario).length > 0)
    .map((scenario) => {
      const cells = of(tallies, scenario);
      const single = cells.filter(({ seeds }) => seeds === 1);
      const mean = (key: 'logLast' | 'logBest') =>
        Math.exp(single.reduce((sum, tally) => sum + (tally[key] ?? 0), 0) / single.length).toFixed(2);
      const said = SEEDS.map((seeds) => {
        const some = cells.filter((tally) => tally.seeds === seeds);
        const shares = byKind(some, ({ kind }) => [kind]);
        return shares.replaceAll(/\d+/g, (count) => `${((100 * Number(count)) / some.length).toFixed(0)} %`);
      });
      return `| ${[scenario.title, `${mean('logLast')} ×, ${mean('logBest')} ×`, ...said, byKind(cells, ({ against }) => against)].join(' | ')} |`;
    });
  return [
    header('', ['test loss with dropout, end, best', ...seedNames, 'advice against the runs']),
    ...rows,
  ].join('\n');
}

/** All kinds of verdict by scenario and seeds, and the outcomes that were not told. */
export function kindTable(tallies: readonly Counted[]): string {
  return scenarios
    .flatMap((scenario) =>
      SEEDS.flatMap((seeds) => {
        const cells = of(tallies, scenario).filter((tally) => tally.seeds === seeds);
        if (cells.length === 0) return [];
        const outcomes = byKind(cells, ({ primary, last, best }) => [
          `${primary}:${primary === 'best' ? best : last}`,
        ]);
        return [`${scenario.id} ${seeds}: ${byKind(cells, ({ kind }) => [kind])} | ${outcomes}`];
      }),
    )
    .join('\n');
}
