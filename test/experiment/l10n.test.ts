import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { placeholders, usedKeys } from './l10n-keys';

type Texts = Readonly<Record<string, string>>;

const root = resolve('.');
const read = (file: string): Texts => JSON.parse(readFileSync(join(root, file), 'utf8'));
const links = (text: string) => text.match(/\]\([^)]*\)/g) ?? [];

describe('Korean', () => {
  /** English text to Korean. */
  const bundle = read('media/l10n/bundle.l10n.ko.json');

  it('has an entry for every text that is shown, and no entry that is not', async function () {
    this.timeout(60_000);
    const keys = await usedKeys(root);
    const missing = [...keys].filter((key) => !bundle[key]);
    const unused = Object.keys(bundle).filter((key) => !keys.has(key));
    assert.deepEqual({ missing, unused }, { missing: [], unused: [] });
  });

  it('keeps every placeholder', () => {
    for (const [key, text] of Object.entries(bundle)) {
      const [before, after] = [new Set(placeholders(key)), new Set(placeholders(text))];
      assert.deepEqual([...after], [...before], key);
    }
  });

  it('leaves no particle that depends on what a placeholder brings', () => {
    // 을 or 를, 이 or 가, 은 or 는, 와 or 과, 로 or 으로 follow the last sound of a word that is not known here.
    const wrong = Object.values(bundle).filter((text) => /\}[을를이가은는와과로](?=[\s.,:;]|$)/.test(text));
    assert.deepEqual(wrong, []);
  });

  it('has one word for one thing', () => {
    // What is said instead: 드롭 비율, 샘플, 표준편차, 에폭, 특성, 과대적합, 제거, 원-핫, 가중치 감소, 목표, 조기 종료, 결측.
    const others =
      /드롭아웃 비율|드랍|표본|\bSD\b|에포크|특징|과적합|에서 끄기|끄는 뉴런|원핫|가중치 감쇠|타깃|타겟|일찍 멈|누락/;
    const texts = [...Object.values(bundle), ...Object.values(read('package.nls.ko.json'))];
    assert.deepEqual(
      texts.filter((text) => others.test(text)),
      [],
    );
  });

  it('has the texts of package.json, with the same commands behind their links', () => {
    const [english, korean] = [read('package.nls.json'), read('package.nls.ko.json')];
    assert.deepEqual(Object.keys(korean).sort(), Object.keys(english).sort());
    for (const key of Object.keys(english)) assert.deepEqual(links(korean[key]), links(english[key]), key);
  });
});
