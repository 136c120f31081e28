import * as l10n from '@vscode/l10n';

/** The signature (magic bytes) of a file format, and the advice to give for it. */
interface Kind {
  readonly mark: string | readonly number[];
  readonly at?: number;
  words(): string;
}

const image = () => l10n.t('this is a picture, not a table.');
const unpack = (name: string) => () =>
  l10n.t('this is {0} data, which is not unpacked here. Unpack it, or pack the table with gzip.', name);
const workbook = () =>
  l10n.t('this is an Excel workbook, not a text file. Save the table as “CSV UTF-8” in Excel.');
const withPandas = (name: string, call: string) => () =>
  l10n.t('this is {0}, not a CSV file. Write it as CSV, with pandas for instance: {1}.', name, call);

const KINDS: readonly Kind[] = [
  { mark: 'PAR1', words: withPandas(`Parquet`, 'pd.read_parquet(…).to_csv("table.csv", index=False)') },
  {
    mark: 'ARROW1',
    words: withPandas('Feather (Arrow)', 'pd.read_feather(…).to_csv("table.csv", index=False)'),
  },
  { mark: 'FEA1', words: withPandas('Feather', 'pd.read_feather(…).to_csv("table.csv", index=False)') },
  {
    mark: [0x89, 0x48, 0x44, 0x46],
    words: withPandas('HDF5', 'pd.read_hdf(…).to_csv("table.csv", index=False)'),
  },
  { mark: '$FL', words: withPandas('an SPSS file', 'pd.read_spss(…).to_csv("table.csv", index=False)') },
  {
    mark: 'SQLite format 3',
    words: withPandas('an SQLite database', 'pd.read_sql(…).to_csv("table.csv", index=False)'),
  },
  {
    mark: 'RDX',
    words: () =>
      l10n.t('this is an R data file. Write the table as CSV in R: write.csv(…, row.names = FALSE).'),
  },
  {
    mark: 'X\n\0\0',
    words: () =>
      l10n.t('this is an R data file. Write the table as CSV in R: write.csv(…, row.names = FALSE).'),
  },
  {
    mark: 'MATLAB ',
    words: () => l10n.t('this is a MATLAB file. Write the table as CSV in MATLAB: writetable(…).'),
  },
  { mark: [0xd0, 0xcf, 0x11, 0xe0], words: workbook },
  {
    mark: [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59],
    words: () => l10n.t('this is a NumPy array (.npy): set data.source to "npy".'),
  },
  { mark: 'BZh', words: unpack('bzip2') },
  { mark: [0x04, 0x22, 0x4d, 0x18], words: unpack('LZ4') },
  { mark: [0x1f, 0x9d], words: unpack('compress (.Z)') },
  { mark: [0x1f, 0x8b], words: () => l10n.t('this is packed with gzip more than once. Unpack it once.') },
  { mark: [0xfd, 0x37, 0x7a, 0x58, 0x5a], words: unpack('xz') },
  { mark: [0x28, 0xb5, 0x2f, 0xfd], words: unpack('Zstandard') },
  { mark: [0x37, 0x7a, 0xbc, 0xaf], words: unpack('7-Zip') },
  { mark: 'Rar!', words: unpack('RAR') },
  { mark: 'ustar', at: 257, words: unpack('tar') },
  { mark: '%PDF', words: () => l10n.t('this is a PDF document, not a table.') },
  { mark: [0x89, 0x50, 0x4e, 0x47], words: image },
  { mark: [0xff, 0xd8, 0xff], words: image },
  { mark: 'GIF8', words: image },
];

const PICKLE = () =>
  l10n.t(
    'this is a Python pickle, which is a program and is not run here. Write the table as CSV: df.to_csv("table.csv", index=False).',
  );

/** Names the format of a binary file and what to do with it; undefined if the bytes may be text. */
export function kindOfBytes(bytes: Uint8Array): string | undefined {
  const kind = KINDS.find(({ mark, at = 0 }) => hasMark(bytes, mark, at));
  if (kind) return kind.words();
  if (hasMark(bytes, [0x50, 0x4b], 0) && (bytes[2] === 3 || bytes[2] === 5)) return archiveWords(bytes);
  if (bytes[0] === 0 && bytes[1] === 0 && bytes[2] >= 8 && bytes[2] <= 14 && bytes[3] > 0 && bytes[3] < 5)
    return l10n.t('this is an IDX file, the format of MNIST: set data.source to "idx".');
  if (bytes[0] === 0x80 && bytes[1] >= 2 && bytes[1] <= 5) return PICKLE();
  return undefined;
}

