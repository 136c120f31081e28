import assert from 'node:assert/strict';
import { tfjsSyntax } from './cases/tfjs-syntax';
import { describeFinding, scanner } from './support';

describe('what the syntax of TypeScript means', () => {
  for (const { title, code, expected, language = 'typescript' } of tfjsSyntax)
    it(title, async () => {
      const { findings } = (await scanner()).scan(code, language);
      assert.deepEqual(findings.map(describeFinding), expected);
      for (const { edit } of findings) if (edit) assert.equal(code.slice(edit.start, edit.end), edit.text);
    });
});
