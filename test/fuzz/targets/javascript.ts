import type { Target } from '../target';
import { borrowed, mutateWith, numbered, scanTwice } from './scans';

const TF = "import * as tf from '@tensorflow/tfjs';\n";
const MODEL = `${TF}
const rate = 0.5;
interface Options { readonly units: number; readonly lr?: number }
function build({ units, lr = 1e-3 }: Options, p = rate) {
  const model = tf.sequential({ layers: [tf.layers.dense({ units, activation: 'relu', inputShape: [4] })] });
  for (const r of [0.1, 0.2]) model.add(tf.layers.dropout({ rate: r }));
  model.add(tf.layers.dropout({ rate: p }));
  model.compile({ optimizer: tf.train.adam(lr), loss: 'meanSquaredError' });
  return model;
}
const model = build({ units: 16 });
await model.fit(xs, ys, { epochs: 10, batchSize: 32, validationSplit: 0.2 });
`;
const CLASS = `const tf = require('@tensorflow/tfjs-node');
const config = { dropout: 0.3, nested: { lr: 0.01, 'batch-size': 16 } };
class Net extends Base {
  static p = 0.25;
  #q = config.dropout;
  constructor(x, { r = 0.1, ...rest } = {}) { super(); this.r = r; }
  layer() { return tf.layers.dropout({ rate: this.#q ?? Net.p }); }
  get opt() { return tf.train.sgd(config.nested.lr); } // 0.1
}
const text = \`a \${tf.layers.dropout({ rate: 1 - 0.8 })} b\`, re = /[/"']\\/x/g;
export default async (x) => x > 1 ? new Net(x, { r: 0.4 }) : [...x].map((y) => y * 2);
`;

const words = [
  ...[
    'tf.layers.dropout({ rate: ',
    '0.5',
    ' })',
    '(',
    ')',
    '[',
    ']',
    '{',
    '}',
    '`',
    '${',
    '"',
    "'",
    '/',
    '=>',
    ';',
    ',',
  ],
  ...[
    '/*',
    '*/',
    '//',
    '\n',
    '\r\n',
    '\\',
    '?',
    ':',
    '...',
    '?.',
    '??',
    '=',
    'let p = ',
    'const { a = ',
    'var ',
    'function f(',
  ],
  ...[
    'class A {',
    'return ',
    'if (x) ',
    'else ',
    'for (;;) ',
    'new ',
    'async ',
    'await ',
    'import(',
    'export ',
    '<T>',
    'as ',
    '#',
  ],
  ...[
    'p',
    'rate',
    'config',
    'this.',
    '\0',
    '\ud800',
    '\ufeff',
    '\u2028',
    '@a ',
    'enum E {',
    'type T = ',
    '=/[',
    '<div>',
    '</',
  ],
];

/** TypeScript and JavaScript, which are read alike: by the grammar of TSX. */
export const javascript: Target<string> = {
  name: 'javascript',
  seeds: () => [MODEL, CLASS],
  mutate: mutateWith(words),
  run: (text) => scanTwice(text, 'typescript'),
  borrowed,
  largest: 131_072,
  grow: {
    'declarations on one line': (n) => TF + 'const model = tf.sequenti'.repeat(n / 25),
    'a chain of assignments': (n) => `${TF}${'a = b + '.repeat(n / 8)}tf.layers`,
    'calls of a layer': (n) => TF + numbered(n / 32, (i) => `tf.layers.dropout({ rate: 0.${i} });\n`),
    models: (n) =>
      TF +
      numbered(
        n / 80,
        (i) =>
          `const m${i} = tf.sequential({ layers: [tf.layers.dense({ units: 3 }), tf.layers.dropout({ rate: 0.5 })] });\n`,
      ),
    'functions that call each other': (n) =>
      TF +
      numbered(
        n / 75,
        (i) =>
          `function f${i}(p = 0.5) { f${(i * 31 + 1) % 97}(p); return tf.layers.dropout({ rate: p }); }\n`,
      ),
    'a name of a name': (n) =>
      `${TF}const a0 = 0.5;\n${numbered(n / 18, (i) => `const a${i + 1} = a${i};\n`)}tf.layers.dropout({ rate: a9 });\n`,
    'assignments to one name': (n) =>
      `${TF}let p = 0.5;\n${'p = 0.5;\n'.repeat(n / 9)}tf.layers.dropout({ rate: p });\n`,
    classes: (n) =>
      TF +
      numbered(
        n / 80,
        (i) =>
          `class C${i} extends C${i + 1} { p = 0.5; f() { return tf.layers.dropout({ rate: this.p }); } }\n`,
      ),
    'classes without a body': (n) => `${TF}${'class A extends B '.repeat(n / 18)}`,
    'an object': (n) =>
      `${TF}const c = {\n${numbered(n / 12, (i) => `  p${i}: 0.5,\n`)}};\ntf.layers.dropout({ rate: c.p1 });\n`,
    'one line': (n) =>
      TF + '!function(e,t){var n=e(1),r=t.layers.dropout({rate:.5});return n?r:e}(a,b);'.repeat(n / 76),
    'branches without an end': (n) =>
      `${TF}if (a) {} ${'else if (x) { p = 0.5; tf.layers.dropout({ rate: p }); } '.repeat(n / 56)}`,
    conditions: (n) => `${TF}const p = ${'x ? 0.5 : '.repeat(n / 10)}0.5;\ntf.layers.dropout({ rate: p });\n`,
    templates: (n) => TF + `const s = \`\${tf.layers.dropout({ rate: 0.5 })} x\`;\n`.repeat(n / 52),
    'templates in templates': (n) => TF + '`${'.repeat(n / 3),
    'functions in functions': (n) => TF + 'f(function () { return '.repeat(n / 23),
    arrows: (n) => TF + 'a=>'.repeat(n / 3),
    braces: (n) => TF + '{'.repeat(n),
    brackets: (n) => `${TF}x = ${'['.repeat(n)}`,
    'type arguments that do not end': (n) => TF + 'f<'.repeat(n / 2),
    'comments that do not end': (n) => TF + '/*'.repeat(n / 2),
    slashes: (n) => TF + '=/['.repeat(n / 3),
    backslashes: (n) => `${TF}"${'\\'.repeat(n)}`,
    patterns: (n) =>
      TF + numbered(n / 60, (i) => `const { p${i} = 0.5 } = options;\ntf.layers.dropout({ rate: p${i} });\n`),
    'layers that are added one by one': (n) =>
      `${TF}const m = tf.sequential();\n${'m.add(tf.layers.dropout({ rate: 0.5 }));\n'.repeat(n / 40)}`,
  },
};
