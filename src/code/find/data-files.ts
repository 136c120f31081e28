import { isDataFile } from '../code-data';
import { type Binary, type Call, type Expression, pathOf } from '../syntax/tree';
import { argumentsOf, pick } from './arguments';
import type { Context } from './context';

/** What reads a file of data; `load` and `open` read others as well. */
export const readers =
  /^(?:read_(?:csv|table|parquet|excel|feather|hdf)|scan_csv|load|loadtxt|genfromtxt|open|loadmat|make_csv_dataset|CsvDataset|load_svmlight_file)$/;

const names = ['filepath_or_buffer', 'fname', 'file', 'path', 'source', 'io', 'file_pattern', 'filenames'];

/** The file of data that a call of one of {@link readers} reads; `undefined`: its name is not written, or it is another. */
export function fileOf(context: Context, call: Call, word: string): string | undefined {
  if (word === 'load' && !/^(?:jax\.)?numpy\./.test(context.qualify(call.callee) ?? '')) return undefined;
  const given = pick(argumentsOf(call), names, 0);
  const path = given && filePath(context, given.value);
  return path !== undefined && isDataFile(path) && !isWritten(context, call, word) ? path : undefined;
}

/** `open('out.csv', 'w')` */
function isWritten(context: Context, call: Call, word: string): boolean {
  const mode = word === 'open' ? pick(argumentsOf(call), ['mode'], 1) : undefined;
  return mode !== undefined && /[wax]/.test(context.stringAt(mode.value) ?? '');
}

const MAX_DEPTH = 12;

/**
 * The path that an expression stands for, as far as it is written: `os.path.join(ROOT, 'wine.csv')`,
 * `Path('data') / 'wine.csv'` and `f'{root}/wine.csv'` end in `wine.csv` all the same. `undefined`: its end is not
 * written.
 */
function filePath(context: Context, expression: Expression, depth = 0): string | undefined {
  const { expression: found } = context.evaluator.follow(expression);
  if (!found || depth > MAX_DEPTH) return undefined;
  const inner = (part: Expression | undefined) => part && filePath(context, part, depth + 1);
  switch (found.type) {
    case 'text':
      return found.value;
    case 'binary':
      return ofSum(found, inner);
    case 'call':
      return ofCall(found, inner);
    case 'other': {
      // What is written behind the last `{…}` of an f-string.
      const last = found.word === 'string' ? found.parts.at(-1) : undefined;
      const isWritten = last?.type === 'other' && last.word === 'string_content';
      return isWritten ? context.slice(last).replace(/^\/+/, '') : undefined;
    }
    default:
      return undefined;
  }
}

type Inner = (part: Expression | undefined) => string | undefined;

/** `ROOT + '/wine.csv'`, `Path('data') / 'wine.csv'` */
function ofSum({ operator, left, right }: Binary, inner: Inner): string | undefined {
  const last = inner(right);
  if (last === undefined) return undefined;
  return `${inner(left) ?? ''}${operator === '/' ? '/' : ''}${last}`.replace(/^\/+/, '');
}

/** `Path('data')`, `os.path.join('data', 'wine.csv')`, `open('wine.csv')`. */
function ofCall({ callee, args }: Call, inner: Inner): string | undefined {
  const name = pathOf(callee) ?? '';
  if (!/(?:^|\.)(?:Path|PurePath|join|joinpath|str|open|abspath|expanduser)$/.test(name)) return undefined;
  const last = inner(args.at(-1));
  const parts = args.slice(0, -1).map(inner);
  // What stands before a part that is not written is no use.
  const known = parts.slice(parts.lastIndexOf(undefined) + 1);
  return last === undefined ? undefined : [...known, last].join('/');
}
