import type { CDPSession, Page } from 'playwright-core';
import type { Inspector } from './inspector';
import { bytesUnder, residenceOf } from './processes';

/** A sample: names of figures and what they were; sizes in bytes. */
export type Sample = Readonly<Record<string, number>>;

/** Prefixes the names of a group of figures. */
function named(group: string, figures: object): Record<string, number> {
  return Object.fromEntries(Object.entries(figures).map(([name, value]) => [`${group}.${name}`, value]));
}

interface Usage {
  readonly heapUsed: number;
  readonly external: number;
}

const USAGE = 'process.memoryUsage()';
const HANDLES = `({
  handles: process._getActiveHandles().length,
  requests: process._getActiveRequests().length,
  timers: process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length,
})`;
/** Sets of functions are what emitters keep their listeners in. */
const LISTENERS_OF_SETS = `function () {
  let listeners = 0;
  for (const set of this) {
    try {
      if (typeof set.values().next().value === 'function') listeners += set.size;
    } catch {}
  }
  return listeners;
}`;
const LISTENERS_OF_EMITTERS = `function () {
  let listeners = 0;
  for (const emitter of this) {
    for (const event of Object.values(emitter._events ?? {})) listeners += event?.length ?? Number(event !== undefined);
  }
  return listeners;
}`;

/** The extension host and its worker threads. */
export class HostProbe {
  readonly #storage: string;

  constructor(
    readonly pid: number,
    readonly inspector: Inspector,
    storage: string,
  ) {
    this.#storage = storage;
  }

  /** What costs nothing to look at. */
  glance(): Sample {
    return named('host', residenceOf(this.pid));
  }

  /** After a garbage collection in every thread. */
  async look(): Promise<Sample> {
    const { inspector } = this;
    await collect(inspector);
    const main = await inspector.evaluate<Usage>(USAGE);
    const workers = await inspector.ofWorkers(async (worker) => {
      await collect(worker);
      return worker.evaluate<Usage>(USAGE);
    });
    const handles = await inspector.evaluate<object>(HANDLES);
    return {
      ...named('host', { ...handles, heap: main.heapUsed, external: main.external }),
      'host.held': main.heapUsed + main.external,
      'workers.count': workers.length,
      'workers.held': workers.reduce((sum, { heapUsed, external }) => sum + heapUsed + external, 0),
      'disk.bytes': bytesUnder(this.#storage),
      ...this.glance(),
    };
  }

  /** Takes several garbage collections, during which the host does nothing else. */
  async listeners(): Promise<Sample> {
    const { inspector } = this;
    return {
      'host.listeners': await inspector.ofObjects<number>('Set.prototype', LISTENERS_OF_SETS),
      'host.eventListeners': await inspector.ofObjects<number>(
        'process.getBuiltinModule("events").prototype',
        LISTENERS_OF_EMITTERS,
      ),
    };
  }
}

/** Twice: what finalizers let go of is found by the second one. */
async function collect(thread: { ask(method: string): Promise<unknown> }): Promise<void> {
  await thread.ask('HeapProfiler.collectGarbage');
  await thread.ask('HeapProfiler.collectGarbage');
}

/** The window: the workbench and the views, which a served VS Code has in one process. */
export class PageProbe {
  readonly #pid: number;

  private constructor(
    readonly session: CDPSession,
    pid: number,
  ) {
    this.#pid = pid;
  }

  static async of(page: Page): Promise<PageProbe> {
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable');
    await session.send('HeapProfiler.enable');
    const browser = await page.context().browser()!.newBrowserCDPSession();
    const { processInfo } = await browser.send('SystemInfo.getProcessInfo');
    const renderers = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
    await browser.detach();
    // The window's own process is by far the largest: others are those of service workers.
    const sizes = renderers.map((pid) => [residenceOf(pid).rss, pid]).toSorted(([a], [b]) => b - a);
    return new PageProbe(session, sizes[0][1]);
  }

  glance(): Sample {
    const { rss, pss, anonymous } = residenceOf(this.#pid);
    return named('page', { rss, pss, anonymous });
  }

  async look(): Promise<Sample> {
    const { session } = this;
    await session.send('HeapProfiler.collectGarbage');
    await session.send('HeapProfiler.collectGarbage');
    const { metrics } = await session.send('Performance.getMetrics');
    const of = Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
    return {
      'page.heap': of.JSHeapUsedSize,
      'page.nodes': of.Nodes,
      'page.listeners': of.JSEventListeners,
      'page.documents': of.Documents,
      ...this.glance(),
    };
  }
}
