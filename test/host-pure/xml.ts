import assert from 'node:assert/strict';

/** An element of a picture. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: (Element | string)[];
}

const TAG = /<(\/?)([a-zA-Z][\w-]*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/y;
const TEXT = /[^<]+/y;

const decode = (text: string): string =>
  text.replace(/&(\w+|#\d+);|&/g, (whole, name: string) => {
    const characters: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"' };
    assert.ok(name in characters, `${whole} is no entity that XML knows`);
    return characters[name];
  });

/** Reads a document strictly: what is not well-formed fails. */
export function parseXml(text: string): Element {
  const root: Element = { name: '', attributes: {}, children: [] };
  const open = [root];
  let at = 0;
  const take = (pattern: RegExp) => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match) at += match[0].length;
    return match;
  };
  while (at < text.length) {
    const words = take(TEXT);
    if (words) {
      open.at(-1)!.children.push(decode(words[0]));
      continue;
    }
    const tag = take(TAG);
    assert.ok(tag, `no element at ${at}: ${text.slice(at, at + 60)}`);
    const [, closing, name, attributes, empty] = tag;
    if (closing) {
      assert.equal(open.pop()!.name, name);
      continue;
    }
    const pairs = [...attributes.matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, key, value]) => [
      key,
      decode(value),
    ]);
    assert.equal(new Set(pairs.map(([key]) => key)).size, pairs.length, 'an attribute stands once');
    const element: Element = { name, attributes: Object.fromEntries(pairs), children: [] };
    open.at(-1)!.children.push(element);
    if (!empty) open.push(element);
  }
  assert.deepEqual(open, [root], 'every element is closed');
  const roots = root.children.filter((child) => typeof child !== 'string');
  assert.equal(roots.length, 1);
  return roots[0];
}

/** Every element of a name, in order. */
export function all(element: Element, name: string): Element[] {
  return element.children.flatMap((child) =>
    typeof child === 'string' ? [] : [...(child.name === name ? [child] : []), ...all(child, name)],
  );
}

export const textOf = (element: Element): string =>
  element.children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('');
