/** Does something with every item, so many at a time. Rejects with the first failure. */
export async function forEachAtOnce<T>(
  items: Iterable<T>,
  limit: number,
  act: (item: T) => Promise<void>,
): Promise<void> {
  const rest = items[Symbol.iterator]();
  const work = async () => {
    for (let next = rest.next(); !next.done; next = rest.next()) await act(next.value);
  };
  await Promise.all(Array.from({ length: limit }, work));
}

/** The host's thread is somebody else's after this many milliseconds. */
const SLICE_MILLISECONDS = 8;

/** When all that is done in slices has to rest: they share the thread's time, however many there are. */
let end = 0;
let rest: Promise<void> | undefined;

function resting(): Promise<void> {
  rest ??= new Promise((rested) => {
    setImmediate(() => {
      rest = undefined;
      end = performance.now() + SLICE_MILLISECONDS;
      rested();
    });
  });
  return rest;
}

/** Takes the steps of a generator, and lets others have the thread every few milliseconds. */
export async function inSlices<R>(steps: Generator<unknown, R>): Promise<R> {
  for (;;) {
    while (performance.now() >= end) await resting();
    const { done, value } = steps.next();
    if (done) return value as R;
  }
}
