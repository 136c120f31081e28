import { program } from '../../code/program';
import type { Target } from '../target';
import { borrowed, mutateWith, numbered, scanTwice } from './scans';

const cell = (source: string, kind = 'code') => ({
  cell_type: kind,
  source: source.split(/(?<=\n)/),
  outputs: [],
});
const book = (...sources: string[]) =>
  JSON.stringify({
    nbformat: 4,
    metadata: { language_info: { name: 'python' }, kernelspec: { language: 'python' } },
    cells: [cell('# Words about nn.Dropout(0.1)\n', 'markdown'), ...sources.map((source) => cell(source))],
  });

const OLD = JSON.stringify({
  nbformat: 3,
  worksheets: [
    { cells: [{ cell_type: 'code', language: 'python', input: 'from torch import nn\nnn.Dropout(0.5)' }] },
  ],
});

const HEAD = '{"cells": [{"cell_type": "code", "source": ["from torch import nn\\n",';

/** The text of an .ipynb file. */
export const notebook: Target<string> = {
  name: 'notebook',
  seeds: () => [
    book(program(1)),
    book(
      '%matplotlib inline\nfrom torch import nn\n',
      '!pip install torch\nd = nn.Dropout(\n  0.5)\n',
      '%%bash\nls\n',
    ),
    OLD,
  ],
  mutate: mutateWith([
    ...[
      '{',
      '}',
      '[',
      ']',
      '"',
      ',',
      ':',
      '\\',
      '\\n',
      '\\u0030',
      '\\ud800',
      '\\"',
      '"cells": [',
      '"source": ["',
      '"input": "',
    ],
    ...[
      '"cell_type": "code",',
      '"cell_type": "raw",',
      '"nn.Dropout(0.5)\\n",',
      '"%%time\\n",',
      '"!ls\\n",',
      '\n',
      '\0',
    ],
    ...['"language": "julia",', '"worksheets": [', 'null', '\ufeff', '\\u00', '"""', "'''"],
  ]),
  run: (text) => scanTwice(text, 'notebook'),
  borrowed,
  largest: 131_072,
  grow: {
    cells: (n) =>
      book(
        'from torch import nn\n',
        ...Array.from({ length: Math.ceil(n / 90) }, (_, i) => `nn.Dropout(0.${i})\n`),
      ),
    'lines of one cell': (n) =>
      book(`from torch import nn\n${numbered(n / 22, (i) => `nn.Dropout(0.${i})\n`)}`),
    'empty cells': (n) => `{"cells": [${'{"cell_type":"code","source":[]},'.repeat(n / 33)}{}]}`,
    pictures: (n) =>
      JSON.stringify({
        cells: [{ ...cell('from torch import nn\nnn.Dropout(0.5)\n'), outputs: [{ data: 'A'.repeat(n) }] }],
      }),
    'lists in lists': (n) => HEAD + '['.repeat(n),
    'objects in objects': (n) => HEAD + '[{"a":'.repeat(n / 6),
    backslashes: (n) => `${HEAD}"${'\\'.repeat(n)}`,
    quotes: (n) => HEAD + '"'.repeat(n),
    'ends of cells': (n) => HEAD + ']}, {"source": ['.repeat(n / 15),
    magics: (n) => book(`from torch import nn\n${'%time nn.Dropout(0.5)\n'.repeat(n / 25)}`),
    'quotes that are not closed': (n) =>
      book('from torch import nn\n', `"""${'d = nn.Dropout(0.5)\n'.repeat(n / 22)}`),
  },
};
