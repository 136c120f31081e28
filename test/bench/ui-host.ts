import { writeFileSync } from 'node:fs';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { command, endless, host, sleep, start, until } from '../host/support';

/** Seconds that the host is watched for while a run goes on. */
const WATCHED = 5;

/** Measures inside the extension host: activation, what a run costs its thread, and how fast a change arrives. */
export async function run(): Promise<void> {
  const { activation, setup, runner } = await host();
  const going = await start(endless());
  await sleep(1000);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const before = performance.eventLoopUtilization();
  await sleep(1000 * WATCHED);
  delay.disable();
  const { utilization } = performance.eventLoopUtilization(before);
  const changes: number[] = [];
  for (let i = 0; i < 20; i++) {
    const known = going.members[0].changes.length;
    const begun = performance.now();
    setup.edit(['dropout', 'ratio'], 0.2 + 0.01 * i);
    while (going.members[0].changes.length === known) await new Promise((done) => setImmediate(done));
    changes.push(performance.now() - begun);
    await sleep(80);
  }
  await command('stop');
  await until(() => runner.active === null);
  changes.sort((a, b) => a - b);
  const result = {
    activationMs: activation,
    // The monitor itself wakes every millisecond: that much of the figure is its own.
    hostLongestBlockMs: delay.max / 1e6 - 1,
    hostBusyShare: utilization,
    changeMedianMs: changes[10],
    changeLongestMs: changes[19],
  };
  if (process.env.PLAYGROUND_RESULT) writeFileSync(process.env.PLAYGROUND_RESULT, JSON.stringify(result));
}
