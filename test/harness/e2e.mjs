// `npm run test:e2e`; `-- --grep WORDS` narrows it down.
import { grepArgument, summary } from './lib/mocha.mjs';
import { say } from './lib/run.mjs';
import { setUp } from './lib/setup.mjs';
import { build, e2e } from './lib/suites.mjs';

await setUp();
await build();
const result = await e2e({ grep: grepArgument() });
say(summary(result));
process.exit(result.failed > 0 ? 1 : 0);
