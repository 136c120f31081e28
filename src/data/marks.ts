import type { CellKinds } from './cells';
import type { RawColumn } from './column-builder';
import type { Mark, Written } from './number-text';

/** What is known about the marks in a file's numbers beyond a single column. */
export interface FileMarks {
  /** What a person says of numbers that can be read in two ways. */
  readonly said: Mark | undefined;
  /** The only mark that stands before decimals for certain, in any column of numbers. */
  readonly seen: Mark | undefined;
  readonly delimiter: string;
}

/** Marks that stand between the thousands of a column. */
export type Thousands = Readonly<Record<Mark, boolean>>;

/** How one column's marks are read. */
export interface MarkReading {
  readonly thousands: Thousands;
  /** Nothing in the column itself decided: the mark, and a cell with it. */
  readonly guessed?: { readonly mark: Mark; readonly example: string };
}

/** Cells of the shape of thousands from which on it is hardly by chance that all have three digits behind the mark. */
const SUSPICIOUS = 3;

interface Facts {
  readonly isDecimal: boolean;
  readonly isGroup: boolean;
  readonly open: number;
  readonly example: string | undefined;
}

function factsOf(mark: Mark, raw: RawColumn, { numbers }: CellKinds): Facts {
  const { isDecimal, open, example } = mark === '.' ? raw.points : raw.commas;
  const written = [...numbers];
  const opened = written.filter(([, one]) => one.open === mark);
  return {
    isDecimal: isDecimal || written.some(([, one]) => one.decimal === mark),
    isGroup: written.some(([, one]) => one.group === mark),
    open: open + opened.length,
    example: example ?? (opened[0] && raw.cells?.values[opened[0][0]]),
  };
}

/** Marks that stand before decimals for certain in a column. */
export function decimalMarks(raw: RawColumn, kinds: CellKinds): Mark[] {
  return (['.', ','] as const).filter((mark) => factsOf(mark, raw, kinds).isDecimal);
}

/** Decides by the column's own cells, then by what is said, then by the other columns, then by custom. */
export function readMarks(raw: RawColumn, kinds: CellKinds, file: FileMarks): MarkReading {
  const points = factsOf('.', raw, kinds);
  const commas = factsOf(',', raw, kinds);
  const ownPoints = byColumn(points, commas);
  const ownCommas = byColumn(commas, points);
  const thousands = {
    '.': ownPoints ?? (points.open > 0 && byFile('.', raw, file)),
    ',': ownCommas ?? (commas.open > 0 && byFile(',', raw, file)),
  };
  const isOpen = (mark: Mark, own: boolean | undefined, { open }: Facts) =>
    own === undefined && open > 0 && !isOrdinary(mark, thousands[mark], open, raw, file);
  if (isOpen('.', ownPoints, points)) return { thousands, guessed: { mark: '.', example: points.example! } };
  if (isOpen(',', ownCommas, commas)) return { thousands, guessed: { mark: ',', example: commas.example! } };
  return { thousands };
}

/** Whether a mark stands between thousands, where the column's other cells tell. */
function byColumn(own: Facts, other: Facts): boolean | undefined {
  if (own.isDecimal) return false;
  return own.isGroup || (other.isDecimal && own.open > 0) ? true : undefined;
}

function byFile(mark: Mark, raw: RawColumn, { said, seen, delimiter }: FileMarks): boolean {
  const decimal = said ?? seen;
  if (decimal !== undefined) return decimal !== mark;
  if (mark === ',') return delimiter !== ';';
  return delimiter !== ',' && looksGrouped(raw);
}

/** Numbers below a thousand have no mark, and all others have one. */
function looksGrouped({ rows, blanks, cells, points, commas, large }: RawColumn): boolean {
  const others = (cells?.counts ?? []).reduce((sum, count) => sum + count, 0);
  return !large && rows - blanks - others - points.open - commas.open > 0;
}

/** Read as nearly every file of its kind is meant: nothing has to be said. */
function isOrdinary(
  mark: Mark,
  isThousands: boolean,
  open: number,
  raw: RawColumn,
  { said, seen, delimiter }: FileMarks,
): boolean {
  if (said !== undefined) return true;
  if (mark === ',') return seen !== undefined;
  if (isThousands) return false;
  if (seen === '.') return true;
  return delimiter === ',' && !(open >= SUSPICIOUS && looksGrouped(raw));
}

/** Reads the numbers anew whose mark was taken for the one before decimals, where it stands between thousands. */
export function regroup({ numbers, open }: RawColumn, thousands: Thousands): void {
  if (!numbers || !open) return;
  const apart = (['.', ','] as const).filter((mark) => thousands[mark]).map((mark) => mark.charCodeAt(0));
  // Three digits stand behind it.
  for (let row = 0; row < open.length; row++)
    if (apart.includes(open[row])) numbers[row] = Math.round(1000 * numbers[row]);
}

/** The number that a cell is meant to say. */
export function readValue(written: Written, thousands: Thousands): number {
  return written.open && thousands[written.open] ? written.grouped! : written.value;
}
