// `npm run test:e2e`; `-- --grep WORDS` narrows it down.
import { runSuite } from './lib/conclude.mjs';
import { e2e } from './lib/suites.mjs';

await runSuite(e2e);
