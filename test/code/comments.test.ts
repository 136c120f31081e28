import assert from 'node:assert/strict';
import { readable } from '../../src/code/syntax/python-readable';
import { describeFinding, scanner } from './support';

/** Texts of thousands of comment lines, each with a dropout behind them. */
const texts: Readonly<Record<string, string>> = {
  'one below the other': '# a comment\n'.repeat(8000),
  'with blank lines between': '# a comment\n\n'.repeat(8000),
  'with blank lines of spaces': '# a comment\n   \n'.repeat(8000),
  'that are indented': '    # a comment\n  # another\n\n'.repeat(4000),
  'with CRLF': '# a comment\r\n\r\n'.repeat(8000),
};

describe('thousands of comment lines in Python', () => {
  for (const [title, remarks] of Object.entries(texts)) {
    it(`reach the parser as blank lines: ${title}`, async () => {
      const code = `from torch import nn\n${remarks}d = nn.Dropout(0.5)\n`;
      const given = readable(code);
      assert.equal(given.length, code.length);
      // The parser looks on to the next line of code from each of them.
      assert.ok(given.split('#').length < 10, `${given.split('#').length - 1} comments`);
      const document = (await scanner()).open('python');
      const { result, steps } = document.measure(code);
      document.dispose();
      assert.deepEqual(result.findings.map(describeFinding), ['dropout 0.5 «0.5»']);
      assert.ok(steps < 3 * code.length, `${steps} steps for ${code.length} characters`);
    });
  }
});