function hasMark(bytes: Uint8Array, mark: Kind['mark'], at: number): boolean {
  for (let i = 0; i < mark.length; i++) {
    const wanted = typeof mark === 'string' ? mark.charCodeAt(i) : mark[i];
    if (bytes[at + i] !== wanted) return false;
  }
  return true;
}

/** Describes a zip archive by the file names in it; they are stored uncompressed, all of them at its end. */
function archiveWords(bytes: Uint8Array): string {
  const latin = new TextDecoder('latin1');
  const head = latin.decode(bytes.subarray(0, ENDS)) + latin.decode(bytes.subarray(-ENDS));
  if (/\.npy/.test(head))
    return l10n.t('this is an archive of NumPy arrays (.npz): set data.source to "npy".');
  if (/\[Content_Types\]|xl\//.test(head)) return workbook();
  if (/mimetypeapplication\/vnd\.oasis/.test(head))
    return l10n.t('this is a LibreOffice document, not a text file. Save the table as CSV in LibreOffice.');
  return l10n.t('this is a zip archive, not a text file. Unpack it and choose the table in it.');
}

/** Number of characters inspected. */
const HEAD = 2000;
/** Printable ASCII, with an optional byte order mark. */
const PRINTED = /^(?:\xef\xbb\xbf)?[\t\n\f\r -~]+$/;
/** Number of bytes inspected at either end of an archive. */
const ENDS = 65_536;

const notThere = (name: string, command: string) => () =>
  l10n.t('this is a {0} pointer, which stands for the file: run {1}.', name, command);
const page = () =>
  l10n.t('this is a web page (HTML), not a table. Was the page saved instead of the file behind it?');

const TEXTS: readonly { readonly form: RegExp; words(): string }[] = [
  {
    form: /^\s*(?:\{\s*(?:"|\}|$)|\[\s*(?:\[|\{|\]|$))/,
    words: withPandas('JSON', 'pd.read_json(…).to_csv("table.csv", index=False)'),
  },
  {
    form: /^\s*<(?:!doctype html|!--|(?:html|head|body|script|table|meta|title|link|style|div|span|h1|center)(?:[\s/]|>(?![,;\t|])))/i,
    words: page,
  },
  {
    form: /^\s*(?:(?:error )?[45]\d\d:? )?(?:not found|access denied|forbidden|unauthorized|bad request|too many requests|service unavailable)\s*$/i,
    words: () =>
      l10n.t(
        'this is the answer of a server (“404: Not Found” or the like), not a table. Download the file again.',
      ),
  },
  { form: /^\s*<(?:\?xml|svg[ >])/i, words: () => l10n.t('this is XML, not a table.') },
  {
    form: /^version https:\/\/git-lfs\.github\.com/,
    words: notThere('Git LFS', 'git lfs pull'),
  },
  {
    form: /^(?:\w+: \w+\s+)?(?:outs|deps):\s+- (?:md5|hash|path|size|etag):/,
    words: notThere('DVC', 'dvc pull'),
  },
  {
    form: /^(?:\.\.\/)*(?:\/annex\/objects\/|\.git\/annex\/objects\/)/,
    words: notThere('git-annex', 'git annex get'),
  },
  {
    form: /^(?:\s*%.*\n)*\s*@(?:relation|attribute)\s/i,
    words: () => l10n.t('this is an ARFF file (Weka). Save the table as CSV in Weka.'),
  },
  {
    form: /^\s*[+-]?\d+(?:\.\d+)?(?:[ \t]+\d+:[-+.\deE]+){2,}/,
    words: () => l10n.t('this is in the format of LIBSVM (index:value). Write the table as CSV.'),
  },
];

/** As {@link kindOfBytes}, for readers of binary formats: a text file is the wrong format too. */
export function kindOfFile(bytes: Uint8Array): string | undefined {
  const kind = kindOfBytes(bytes);
  if (kind !== undefined) return kind;
  const text = new TextDecoder('latin1').decode(bytes.subarray(0, HEAD));
  if (kindOfText(text) !== undefined) return kindOfText(text);
  const isText = text.includes('\n') && PRINTED.test(text);
  return isText ? l10n.t('this is a text file: a table is read with data.source "csv".') : undefined;
}

/** Names the format of a text that is certainly not a table, and what to do with it; otherwise undefined. */
export function kindOfText(text: string): string | undefined {
  const head = text.slice(0, HEAD);
  const found = TEXTS.find(({ form }) => form.test(head));
  if (found) return found.words();
  // A list of plain numbers. A table may begin with a bracket too, so the end is checked as well.
  const list = /^\s*\[/.test(head) && /\]\s*$/.test(text.slice(-HEAD));
  return list ? TEXTS[0].words() : undefined;
}
