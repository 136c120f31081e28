import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { describeFinding, scanner } from './support';

/** A run of one character that no pattern may go through more than once from each place. */
const LONG = 20_000;

const HEADS: Readonly<Record<string, string>> = {
  'a banner': `${'#'.repeat(70)}\n`,
  'a long banner': `${'#'.repeat(LONG)}\n`,
  'many comments': '# settings\n'.repeat(LONG / 10),
  'many blank lines': '\n'.repeat(LONG),
  'blanks and comments': ' \t# x\n\n'.repeat(LONG / 10),
  'a comment with dashes': `${'#-'.repeat(LONG)}\n`,
};

describe('a configuration below what a pattern might stumble over', () => {
  for (const [name, head] of Object.entries(HEADS)) {
    for (const language of ['yaml', 'toml'] as const) {
      it(`is read: ${name}, ${language}`, async () => {
        const setting =
          language === 'yaml' ? 'dropout: 0.5\ndropout: 0.25\n' : 'dropout = 0.5\ndropout = 0.25\n';
        const { findings } = (await scanner()).scan(head + setting, language);
        assert.deepEqual(findings.map(describeFinding), ['dropout 0.25 «0.25»']);
      });
    }
  }

  for (const line of [
    `a${'\t'.repeat(1_600)}\r${'\t'.repeat(300)}`,
    `x${'\t:'.repeat(900)}`,
    `"${'"\t:'.repeat(600)}`,
    `key: ${'\t#x'.repeat(600)}`,
    `- ${'- '.repeat(900)}`,
  ]) {
    it(`is read beside a line ${JSON.stringify(line.slice(0, 8))} …`, async () => {
      const { findings } = (await scanner()).scan(`${`${line}\n`.repeat(20)}\ndropout: 0.5\n`, 'yaml');
      assert.deepEqual(findings.map(describeFinding), ['dropout 0.5 «0.5»']);
    });
  }

  for (const depth of [50, 250, 500, 20_000])
    for (const [name, open, inner, close, language, after] of [
      ['arrays', '[', '"]", # }\n1', ']', 'toml', '\n[train]\ndropout = 0.5\n'],
      ['inline tables', '{ a = ', "'{'", ' }', 'toml', '\n[train]\ndropout = 0.5\n'],
      ['flow', '{a: ', '"["', '}', 'yaml', '\ndropout: 0.5\n'],
    ] as const)
      it(`is read behind ${name} of depth ${depth}, ${language}`, async () => {
        const nested = open.repeat(depth) + inner + close.repeat(depth);
        const text = (language === 'toml' ? 'x = ' : 'x: ') + nested + after;
        const { findings, isCut } = (await scanner()).scan(text, language);
        assert.deepEqual(findings.map(describeFinding), ['dropout 0.5 «0.5»']);
        if (language === 'toml') assert.equal(isCut ?? false, depth > 201);
      });

  it('of a stream of documents every one counts', async () => {
    const stream = '# first\n---\ndropout: 0.5\n---\ndropout: 0.25\n';
    const { findings } = (await scanner()).scan(stream, 'yaml');
    assert.equal(findings.length, 2);
  });

  it('a mark before the first document parts nothing', async () => {
    const { findings } = (await scanner()).scan('\n# first ---\n---\ndropout: 0.5\ndropout: 0.25\n', 'yaml');
    assert.deepEqual(findings.map(describeFinding), ['dropout 0.25 «0.25»']);
  });
});
