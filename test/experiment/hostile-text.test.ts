import assert from 'node:assert/strict';
import { differences } from '../../src/experiment/differences';
import { listed, quoted, shortened, withShortQuotes } from '../../src/experiment/listed';
import { parseExperiment, parseExperimentText } from '../../src/experiment/parse';

/** What is said of a text: at most 50 messages, each of which a person can read. */
function problemsOf(text: string): string[] {
  const result = parseExperimentText(text);
  assert.ok(!result.ok);
  const messages = result.problems.map(({ message }) => message);
  assert.ok(messages.length <= 50);
  for (const message of messages) assert.ok(message.length < 1000, message.slice(0, 80));
  return messages;
}

describe('an experiment file that is made to take long', () => {
  const many = (count: number, item: string) => Array.from({ length: count }, () => item).join();

  it('is told how many entries are too many, and nothing of each of them', () => {
    const table: [string, RegExp][] = [
      [`"changes": [${many(100_000, '0')}]`, /^changes: 100000 entries are too many; at most 10000 /],
      [`"changes": [${many(100_000, '{}')}]`, /^changes: 100000 entries are too many/],
      [`"network": {"hidden": [${many(400_000, '8')}]}`, /^network\.hidden: 400000 entries are too many/],
      [
        `"data": {"source": "csv", "file": "a", "missing": [${many(100_000, '"x"')}]}`,
        /^data\.missing: 100000 entries are too many/,
      ],
      [
        `"data": {"source": "csv", "file": "a", "columns": {${Array.from({ length: 50_000 }, (_, i) => `"c${i}": 1`)}}}`,
        /^data\.columns: 50000 entries are too many; at most 1000 /,
      ],
    ];
    for (const [text, words] of table) {
      const messages = problemsOf(`{"version": 1, ${text}}`);
      assert.equal(messages.length, 1);
      assert.match(messages[0]!, words);
    }
  });

  it('is told of its first unknown keys, each at its line', () => {
    const keys = Array.from({ length: 60_000 }, (_, i) => `"k${i}": 1`).join(',\n');
    const result = parseExperimentText(`{\n${'\n'.repeat(200_000)}${keys}}`);
    assert.ok(!result.ok);
    assert.equal(result.problems.length, 50);
    assert.deepEqual(
      result.problems.map(({ line }) => line),
      Array.from({ length: 50 }, (_, i) => 200_002 + i),
    );
  });

  it('has a key, a value or a schema of a million characters', () => {
    const long = 'epochs'.repeat(160_000);
    assert.match(problemsOf(`{"version": 1, "${long}": 1}`)[0]!, /^\["epochs.*…\]: unknown key/);
    assert.match(problemsOf(`{"version": 1, "name": "${long}"}`)[0]!, /^name: "epochs.*… is not allowed/);
    assert.match(problemsOf(`{"version": 1, "$schema": "${long}"}`)[0]!, /^\$schema: "epochs/);
    assert.match(
      problemsOf(`{"version": 1, "seed": ${'9'.repeat(900_000)}}`)[0]!,
      /^seed: Infinity is not allowed/,
    );
  });
});

describe('a difference of a thousand columns', () => {
  it('is told by the first of them', () => {
    const experiment = (count: number) => {
      const columns = Object.fromEntries(Array.from({ length: count }, (_, i) => [`c${i}`, 'leaveOut']));
      const result = parseExperiment({ version: 1, data: { source: 'csv', file: 'a.csv', columns } });
      assert.ok(result.ok);
      return result.experiment;
    };
    const [words] = differences(experiment(1000), experiment(1));
    assert.match(words!, /: c0: leaveOut, .*, c19: leaveOut and 980 more instead of c0: leaveOut$/);
  });
});

describe('what a message shows of a person’s text', () => {
  it('is cut at the length of a line, and never in a character', () => {
    assert.equal(shortened('a'.repeat(60)), 'a'.repeat(60));
    assert.equal(shortened('a'.repeat(61)), `${'a'.repeat(59)}…`);
    assert.equal(shortened(`${'a'.repeat(58)}🎲🎲`), `${'a'.repeat(58)}…`);
  });

  it('is the first of many, and how many more there are', () => {
    const names = Array.from({ length: 900 }, (_, i) => `c${i}`);
    assert.equal(listed(names, 3), 'c0, c1, c2 and 897 more');
    assert.equal(listed(names.slice(0, 2), 3, quoted), '“c0”, “c1”');
    assert.ok(listed(['x'.repeat(20_000)], 3).length === 60);
  });

  it('is cut in every quotation of a message', () => {
    const message = withShortQuotes(`“${'a'.repeat(20_000)}” is not “b”, but “${'c'.repeat(99)}”.`);
    assert.equal(message, `“${'a'.repeat(59)}…” is not “b”, but “${'c'.repeat(59)}…”.`);
  });
});
