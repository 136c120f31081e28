// `npm run fuzz -- [target] [--inputs N] [--seed S]`: builds, and gives every reader of text many odd inputs.
import { run } from './lib/run.mjs';
import { setUp } from './lib/setup.mjs';
import { build } from './lib/suites.mjs';

await setUp();
await build();
const { code } = await run(process.execPath, ['dist/test/fuzz/main.js', ...process.argv.slice(2)], {
  allowFailure: true,
});
process.exit(code);
