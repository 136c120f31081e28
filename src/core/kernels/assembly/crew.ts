// Threads that work on one network. One of them, the caller, makes all decisions; the others help with the tasks it
// opens. A task is a number of independent items, each processed by one thread, so results are bit-identical for any
// assignment, also without helpers. A late or descheduled helper is not waited for unless it is processing an item.
// A task is open from `open = 1` to `open = 0`. Helpers count themselves in (`active`) before they look at `open`, and
// the caller waits for `active` to be 0 after it has closed: from then on nobody works on it. All accesses to these
// fields are sequentially consistent.

import { Net } from './net';

/** Each share has its own cache line, to avoid false sharing. */
export const SHARE_BYTES: usize = 64;
/** Bytes before the shares: the crew, and its counters in a second cache line. */
export const CREW_BYTES: usize = 128;
/** Spin iterations before a thread sleeps: about fifty microseconds. */
const LOOKS: i32 = 50000;

/** State shared by a crew. */
@unmanaged
export class Crew {
  /** Number of threads, including the caller; 0 dismisses the helpers. */
  threads: i32;
  /** Incremented with each task. */
  signal: i32;
  open: i32;
  /** The task: a function index, and the number of shares, one per thread. */
  task: i32;
  shares: i32;
  /** Arguments of the task. */
  settings: usize;
  samples: usize;
  first: i32;
  rows: i32;
  piece: i32;
  layer: i32;
  /** 1 if a task found something that is not finite. */
  failed: i32;
}

/** A share of the items: the next one, and the end. */
@unmanaged
class Share {
  next: i32;
  end: i32;
}

// The second cache line: active helpers, sleeping helpers, and whether the caller sleeps.
const ACTIVE: usize = 64;
const SLEEPERS = ACTIVE + 4;
const CALLER_SLEEPS = ACTIVE + 8;

/** The share of a number. */
function shareAt(crew: usize, index: i32): usize {
  return crew + CREW_BYTES + <usize>index * SHARE_BYTES;
}

/** Number of threads for the next task, at most `most`. */
export function threadsOf(net: Net, most: i32): i32 {
  return most > 1 ? min(most, atomic.load<i32>(net.crew, offsetof<Crew>('threads'))) : 1;
}

/** Scratch memory of a thread. */
export function scratchOf(net: Net, thread: i32): usize {
  return net.scratch + <usize>thread * net.scratchBytes;
}

/**
 * Processes the items 0 … `count` − 1 with `task` in one share per thread; returns when all are done. Each thread
 * begins with its own share, so that its cache stays useful in the next step, and then helps with others.
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

/** As `share`, on the caller's thread alone where `crew.shares` is 1. */
export function each(net: Net, task: (net: Net, item: i32, thread: i32) => void, count: i32): void {
  if (changetype<Crew>(net.crew).shares > 1) share(net, task, count);
  else for (let item = 0; item < count; item++) task(net, item, 0);
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

/** Processes items until none is left, starting with the thread's own share. */
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

/** Helps as thread `thread` (1, 2, …) until the helpers are dismissed. */
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

/** Waits until the signal differs from `seen` and returns it; may return `seen` after a sleep. */
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

/** Sets the number of threads from the next task on; 0 dismisses the helpers. Wakes sleeping ones. */
export function setThreads(net: Net, threads: i32): void {
  atomic.store<i32>(net.crew, threads, offsetof<Crew>('threads'));
  atomic.add<i32>(net.crew, 1, offsetof<Crew>('signal'));
  atomic.notify(net.crew + offsetof<Crew>('threads'), -1);
  atomic.notify(net.crew + offsetof<Crew>('signal'), -1);
}
