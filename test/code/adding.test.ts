import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Report } from './adding-driver';
import { additions, bundledDriver, exportsOf, lacks, treeWithDummies } from './adding-support';

const small = { train: 20, test: 20, validation: 0 };
const data = { source: 'moons', ...small };

/** An experiment that names each dummy. */
const experiments: Readonly<Record<string, object>> = {
  'dummy-set': { data: { source: 'dummy-set', ...small } },
  'dummy-optimizer': { data, training: { optimizer: 'dummy-optimizer', batchSize: 4 } },
  'dummy-activation': { data, network: { activation: 'dummy-activation' }, training: { batchSize: 4 } },
  'dummy-rule': { data, dropout: { rule: 'dummy-rule' }, training: { batchSize: 4 } },
  'dummy-loss': { data, training: { loss: 'dummy-loss', batchSize: 4 } },
  'dummy-schedule': { data, training: { schedule: { kind: 'dummy-schedule' }, batchSize: 4 } },
  'dummy-course': { data, dropout: { schedule: { kind: 'dummy-course' } }, training: { batchSize: 4 } },
  'dummy-file': { data: { source: 'dummy-file', file: 'x.npy' } },
};

/** The table “Adding one thing”: the places of each row. */
function rows(): Map<string, string> {
  const section = /## Adding one thing\n([\s\S]*?)\n## /.exec(readFileSync('ARCHITECTURE.md', 'utf8'))![1]!;
  const lines = section.split('\n').filter((line) => line.startsWith('| '));
  return new Map(lines.map((line) => [line.split('|')[1]!.trim(), line]));
}

describe('adding one thing', function () {
  this.timeout(600_000);
  let tree: string;
  let missing: Map<string, Set<string>>;
  let report: Report;

  before(async () => {
    tree = treeWithDummies();
    missing = lacks(tree);
    report = await (await bundledDriver(tree)).drive(experiments);
  });

  for (const { row, id, file, compiles } of additions)
    it(`${row}: what does not compile without its entry is what its row names`, () => {
      const named = rows().get(row);
      assert.ok(named, `ARCHITECTURE.md has no row “${row}”`);
      const places = [...named.matchAll(/`([\w./-]+)`/g)].map(([, place]) => place!);
      const found = [...missing.get(id)!];
      const isNamed = (path: string) => places.some((place) => path.endsWith(place));
      assert.deepEqual(
        found.filter((path) => !isNamed(path)),
        [],
        'not named',
      );
      const isFound = (place: string) =>
        [file, ...found].some((path) => path.endsWith(place)) || /NAME/.test(place);
      assert.deepEqual(
        places.filter((place) => !isFound(place) && !compiles.includes(place)),
        [],
        'named, and compiles without an entry',
      );
    });

  for (const id of Object.keys(experiments)) {
    it(`${id} is offered by the form, and trains`, () => {
      const { offered, run } = report.driven[id]!;
      assert.ok(offered);
      if (id === 'dummy-file') assert.match(String(run), /dummy-file/);
      else assert.ok(Number(run) > 0, String(run));
    });

    it(`${id} is exported as nothing else: the program says so in a comment, and stops`, () => {
      for (const [library, program] of Object.entries(report.driven[id]!.programs)) {
        const comments = program.split('\n').filter((line) => /^(?:#|\/\/)/.test(line));
        assert.ok(
          comments.some((line) => line.includes(`“${id}”`)),
          `${library}: ${program}`,
        );
        assert.match(program, new RegExp(`unsaid\\("${id}"\\)`), library);
        assert.match(program, /raise NotImplementedError|throw new Error\('Dropout/, library);
      }
    });
  }

  it('a chart has its place in the panel', () => {
    assert.deepEqual(report.charts, ['loss', 'score', 'dummy-chart']);
    assert.equal(report.rows, 3);
  });

  it('what is in a list alone is offered as it is listed', () => {
    assert.deepEqual(report.listed, {
      scenario: ['Dummy scenario', true],
      sweep: ['Dummy sweep', true],
      library: ['Dummy library', true],
      sampler: { kind: 'dummy-sampler' },
      idea: 'Dummy idea',
      framework: [['dummy-framework', 'dropout', 0.3]],
    });
  });

  it('what can be taken away is missed in package.json', () => {
    const { all, undeclared } = exportsOf(tree);
    assert.ok(all.includes('exportJson'), all.join());
    assert.deepEqual(undeclared, ['exportDummy']);
  });

  it('a slice of state reaches the views that subscribe to it', () => {
    assert.deepEqual(report.slices, [null, 'changed']);
  });

  it('titles and descriptions are among the texts that need their Korean', () => {
    const korean: Readonly<Record<string, string>> = JSON.parse(
      readFileSync('media/l10n/bundle.l10n.ko.json', 'utf8'),
    );
    for (const { id } of additions.filter((one) => one.id in experiments)) {
      const title = `Dummy ${id.slice('dummy-'.length)}`;
      assert.ok(report.shown.includes(`"${title}"`), title);
      assert.ok(!korean[title]);
    }
  });
});
