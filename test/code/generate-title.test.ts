import assert from 'node:assert/strict';
import { codeGenerators } from '../../src/code/generate/index';
import { experimentOf } from './generate-support';

const firstLine = (code: string) => code.slice(0, code.indexOf('\n'));

describe('the first line of a program', () => {
  for (const { id, generate } of codeGenerators) {
    it(`${id}: names the experiment`, () => {
      const line = firstLine(generate(experimentOf({ name: 'My moons' })).code);
      assert.match(line, /^(#|\/\/) Experiment "My moons" of Dropout Playground/);
    });

    for (const name of ['', '   '])
      it(`${id}: says what it trains where nobody has named it (${JSON.stringify(name)})`, () => {
        const input = { name, network: { hidden: [16, 8] }, dropout: { ratio: 0.25 } };
        const line = firstLine(generate(experimentOf(input)).code);
        assert.match(line, /Experiment "\w+ · 16-8 · drop 0\.25 · lr [\d.e-]+" of Dropout Playground/);
      });

    it(`${id}: a file's name cannot end the comment`, () => {
      const data = { source: 'csv', file: 'a\nimport os\u2028.csv', target: 'y' };
      const { code } = generate(experimentOf({ data }));
      assert.match(firstLine(code), /Experiment "a\\nimport os\\u2028\.csv · /);
    });
  }
});
