// `npm run test:unit`; `-- --grep WORDS` narrows it down.
import { runSuite } from './lib/conclude.mjs';
import { unit } from './lib/suites.mjs';

await runSuite(unit);
