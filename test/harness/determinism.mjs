// node test/harness/determinism.mjs [NODE …]: the golden experiments in this Node, in others and in Chromium's worker,
// against test/fixtures/golden.json. With --write as the only argument, writes that file instead.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { CHROMIUM_FLAGS, findChromium } from './lib/chromium.mjs';
import { bundleGolden, inBrowser, inNode, otherNodes } from './lib/golden.mjs';
import { root, say } from './lib/run.mjs';

const file = resolve(root, 'test/fixtures/golden.json');
const script = await bundleGolden();
const paths = process.argv.slice(2);

if (paths[0] === '--write') {
  writeFileSync(file, `${JSON.stringify(await inNode(script), null, 2)}\n`);
} else {
  const golden = JSON.parse(readFileSync(file, 'utf8'));
  let same = true;
  const compare = (where, result) => {
    const names = Object.keys(golden).filter((name) => !isDeepStrictEqual(result[name], golden[name]));
    say(`${where}: ${names.length === 0 ? 'the same bits' : `other bits in ${names.join('; ')}`}`);
    same &&= names.length === 0;
  };
  for (const node of [process.execPath, ...(paths.length > 0 ? paths : otherNodes())]) {
    const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
    compare(`Node ${version}`, await inNode(script, node));
  }
  const { version, result } = await inBrowser(script, await findChromium(), CHROMIUM_FLAGS);
  compare(`Chromium ${version}, worker`, result);
  process.exitCode = same ? 0 : 1;
}
