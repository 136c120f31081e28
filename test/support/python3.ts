import { spawnSync } from 'node:child_process';

/** The interpreter itself: what a version manager puts before it takes as long as a trial. Undefined: there is none. */
const found = spawnSync('python3', ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' });
export const python = found.status === 0 ? found.stdout.trim() : undefined;
