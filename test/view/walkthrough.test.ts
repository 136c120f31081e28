import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const folder = resolve('media/walkthrough');
const pictures = readdirSync(folder).map((name) => ({ name, svg: readFileSync(join(folder, name), 'utf8') }));
const textOf = (svg: string) =>
  [...svg.matchAll(/<text[^>]*>([\s\S]*?)<\/text>/g)].map(([, text = '']) => text.replace(/<[^>]*>/g, ''));

describe('the walkthrough', () => {
  for (const { name, svg } of pictures) {
    it(`${name}: has no words, which are in no language of the person`, () => {
      assert.doesNotMatch(svg, /<title|<desc/);
      // What is code reads the same everywhere.
      const words = name === 'your-code.svg' ? /\b(drop|run|loss|set to)\b/i : /\p{L}/u;
      for (const text of textOf(svg)) assert.doesNotMatch(text, words);
    });

    it(`${name}: takes every colour from the theme`, () => {
      const colors = [...svg.matchAll(/\b(?:fill|stroke)="([^"]*)"/g)].map(([, color]) => color);
      assert.ok(colors.length > 3);
      for (const color of colors) assert.match(color!, /^none$|var\(--vscode-[\w-]+, /);
      // Orange of the modern themes is a translucent one, next to invisible as a line.
      for (const color of colors)
        if (color!.includes('orange')) assert.match(color!, /^rgb\(from var\(.*\) r g b \/ 1\)$/);
    });
  }

  for (const file of ['package.nls.json', 'package.nls.ko.json'])
    it(`${file}: has no markup that steps do not know`, () => {
      const texts: Record<string, string> = JSON.parse(readFileSync(resolve(file), 'utf8'));
      for (const [key, text] of Object.entries(texts))
        if (key.startsWith('walkthrough.'))
          assert.doesNotMatch(text.replace(/\]\([^)]*\)/g, ''), /\*|_|`|<|~/, key);
    });

  it('has a picture for every step, and no other', () => {
    const { contributes } = JSON.parse(readFileSync(resolve('package.json'), 'utf8'));
    const used = contributes.walkthroughs.flatMap(({ steps }: { steps: { media: { svg: string } }[] }) =>
      steps.map(({ media }) => media.svg.split('/').at(-1)),
    );
    assert.deepEqual(used.sort(), pictures.map(({ name }) => name).sort());
  });
});
