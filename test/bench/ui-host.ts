import { writeFileSync } from 'node:fs';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { command, endless, host, sleep, start, until } from '../host/support';

/** Seconds that the host is watched for while a run goes on. */
const WATCHED = 5;

/** Measures inside the extension host: activation, what a run costs its thread, and how fast a change arrives. */
export async function run(): Promise<void> {
  const { activation, setup, runner, store } = await host();
  const idle = await watch();
  const going = await start(endless());
  await sleep(1000);
  const busy = await watch();
  const changes: number[] = [];
  for (let i = 0; i < 20; i++) {
    const known = going.members[0].changes.length;
    const begun = performance.now();
    // To wait by asking again and again would take the processor from what is measured.
    const arrived = new Promise<void>((done) => {
      const listening = store.onDidChangeRun(() => {
        if (going.members[0].changes.length === known) return;
        listening.dispose();
        done();
      });
    });
    setup.edit(['dropout', 'ratio'], 0.2 + 0.01 * i);
    await arrived;
    changes.push(performance.now() - begun);
    await sleep(80);
  }
  await command('stop');
  await until(() => runner.active === null);
  changes.sort((a, b) => a - b);
  const result = {
    activationMs: activation,
    hostLongestBlockMs: busy.longest,
    hostLongestBlockIdleMs: idle.longest,
    hostLongestCpuMs: busy.longestCpu,
    hostBusyShare: busy.share,
    changeMedianMs: changes[10],
    changeLongestMs: changes[19],
  };
  if (process.env.PLAYGROUND_RESULT) writeFileSync(process.env.PLAYGROUND_RESULT, JSON.stringify(result));
}

/**
 * Over a few seconds: the longest delay of the thread in milliseconds, its busy share, and the most processor time that
 * it used between two looks. A delay that is longer was the machine's: the thread waited for a processor.
 */
async function watch(): Promise<{ longest: number; share: number; longestCpu: number }> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const before = performance.eventLoopUtilization();
  let longestCpu = 0;
  let used = cpuMilliseconds();
  const look = setInterval(() => {
    const now = cpuMilliseconds();
    longestCpu = Math.max(longestCpu, now - used);
    used = now;
  }, 2);
  await sleep(1000 * WATCHED);
  clearInterval(look);
  delay.disable();
  const share = performance.eventLoopUtilization(before).utilization;
  // The monitor itself wakes every millisecond: that much of the figure is its own.
  return { longest: delay.max / 1e6 - 1, share, longestCpu };
}

/** Processor time of this thread. */
function cpuMilliseconds(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
