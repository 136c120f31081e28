// `npm run test:e2e`; `-- --grep WORDS` narrows it down.
import { grepArgument } from './lib/mocha.mjs';
import { say } from './lib/run.mjs';
import { setUp } from './lib/setup.mjs';
import { build, e2e } from './lib/suites.mjs';

await setUp();
await build();
const { passed, failed } = await e2e({ grep: grepArgument() });
say(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
