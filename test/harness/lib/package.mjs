import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { root, run } from './run.mjs';

/** Bytes that the packaged extension may have. */
const BUDGET = 1_250_000;

/** Builds and packages the extension as users get it. Resolves to the path of the .vsix; a warning of vsce is an error. */
export async function packageExtension({ out = resolve(root, 'dist/dropout-playground.vsix') } = {}) {
  const { output } = await run('vsce', ['package', '--no-dependencies', '--out', out], { quiet: true });
  const warnings = output.split('\n').filter((line) => /\bWARN(ING)?\b/.test(line));
  if (warnings.length > 0) throw new Error(`vsce has something to say:\n${warnings.join('\n')}`);
  const { size } = statSync(out);
  if (size > BUDGET) throw new Error(`${out} has ${size} bytes; at most ${BUDGET} are allowed.`);
  return { vsix: out, size, listing: output };
}
