// `npm run package`: makes the .vsix.

import { packageExtension } from './lib/package.mjs';
import { say } from './lib/run.mjs';
import { setUp } from './lib/setup.mjs';

await setUp();
const { vsix, size } = await packageExtension();
say(`${vsix} (${(size / 1000).toFixed(0)} kB)`);
