import { previewTable } from '../../../src/host/code/table-preview';
import { pick } from '../mutate';
import type { Random, Target } from '../target';
import { loadFrom, refusals } from './data';

const encode = (text: string) => new TextEncoder().encode(text);
const wide = (text: string, bigEndian: boolean) => {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return new Uint8Array(bigEndian ? bytes.swap16() : bytes);
};

const PLAIN = `a,b,colour,kind\n${Array.from({ length: 12 }, (_, i) => `${i},${i * i},${i % 2 ? 'red' : 'blue'},${i % 3 ? 'x' : 'y'}`).join('\n')}\n`;
const WRITTEN = `sep=;\n"Name";"Preis (€)";"Datum";"Ziel"\n"A ""B""";"1.234,50 €";"2024-01-31";"ja"\n"C\nD";"NA";"2024-02-29";"nein"\n"E";"12,5 %";"";"ja"\n"F";"(3)";"n/a";"nein"\n`;
const TITLED = `Sales of 2024\n\n# made by hand\nday\tsales\tweather\n1\t2.5\tsun\n2\t3.5\train\n3\t9.5\tsun\nTotal\t15.5\t\nSource: us\t\t\n`;
const MARKDOWN = '| x | y |\n|---|---|\n| 1 | 0 |\n| 2 | 1 |\n| 3 | 0 |\n';
const BLANKS = '# x y\n 1.0  2.0\n 2.0  4.0\n 3.0  6.5\n';

const CELLS = [
  '',
  '0',
  '-1.5',
  '1e5',
  '1e308',
  '1,5',
  '1.234',
  'NA',
  '?',
  'x',
  '"x"',
  '"',
  'TRUE',
  '2024-01-31',
  '#',
  'total',
  '€ 5',
];

/** Another cell in the place of one, or a row again. */
function mutate(random: Random, bytes: Uint8Array): Uint8Array {
  const text = new TextDecoder('latin1').decode(bytes);
  const cells = [...text.matchAll(/[^,;\t\n|]+/g)];
  if (cells.length === 0) return bytes;
  const { 0: old, index } = pick(random, cells);
  const put = random(4) === 0 ? `${old}\n${text.slice(0, 40)}` : pick(random, CELLS);
  return Buffer.from(text.slice(0, index) + put + text.slice(index + old.length), 'latin1');
}

const rows = (n: number, row: (i: number) => string) =>
  Array.from({ length: Math.ceil(n / (row(1).length + 1)) }, (_, i) => row(i)).join('\n');
const table = (n: number, row: (i: number) => string, head = 'a,b,c') =>
  encode(`${head}\n1,2,x\n3,5,y\n5,6,x\n6,9,y\n${rows(n, row)}\n`);

/** A table, read as a run reads it, and its beginning, as its preview does. */
export const csv: Target<Uint8Array> = {
  name: 'csv',
  seeds: () => [
    ...[PLAIN, WRITTEN, TITLED, MARKDOWN, BLANKS].map(encode),
    wide(PLAIN, false),
    wide(PLAIN, true),
    Buffer.from(WRITTEN, 'latin1'),
  ],
  refusals,
  mutate,
  async run(bytes) {
    await loadFrom({ source: 'csv', file: 'a.csv' }, { 'a.csv': bytes });
    previewTable('a.csv', bytes, false);
  },
  largest: 262_144,
  grow: {
    numbers: (n) => table(n, (i) => `${i},${i % 7},${i % 2 ? 'x' : 'y'}`),
    'a quote that is not closed': (n) => table(n, (i) => `${i === 0 ? '"' : ''}${i},2,x`),
    quotes: (n) => encode('"'.repeat(n)),
    'quotes in a cell': (n) => table(40, () => `1,"${'""'.repeat(n / 2)}",x`),
    'lines in a cell': (n) => table(40, () => `1,"${'\n'.repeat(n)}",x`),
    'a long cell': (n) => table(40, () => `1,${'y'.repeat(n)},x`),
    'a long number': (n) => table(40, () => `1,${'1'.repeat(n)},x`),
    'long names': (n) => encode(`${'a'.repeat(n)},${'b'.repeat(n)}\n1,2\n2,3\n4,5\n`),
    'different texts': (n) => table(n, (i) => `${i},t${i},x`),
    'different classes': (n) => table(n, (i) => `${i},2,t${i}`),
    'numbers that people write': (n) => table(n, (i) => `${i},€ ${i}.50,x`),
    columns: (n) => encode(`${rows(n, (i) => `c${i}`).replaceAll('\n', ',')}\n${'1,'.repeat(n / 2)}1\n`),
    'columns, again and again': (n) => {
      const width = Math.min(999, n >> 4);
      return encode(`${'a,'.repeat(width)}a\n${rows(n, () => `${'1,'.repeat(width)}2`)}\n`);
    },
    'columns without names': (n) => encode(`${','.repeat(n)}\n${','.repeat(n)}\n`),
    delimiters: (n) => encode(','.repeat(n)),
    'semicolons and tabs': (n) => encode(';\t'.repeat(n / 2)),
    blanks: (n) => encode(' '.repeat(n)),
    'blanks between cells': (n) => encode(rows(n, (i) => `${i}   ${i % 3}     ${i % 2}`)),
    'empty lines': (n) => encode('\n'.repeat(n)),
    'carriage returns': (n) => encode(`a,b\r1,2\r${'\r'.repeat(n)}`),
    'rows that end with carriage returns': (n) =>
      encode(rows(n, (i) => `${i},${i % 2}`).replaceAll('\n', '\r')),
    'zero bytes': (n) => new Uint8Array(n),
    'zero bytes in cells': (n) => table(n, (i) => `${i},\0,x`),
    'byte order marks': (n) => encode('\ufeff'.repeat(n)),
    'ends of DOS': (n) => encode(`${PLAIN}${'\u001a'.repeat(n)}`),
    'UTF-16': (n) =>
      wide(
        rows(n / 2, (i) => `${i},${i % 2}`),
        true,
      ),
    'bytes that are no UTF-8': (n) => Buffer.concat([encode(PLAIN), Buffer.alloc(n, 0xc3)]),
    Korean: (n) => Buffer.concat([encode('a,b\n'), Buffer.alloc(n, 0xb0)]),
    comments: (n) => table(n, () => '# a comment'),
    'comments first': (n) => encode(`${rows(n, () => '# a comment')}\n${PLAIN}`),
    rules: (n) => table(n, () => '---,---,---'),
    headers: (n) => table(n, () => 'a,b,c'),
    sums: (n) => table(n, () => 'Total,1,'),
    'remarks below': (n) => table(n, () => 'a remark,,'),
    titles: (n) => encode(`${rows(n, () => 'a title')}\n${PLAIN}`),
    'a row that is short, far below': (n) =>
      table(n, (i) => `${i},1,x`) && encode(`a,b\n${rows(n, () => '1,2')}\n1`),
    gaps: (n) => table(n, (i) => `${i % 3 ? '' : i},?,${i % 2 ? 'x' : 'y'}`),
    'odd cells': (n) => table(n, (i) => `${i % 50 ? i : 'oops'},${i},${i % 2 ? 'x' : 'y'}`),
    dates: (n) => table(n, (i) => `2024-01-${10 + (i % 20)},${i},${i % 2 ? 'x' : 'y'}`),
    'rows twice': (n) => table(n, () => '1,2,x'),
  },
};
