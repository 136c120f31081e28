import assert from 'node:assert/strict';
import { codeGenerators, commentedCode } from '../../src/code/generate/index';
import { experimentOf } from './generate-support';

describe('a program with its comments', () => {
  const changes = Array.from({ length: 25 }, (_, index) => ({ step: index + 1, ratio: index / 50 }));
  const hostile = experimentOf({
    name: 'a\n*/ """ b',
    data: { source: 'csv', file: 'x\n.csv', target: 'y' },
    changes,
  });

  for (const generator of codeGenerators) {
    it(`${generator.title}: is the program, and comments under its first line`, () => {
      const plain = generator.generate(hostile).code;
      const lines = commentedCode(generator, hostile).split('\n');
      const count = lines.length - plain.split('\n').length;
      const mark = generator.language === 'python' ? '# ' : '// ';
      const comments = lines.splice(1, count);
      assert.equal(lines.join('\n'), plain);
      assert.ok(
        comments.every((line) => line.startsWith(mark) && line.length <= 110),
        comments.join('\n'),
      );
    });

    it(`${generator.title}: says what was changed in mid-run, where data is looked for, and that numbers are its own`, () => {
      const text = commentedCode(generator, hostile).replace(/\n(#|\/\/) /g, ' ');
      assert.match(text, /Changes in mid-run are left out\./);
      assert.match(text, /step 2: \{"ratio":0\.02\}/);
      assert.match(text, /and 5 more/);
      assert.match(text, /Data files are looked up/);
      assert.match(text, /Decimal commas/);
      assert.match(text, /The first row is read as the names/);
      const headless = experimentOf({ data: { ...hostile.data, header: false } });
      assert.doesNotMatch(commentedCode(generator, headless), /The first row/);
      assert.match(text, /Random numbers/);
      const moons = commentedCode(generator, experimentOf({}));
      assert.doesNotMatch(moons, /Data files|Decimal commas|left out/);
      assert.ok(generator.description().length > 20);
    });
  }
});
