// Threads that work on one network. One of them, the caller, takes all decisions; the others help with the tasks that it
// opens. A task is a number of items, each done wholly by one thread, and no item depends on another: the bits are the
// same whoever does what, and also if nobody helps. A helper that comes late, or that the system has put to sleep, is not
// waited for unless it is in the middle of an item.
//
// A task is open from `open = 1` to `open = 0`. Helpers count themselves in (`active`) before they look at `open`, and
// the caller waits for `active` to be 0 after it has closed: from then on nobody works on it. All accesses to these
// fields are sequentially consistent.

import { Net } from './net';

/** A share has a cache line of its own, so that threads that write do not disturb each other. */
export const SHARE_BYTES: usize = 64;
/** What stands before the shares: the crew, and in a second cache line its counters. */
export const CREW_BYTES: usize = 128;
/** Looks at a number that is about to change before a thread goes to sleep: some fifty microseconds. */
const LOOKS: i32 = 50000;

/** What one crew shares. */
@unmanaged
export class Crew {
  /** Threads that may work, the caller among them; 0 sends the helpers home. */
  threads: i32;
  /** Grows with each task. */
  signal: i32;
  open: i32;
  /** The task: a function's index, and how many shares its items are cut into: one for each thread that may help. */
  task: i32;
  shares: i32;
  /** What a task wants to know. */
  settings: usize;
  samples: usize;
  first: i32;
  rows: i32;
  piece: i32;
  /** 1 if a task found something that is not finite. */
  failed: i32;
}

/** One share of the items: the next one, and the end. */
@unmanaged
class Share {
  next: i32;
  end: i32;
}

// The second cache line: helpers inside, helpers that sleep, and whether the caller does.
const ACTIVE: usize = 64;
const SLEEPERS = ACTIVE + 4;
const CALLER_SLEEPS = ACTIVE + 8;

/** The share of a number. */
function shareAt(crew: usize, index: i32): usize {
  return crew + CREW_BYTES + <usize>index * SHARE_BYTES;
}

/** How many threads may work on what the network does next, where `most` are of use. */
export function threadsOf(net: Net, most: i32): i32 {
  return most > 1 ? min(most, atomic.load<i32>(net.crew, offsetof<Crew>('threads'))) : 1;
}

/** Working memory of one thread. */
export function scratchOf(net: Net, thread: i32): usize {
  return net.scratch + <usize>thread * net.scratchBytes;
}

/**
 * Has the items 0 … `count` − 1 done by `task` in as many shares as the crew says, and returns when all are done. Each
 * thread begins with a share of its own, so that what it has in its cache is of use to it in the next step, and then
 * helps others with theirs.
 */
export function share(net: Net, task: (net: Net, item: i32, thread: i32) => void, count: i32): void {
  const crew = changetype<Crew>(net.crew);
  const threads = crew.shares;
  let begin = 0;
  for (let i = 0; i < threads; i++) {
    const end = (count * (i + 1)) / threads;
    const at = changetype<Share>(shareAt(net.crew, i));
    at.next = begin;
    at.end = end;
    begin = end;
  }
  crew.task = task.index;
  atomic.store<i32>(net.crew, 1, offsetof<Crew>('open'));
  atomic.add<i32>(net.crew, 1, offsetof<Crew>('signal'));
  if (atomic.load<i32>(net.crew, SLEEPERS) > 0) atomic.notify(net.crew + offsetof<Crew>('signal'), -1);
  work(net, 0);
  atomic.store<i32>(net.crew, 0, offsetof<Crew>('open'));
  waitForHelpers(net.crew);
}

function waitForHelpers(crew: usize): void {
  for (let looks = 0; looks < LOOKS; looks++) {
    if (atomic.load<i32>(crew, ACTIVE) == 0) return;
  }
  atomic.store<i32>(crew, 1, CALLER_SLEEPS);
  for (;;) {
    const active = atomic.load<i32>(crew, ACTIVE);
    if (active == 0) break;
    atomic.wait<i32>(crew + ACTIVE, active, -1);
  }
  atomic.store<i32>(crew, 0, CALLER_SLEEPS);
}

/** Does items until none is left: first those of the thread's own share. */
function work(net: Net, thread: i32): void {
  const crew = changetype<Crew>(net.crew);
  const shares = crew.shares;
  if (thread >= shares) return;
  for (let i = 0; i < shares; i++) {
    const at = shareAt(net.crew, (thread + i) % shares);
    const end = changetype<Share>(at).end;
    while (atomic.load<i32>(at) < end) {
      const item = atomic.add<i32>(at, 1);
      if (item >= end) break;
      call_indirect<void>(<u32>crew.task, net, item, thread);
    }
  }
}

/** Helps as thread `thread` (1, 2, …) until the helpers are sent home. */
export function help(net: Net, thread: i32): void {
  const crew = net.crew;
  let seen = 0;
  for (;;) {
    const threads = atomic.load<i32>(crew, offsetof<Crew>('threads'));
    if (threads == 0) return;
    if (thread >= threads) {
      atomic.wait<i32>(crew + offsetof<Crew>('threads'), threads, -1);
      continue;
    }
    const signal = nextSignal(crew, seen);
    if (signal == seen) continue;
    seen = signal;
    atomic.add<i32>(crew, 1, ACTIVE);
    if (atomic.load<i32>(crew, offsetof<Crew>('open'))) work(net, thread);
    atomic.sub<i32>(crew, 1, ACTIVE);
    if (atomic.load<i32>(crew, CALLER_SLEEPS)) atomic.notify(crew + ACTIVE, 1);
  }
}

/** The signal once it is another than `seen`; the same after a sleep. */
function nextSignal(crew: usize, seen: i32): i32 {
  for (let looks = 0; looks < LOOKS; looks++) {
    const signal = atomic.load<i32>(crew, offsetof<Crew>('signal'));
    if (signal != seen) return signal;
  }
  atomic.add<i32>(crew, 1, SLEEPERS);
  atomic.wait<i32>(crew + offsetof<Crew>('signal'), seen, -1);
  atomic.sub<i32>(crew, 1, SLEEPERS);
  return seen;
}

/** Lets `threads` threads work from the next task on; 0 sends the helpers home. Sleepers look up. */
export function setThreads(net: Net, threads: i32): void {
  atomic.store<i32>(net.crew, threads, offsetof<Crew>('threads'));
  atomic.add<i32>(net.crew, 1, offsetof<Crew>('signal'));
  atomic.notify(net.crew + offsetof<Crew>('threads'), -1);
  atomic.notify(net.crew + offsetof<Crew>('signal'), -1);
}
