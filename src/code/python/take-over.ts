import type { Parser } from '@vscode/tree-sitter-wasm';
import { difference } from '../syntax/difference';
import { blocksOf } from '../syntax/python-blocks';
import { Block } from './block';

/** What an edit did to the blocks. */
export interface Change {
  readonly gone: readonly Block[];
  readonly come: readonly Block[];
  /** Offsets in the old text from here on moved by `shift`. */
  readonly from: number;
  readonly shift: number;
}

/** The parts of a text from each of `starts` to the next, the last to `end`. */
export function cut(text: string, starts: readonly number[], end: number): { start: number; part: string }[] {
  return starts.map((start, index) => ({ start, part: text.slice(start, starts[index + 1] ?? end) }));
}

/** How many blocks at the head and at the tail have the same text as before. */
function unchanged(blocks: readonly Block[], before: string, text: string): { head: number; tail: number } {
  const { prefix, sameFrom, shift } = difference(before, text);
  const endOf = (index: number) => blocks[index + 1]?.start ?? before.length;
  let head = 0;
  while (head < blocks.length && endOf(head) <= prefix) head++;
  let tail = 0;
  while (tail < blocks.length - head && blocks[blocks.length - 1 - tail]!.start + shift >= sameFrom) tail++;
  return { head, tail };
}

/** Blocks equal at the head and at the tail are kept, shifted; one changed block is parsed incrementally. */
export function takeOver(
  previous: { readonly text: string; readonly blocks: readonly Block[]; readonly isOpen: boolean },
  text: string,
  parser: Parser,
): { blocks: readonly Block[]; isOpen: boolean; change: Change } {
  const old = previous.blocks;
  const shift = text.length - previous.text.length;
  const same = unchanged(old, previous.text, text);
  const { starts, isOpen } = blocksOf(text, {
    isOpen: previous.isOpen,
    starts: old.map(({ start }) => start),
    prefix: old[same.head]?.start ?? previous.text.length,
    sameFrom: (old[old.length - same.tail]?.start ?? previous.text.length) + shift,
    shift,
  });
  const { head, tail } = agreement(old, starts, same, shift);
  const gone = old.slice(head, old.length - tail);
  const from = old[old.length - tail]?.start ?? previous.text.length;
  const parts = cut(text, starts.slice(head, starts.length - tail), from + shift);
  const come = parts.map(({ start, part }) =>
    gone.length === 1 && parts.length === 1
      ? gone[0]!.changedTo(part, start)
      : new Block(part, start, parser),
  );
  for (const block of gone) block.dispose();
  const rest = old.slice(old.length - tail);
  for (const block of rest) block.start += shift;
  const blocks = [...old.slice(0, head), ...come, ...rest];
  return { blocks, isOpen, change: { gone, come, from, shift } };
}

/** How many blocks at both ends are the same in text and in extent. */
function agreement(
  old: readonly Block[],
  starts: readonly number[],
  same: { head: number; tail: number },
  shift: number,
): { head: number; tail: number } {
  const last = old.length - 1;
  // A block ends where the next begins, the last one where the text does.
  const endsAlike = (index: number) =>
    index === last
      ? shift === 0 && starts.length === old.length
      : starts[index + 1] === old[index + 1]!.start;
  let head = 0;
  while (head < same.head && starts[head] === old[head]!.start && endsAlike(head)) head++;
  let tail = 0;
  const most = Math.min(same.tail, old.length - head, starts.length - head);
  while (tail < most && starts[starts.length - 1 - tail] === old[last - tail]!.start + shift) tail++;
  return { head, tail };
}
