// `npm run test:unit`; `-- --grep WORDS` narrows it down.
import { grepArgument, summary } from './lib/mocha.mjs';
import { say } from './lib/run.mjs';
import { setUp } from './lib/setup.mjs';
import { build, unit } from './lib/suites.mjs';

await setUp();
await build();
const result = await unit({ grep: grepArgument() });
say(summary(result));
process.exit(result.failed > 0 ? 1 : 0);
