// Whole evaluations, one call from outside each.

import { Mode } from './codes';
import { Crew, scratchOf, share, threadsOf } from './crew';
import { MaskKey } from './dropout';
import { keepAnswers, lossOfRows } from './loss';
import { layerAt, Net, Samples, siteAt } from './net';
import { dropInput, forward } from './passes';

/** Loss sum and hits of one chunk of samples; `tile` is where the buffers' rows for it begin. */
export function evaluateChunk(
  net: Net,
  settings: usize,
  samples: Samples,
  chunk: i32,
  tile: i32,
  scratch: usize,
): void {
  const first = chunk * net.chunkRows;
  const rows = min(net.chunkRows, samples.count - first);
  const tiles = (rows + 3) >> 2;
  const key = changetype<MaskKey>(net.key);
  let input = samples.x + <usize>(first >> 2) * net.xStride;
  if (siteAt(settings, 0).mode != Mode.none) {
    const copy = net.x + <usize>tile * net.xStride;
    memory.copy(copy, input, <usize>tiles * net.xStride);
    dropInput(net, settings, key, tile, tiles, 0, scratch);
    input = copy;
  }
  forward(net, settings, key, input, tile, tiles, 0, false, scratch);
  const last = layerAt(net, net.layerCount - 1);
  const y = samples.y + <usize>first * net.targetBytes;
  const logits = last.output + <usize>tile * last.stride;
  const losses = net.rowLosses + ((<usize>tile) << 4);
  const hits = lossOfRows(net, logits, last.stride, last.outputs, rows, y, losses, 0, 0, false);
  if (samples.answers) {
    const answers = samples.answers + <usize>first * net.targetBytes;
    keepAnswers(net, logits, last.stride, last.outputs, rows, answers);
  }
  let sum: f64 = 0;
  for (let i = 0; i < rows; i++) sum += load<f32>(losses + ((<usize>i) << 2));
  const place = samples.sums + ((<usize>chunk) << 4);
  store<f64>(place, sum);
  store<i32>(place, hits, 8);
}

function chunksOf(net: Net, samples: Samples): i32 {
  return (samples.count + net.chunkRows - 1) / net.chunkRows;
}

/** Evaluates chunks `from` … `to` − 1 of a set under `settings`; their sums stay with the set. */
export function evaluateChunks(net: Net, settings: usize, samples: Samples, from: i32, to: i32): void {
  const threads = threadsOf(net, min(net.chunkThreads, to - from));
  if (threads > 1) {
    const crew = changetype<Crew>(net.crew);
    crew.settings = settings;
    crew.samples = changetype<usize>(samples);
    crew.first = from;
    crew.shares = threads;
    share(net, evaluateItem, to - from);
    return;
  }
  for (let chunk = from; chunk < to; chunk++) {
    evaluateChunk(net, settings, samples, chunk, 0, net.scratch);
  }
}

/** Number of sets evaluated. */
const SETS = 3;

/** The set with this index: training, validation, test. */
function setAt(net: Net, index: i32): Samples {
  return changetype<Samples>(index == 0 ? net.train : index == 1 ? net.validation : net.test);
}

/** Evaluates all chunks of all sets as one task, so that threads finish at about the same time. */
export function evaluateAll(net: Net, settings: usize): void {
  let chunks = 0;
  for (let set = 0; set < SETS; set++) chunks += chunksOf(net, setAt(net, set));
  const threads = threadsOf(net, min(net.chunkThreads, chunks));
  if (threads > 1) {
    const crew = changetype<Crew>(net.crew);
    crew.settings = settings;
    crew.shares = threads;
    share(net, evaluateAny, chunks);
    return;
  }
  for (let set = 0; set < SETS; set++) {
    const samples = setAt(net, set);
    evaluateChunks(net, settings, samples, 0, chunksOf(net, samples));
  }
}

/** A task: one chunk of any set; they are numbered set after set. */
function evaluateAny(net: Net, item: i32, thread: i32): void {
  const settings = changetype<Crew>(net.crew).settings;
  let set = 0;
  while (item >= chunksOf(net, setAt(net, set))) item -= chunksOf(net, setAt(net, set++));
  evaluateIn(net, settings, setAt(net, set), item, thread);
}

/** A task: one chunk of the set in the crew's arguments. */
function evaluateItem(net: Net, item: i32, thread: i32): void {
  const crew = changetype<Crew>(net.crew);
  evaluateIn(net, crew.settings, changetype<Samples>(crew.samples), crew.first + item, thread);
}

/** Evaluates a chunk in rows of the buffers that are the thread's own. */
function evaluateIn(net: Net, settings: usize, samples: Samples, chunk: i32, thread: i32): void {
  const tile = thread * (net.chunkRows >> 2);
  evaluateChunk(net, settings, samples, chunk, tile, scratchOf(net, thread));
}

/** Mean loss of a set after all its chunks were evaluated; writes the hits to `net.hits`. */
export function sumOfChunks(net: Net, samples: Samples): f64 {
  const chunks = chunksOf(net, samples);
  let sum: f64 = 0;
  let hits = 0;
  for (let chunk = 0; chunk < chunks; chunk++) {
    const place = samples.sums + ((<usize>chunk) << 4);
    sum += load<f64>(place);
    hits += load<i32>(place, 8);
  }
  net.hits = hits;
  return sum / samples.count;
}
