// `npm run test:host`; `-- --grep WORDS` narrows it down.
import { runSuite } from './lib/conclude.mjs';
import { host } from './lib/suites.mjs';

await runSuite(host);
