import type { CellKinds } from './cells';
import type { RawColumn } from './column-builder';
import type { Mark, Written } from './number-text';

/** What the whole file says about its decimal marks. */
export interface FileMarks {
  /** The decimal mark that the user declared for ambiguous numbers. */
  readonly declared: Mark | undefined;
  /** The only mark that is certainly a decimal mark in some numeric column. */
  readonly seen: Mark | undefined;
  readonly delimiter: string;
}

/** Which marks separate thousands in a column. */
export type Thousands = Readonly<Record<Mark, boolean>>;

/** How the marks of one column are read. */
export interface MarkReading {
  readonly thousands: Thousands;
  /** Set if nothing in the column decided: the ambiguous mark, and a cell that has it. */
  readonly guessed?: { readonly mark: Mark; readonly example: string };
}

/** From this many cells on, it is unlikely to be chance that all have three digits after the mark. */
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

/** The marks that are certainly decimal marks in a column. */
export function decimalMarks(raw: RawColumn, kinds: CellKinds): Mark[] {
  return (['.', ','] as const).filter((mark) => factsOf(mark, raw, kinds).isDecimal);
}

/** Decides by the column's own cells, then by the user's setting, then by other columns, then by convention. */
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

/** Whether a mark separates thousands, if the other cells of the column decide that. */
function byColumn(own: Facts, other: Facts): boolean | undefined {
  if (own.isDecimal) return false;
  return own.isGroup || (other.isDecimal && own.open > 0) ? true : undefined;
}

function byFile(mark: Mark, raw: RawColumn, { declared, seen, delimiter }: FileMarks): boolean {
  const decimal = declared ?? seen;
  if (decimal !== undefined) return decimal !== mark;
  if (mark === ',') return delimiter !== ';';
  return delimiter !== ',' && looksGrouped(raw);
}

/** Whether exactly the numbers of a thousand or more have a mark. */
function looksGrouped({ rows, blanks, cells, points, commas, large }: RawColumn): boolean {
  const others = (cells?.counts ?? []).reduce((sum, count) => sum + count, 0);
  return !large && rows - blanks - others - points.open - commas.open > 0;
}

/** Whether the reading is the conventional one, so that no note is needed. */
function isOrdinary(
  mark: Mark,
  isThousands: boolean,
  open: number,
  raw: RawColumn,
  { declared, seen, delimiter }: FileMarks,
): boolean {
  if (declared !== undefined) return true;
  if (mark === ',') return seen !== undefined;
  if (isThousands) return false;
  if (seen === '.') return true;
  return delimiter === ',' && !(open >= SUSPICIOUS && looksGrouped(raw));
}

/** Corrects, in place, numbers whose mark was read as a decimal mark but separates thousands. */
export function regroup({ numbers, open }: RawColumn, thousands: Thousands): void {
  if (!numbers || !open) return;
  const apart = (['.', ','] as const).filter((mark) => thousands[mark]).map((mark) => mark.charCodeAt(0));
  // The mark is followed by three digits.
  for (let row = 0; row < open.length; row++)
    if (apart.includes(open[row])) numbers[row] = Math.round(1000 * numbers[row]);
}

/** The value of a number under the column's reading of its marks. */
export function readValue(written: Written, thousands: Thousands): number {
  return written.open && thousands[written.open] ? written.grouped! : written.value;
}
