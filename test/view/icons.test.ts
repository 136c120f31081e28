import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GLYPHS } from '../../webview/icon';

/** Code points by the icon's name. */
function codesOf(sheet: string): Map<string, number> {
  const rules = readFileSync(sheet, 'utf8').matchAll(
    /^\.codicon-([a-z0-9-]+):before \{ content: "\\([0-9a-f]+)"/gm,
  );
  return new Map([...rules].map(([, name, code]) => [name!, Number.parseInt(code!, 16)]));
}

const ALL = codesOf('node_modules/@vscode/codicons/dist/codicon.css');

/** Icons that the views' sources name in a string of their own, in whatever way it comes to an element. */
function named(): Set<string> {
  const files = readdirSync('webview', { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.ts$/.test(name),
  );
  const sources = files.map((file) => readFileSync(join('webview', file), 'utf8'));
  const drawing = sources.filter((text) => /\bicon\(|<vscode-icon|\bicon=/.test(text));
  const words = drawing.flatMap((text) =>
    [...text.matchAll(/(['"])([a-z0-9-]+)\1/g)].map(([, , word]) => word!),
  );
  return new Set(words.filter((word) => ALL.has(word)));
}

describe('the icons that ship', () => {
  const shipped = codesOf('dist/codicon.css');
  let font: Uint32Array;

  before(async () => {
    const { Blob, Face } = await import('harfbuzzjs');
    font = new Face(new Blob(readFileSync('dist/codicon.ttf'))).collectUnicodes();
  });

  it('are all that the views name', () => {
    const names = [...named()];
    assert.ok(names.length > 15, `${names}`);
    assert.deepEqual(
      names.filter((name) => !shipped.has(name) || !font.includes(shipped.get(name)!)),
      [],
    );
  });

  it('have the code points that the views draw them by', () => {
    for (const [name, glyph] of Object.entries(GLYPHS)) {
      assert.equal(glyph.codePointAt(0), ALL.get(name), name);
      assert.ok(font.includes(glyph.codePointAt(0)!), name);
    }
  });
});
