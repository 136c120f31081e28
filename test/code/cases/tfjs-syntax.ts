import { found, inLanguage, never } from './case';

const head = "import * as tf from '@tensorflow/tfjs';\n";
const dropout = (rate: string) => `${head}tf.layers.dropout({ rate: ${rate} });`;
const after = (code: string) => `${head}${code}\ntf.layers.dropout({ rate: 0.25 });`;

/** What only a parser of the language reads rightly. */
export const tfjsSyntax = inLanguage('typescript', [
  found('an assertion in angles', dropout('<number>0.4'), 'dropout 0.4 «0.4»'),
  found('an assertion in angles of a union', dropout('<number | undefined>0.4'), 'dropout 0.4 «0.4»'),
  found('an assertion of an assertion', dropout('<number><unknown>0.4'), 'dropout 0.4 «0.4»'),
  found(
    'an assertion of an object',
    `${head}const c = <Config>{ rate: 0.4 };\ntf.layers.dropout({ rate: c.rate });`,
    'dropout 0.4 «0.4»',
  ),
  found(
    'an assertion of an object as its type is written',
    `${head}const c = <{ rate: number; units?: Array<number> }>{ rate: 0.4 };\ntf.layers.dropout(c);`,
    'dropout 0.4 «0.4»',
  ),
  found(
    'an assertion behind an arrow',
    `${head}const rate = () => <number>0.1;\ntf.layers.dropout({ rate: 0.4 });`,
    'dropout 0.4 «0.4»',
  ),
  found('as number', dropout('0.1 as number'), 'dropout 0.1 «0.1»'),
  found('as unknown as number', dropout('(0.1 as unknown) as number'), 'dropout 0.1 «0.1»'),
  found(
    'satisfies',
    `${head}const c = { rate: 0.1 } satisfies Config;\ntf.layers.dropout({ rate: c.rate satisfies number });`,
    'dropout 0.1 «0.1»',
  ),
  found(
    'as const',
    `${head}const rates = { a: 0.1 as const, b: 0.2 } as const;\ntf.layers.dropout({ rate: rates.a });`,
    'dropout 0.1 «0.1»',
  ),
  found(
    'not null',
    `${head}const rate: number | null = 0.1;\ntf.layers.dropout({ rate: rate! });`,
    'dropout 0.1 «0.1»',
  ),
  found(
    'not null behind a key in brackets',
    `${head}const rates: Rates = { a: 0.1 };\ntf.layers.dropout({ rate: rates['a']! });`,
    'dropout 0.1 «0.1»',
  ),
  found(
    'not null in the middle of a path',
    `${head}const c = { net: { rate: 0.1 } };\ntf.layers.dropout({ rate: c!.net!.rate! });`,
    'dropout 0.1 «0.1»',
  ),
  found(
    'a key in brackets',
    `${head}const rates = { 'drop-out': 0.1 };\ntf.layers.dropout({ rate: rates['drop-out'] });`,
    'dropout 0.1 «0.1»',
  ),
  found(
    'a key in brackets behind a question mark',
    `${head}const rates = { a: 0.1 };\ntf.layers.dropout({ rate: rates?.['a'] });`,
    'dropout 0.1 «0.1»',
  ),
  found(
    'optional members',
    `${head}const c = { net: { rate: 0.1 } };\ntf.layers.dropout({ rate: c?.net?.rate });`,
    'dropout 0.1 «0.1»',
  ),
  found('parentheses', dropout('((0.1))'), 'dropout 0.1 «0.1»'),
  found('a plus', dropout('+0.1'), 'dropout 0.1 «+0.1»'),
  found('a number of a number', dropout('Number(0.1)'), 'dropout 0.1 «0.1»'),
  found('arithmetic of three numbers', dropout('1 / 4 * 2'), 'dropout 0.5 «1 / 4 * 2»'),
  found('arithmetic with parentheses', dropout('1 / (2 + 2)'), 'dropout 0.25 «1 / (2 + 2)»'),
  found(
    'precedence',
    `${head}model.fit(x, y, { batchSize: 2 + 3 * 4, epochs: 2 ** 3 ** 1 });`,
    'batchSize 14 «2 + 3 * 4»',
    'epochs 8 «2 ** 3 ** 1»',
  ),
  found(
    'a power below one',
    `${head}tf.train.sgd(10 ** -2);`,
    'optimizer sgd',
    'learningRate 0.01 «10 ** -2»',
  ),
  found(
    'a quotient of names',
    `${head}const n = 4;\ntf.layers.dropout({ rate: 1 / n });`,
    'dropout ? (computed: 1 / n)',
  ),
  found(
    'what is left of a name in parentheses',
    `${head}const keep = 0.75;\ntf.layers.dropout({ rate: 1 - (keep as number) });`,
    'dropout 0.25 keep «0.75»',
  ),
  found(
    'a number with separators',
    `${head}model.fit(x, y, { batchSize: 1_024, epochs: 0x10 });`,
    'batchSize 1024 «1_024»',
    'epochs 16 «0x10»',
  ),

  found('a generic arrow', after('const id = <T,>(x: T): T => x;'), 'dropout 0.25 «0.25»'),
  found('a generic arrow without a comma', after('const id = <T>(x: T): T => x;'), 'dropout 0.25 «0.25»'),
  found(
    'a generic arrow that is asynchronous',
    after('const id = async <T extends object>(x: T): Promise<T> => x;'),
    'dropout 0.25 «0.25»',
  ),
  found(
    'a generic function with a default',
    `${head}function head<T extends Layer = Layer>(rate: number = 0.5): T { return tf.layers.dropout({ rate }) as unknown as T; }\nhead<Foo<Bar[]>>(0.2);`,
    'dropout 0.2 «0.2»',
  ),
  found(
    'a generic method',
    `${head}class Net { head<T>(rate: T) { return tf.layers.dropout({ rate }); } run() { return this.head<number>(0.2); } }`,
    'dropout 0.2 «0.2»',
  ),
  found(
    'an arrow that destructures',
    `${head}const build = ({ rate }: { rate: number }): Layer => tf.layers.dropout({ rate });\nbuild({ rate: 0.2 });`,
    'dropout 0.2 «0.2»',
  ),
  found(
    'an arrow that gives an object',
    `${head}const settings = () => ({ rate: 0.2 });\ntf.layers.dropout({ rate: 0.3 });`,
    'dropout 0.3 «0.3»',
  ),
  found(
    'an element with an expression',
    after('const view = <Slider rate={0.3} onChange={(x) => <b>{x}</b>} />;'),
    'dropout 0.25 «0.25»',
  ),
  found(
    'elements with quotes and brackets in their text',
    after("const view = <p>don't (stop {count} </p>;"),
    'dropout 0.25 «0.25»',
  ),
  found(
    'a call within an element',
    `${head}const view = <Button onClick={() => tf.layers.dropout({ rate: 0.3 })}>it's</Button>;`,
    'dropout 0.3 «0.3»',
  ),
  found(
    'decorators',
    `${head}@Component({ selector: 'x' })\nclass Net {\n  @Input() rate = 0.3;\n  @Memo()\n  build() { return tf.layers.dropout({ rate: this.rate }); }\n}`,
    'dropout 0.3 «0.3»',
  ),
  found(
    'decorators of parameters',
    `${head}class Net { constructor(@Inject(TOKEN) private readonly rate: number = 0.3) {} build() { return tf.layers.dropout({ rate: this.rate }); } }`,
    'dropout 0.3 «0.3»',
  ),
  found(
    'a constant enum',
    `${head}const enum Hyper { Batch = 16 }\nmodel.fit(x, y, { batchSize: Hyper.Batch });`,
    'batchSize 16 «16»',
  ),
  found(
    'an enum whose member is in brackets',
    `${head}export enum Hyper { 'Batch' = 8 * 2 }\nmodel.fit(x, y, { batchSize: Hyper['Batch'] });`,
    'batchSize 16 «8 * 2»',
  ),
  found(
    'a constant of a namespace',
    `${head}namespace Settings { export const RATE = 0.3; }\ntf.layers.dropout({ rate: Settings.RATE });`,
    'dropout 0.3 «0.3»',
  ),
  found(
    'a namespace of a namespace',
    `${head}namespace A.B { export const x = 1; }\ntf.layers.dropout({ rate: 0.3 });`,
    'dropout 0.3 «0.3»',
  ),
  found(
    'templates with brackets and quotes',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a snippet of code.
    after('const s = `a ${f(`}`)} "(${x ? \'`\' : "{"}`;'),
    'dropout 0.25 «0.25»',
  ),
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a snippet of code.
  found('a tagged template', after("const s = html`<p>${rate}</p> it's (`;"), 'dropout 0.25 «0.25»'),
  found(
    'a template without anything in it',
    `${head}model.compile({ optimizer: \`adam\` });`,
    'optimizer adam',
    'learningRate 0.001 default',
  ),
  found(
    'a pattern with quotes and brackets',
    after(
      'const p = /["\'`([{]/g;\nif (/[/]\\/(/.test(s)) s = s.replace(/"/g, "\'");'.replace('\\/(', '\\/\\('),
    ),
    'dropout 0.25 «0.25»',
  ),
  found('a pattern behind a parenthesis', after("if (x) /'/.test(y);"), 'dropout 0.25 «0.25»'),
  found(
    'a quotient behind a parenthesis',
    after("const q = (a) / b / c; const r = 'x';"),
    'dropout 0.25 «0.25»',
  ),
  found(
    'a division of what is in brackets',
    after('const q = a[0] / 2; const s = "/";'),
    'dropout 0.25 «0.25»',
  ),
  found(
    'comments in odd places',
    `${head}tf . /* a */ layers // b\n  .dropout /* c */ ( { rate /* d */ : /* e */ 0.3 /* f */ } );`,
    'dropout 0.3 «0.3»',
  ),
  found(
    'words that are keys',
    after('const o = { class: 1, function: 2, if: 3, get: 4, async: 5, type: 6, enum: 7 };'),
    'dropout 0.25 «0.25»',
  ),
  found(
    'types that look like code',
    after(
      "type F = { (a: number): string; new (x: 'a' | 'b'): Foo; readonly [key: string]: number | undefined };\ndeclare module 'x' { export const rate = 0.1; }\nabstract class A<in out T> { abstract f(): void; declare x: number; }",
    ),
    'dropout 0.25 «0.25»',
  ),
  found(
    'a function of overloads and a type guard',
    `${head}function isRate(x: unknown): x is number { return true; }\nfunction assertRate(x: unknown): asserts x is number {}\ntf.layers.dropout({ rate: 0.3 });`,
    'dropout 0.3 «0.3»',
  ),

  found(
    'unpacked from a list',
    `${head}const [rate, lr] = [0.3, 0.01];\ntf.layers.dropout({ rate });\ntf.train.sgd(lr);`,
    'dropout 0.3 «0.3»',
    'optimizer sgd',
    'learningRate 0.01 «0.01»',
  ),
  found(
    'unpacked past a hole',
    `${head}const [, rate] = [1, 0.3];\ntf.layers.dropout({ rate });`,
    'dropout 0.3 «0.3»',
  ),
  found(
    'an item of a list',
    `${head}const rates = [0.1, 0.3];\ntf.layers.dropout({ rate: rates[1] });`,
    'dropout 0.3 «0.3»',
  ),
  found(
    'an item of a list that changes',
    `${head}const rates = [0.1, 0.3];\nrates.push(0.5);\ntf.layers.dropout({ rate: rates[1] });`,
    'dropout ? (rates[1] is set where it cannot be followed)',
  ),
  found(
    'unpacked with a default where the file has no value',
    `${head}const { lr = 0.1 } = config;\ntf.train.adam(lr);`,
    'optimizer adam',
    'learningRate 0.1 «0.1»',
  ),
  found(
    'unpacked with a default that counts by its name',
    `${head}const { learningRate = 0.1, epochs = 5 } = config;`,
    'learningRate 0.1 «0.1»',
    'epochs 5 «5»',
  ),
  found(
    'unpacked with a default from what has the value',
    `${head}const config = { lr: 0.2 };\nconst { lr = 0.1 } = config;\ntf.train.adam(lr);`,
    'optimizer adam',
    'learningRate 0.2 «0.2»',
  ),
  found(
    'unpacked from what is deeper down',
    `${head}const config = { training: { lr: 0.2 } };\nconst { training: { lr } } = config;\ntf.train.adam(lr);`,
    'optimizer adam',
    'learningRate 0.2 «0.2»',
  ),
  found(
    'unpacked in an assignment',
    `${head}let rate;\n({ rate } = { rate: 0.3 });\ntf.layers.dropout({ rate });`,
    'dropout 0.3 «0.3»',
  ),
  found(
    'options that are spread',
    `${head}const defaults = { rate: 0.3, seed: 1 };\ntf.layers.dropout({ ...defaults, name: 'd' });`,
    'dropout 0.3 «0.3»',
  ),
  found(
    'options that are spread over others',
    `${head}const defaults = { rate: 0.1 };\nconst own = { rate: 0.3 };\ntf.layers.dropout({ ...defaults, ...own });`,
    'dropout 0.3 «0.3»',
  ),
  found(
    'options that hide what is spread',
    `${head}const defaults = { rate: 0.1 };\ntf.layers.dropout({ ...defaults, rate: 0.3 });`,
    'dropout 0.3 «0.3»',
  ),
  found(
    'a member of what is spread',
    `${head}const base = { p: 0.3 };\nconst config = { ...base, q: 1 };\ntf.layers.dropout({ rate: config.p });`,
    'dropout 0.3 «0.3»',
  ),
  found(
    'options under a name',
    `${head}const options = { epochs: 3, batchSize: 8 };\nmodel.fit(x, y, options);`,
    'epochs 3 «3»',
    'batchSize 8 «8»',
  ),
  found(
    'options as a parameter',
    `${head}function train(options) { return model.fit(x, y, options); }\ntrain({ epochs: 3 });`,
    'epochs 3 «3»',
  ),
  found(
    'private fields',
    `${head}class Net { #rate = 0.3; build() { return tf.layers.dropout({ rate: this.#rate }); } }`,
    'dropout 0.3 «0.3»',
  ),
  found(
    'a static private field',
    `${head}class Net { static #RATE = 0.3; static build() { return tf.layers.dropout({ rate: Net.#RATE }); } }`,
    'dropout 0.3 «0.3»',
  ),
  found(
    'a field of an object that is made',
    `${head}class Config { rate = 0.3; }\nconst c = new Config();\ntf.layers.dropout({ rate: c.rate });`,
    'dropout 0.3 «0.3»',
  ),
  found(
    'a field with a modifier and a type',
    `${head}class Net { public static readonly RATE: number = <number>0.3; }\ntf.layers.dropout({ rate: Net.RATE });`,
    'dropout 0.3 «0.3»',
  ),
  found(
    'a static block',
    `${head}class Net { static { this.x = 1; } rate = 0.3; build() { return tf.layers.dropout({ rate: this.rate }); } }`,
    'dropout 0.3 «0.3»',
  ),
  found(
    'a class that is given a name',
    `${head}const Net = class extends Base<number> { rate = 0.3; build() { return tf.layers.dropout({ rate: this.rate }); } };`,
    'dropout 0.3 «0.3»',
  ),
  found(
    'a member of the object itself',
    `${head}const net = { rate: 0.3, build() { return tf.layers.dropout({ rate: this.rate }); } };`,
    'dropout 0.3 «0.3»',
  ),
  found(
    'a method of an object that is made on the spot',
    `${head}class Net { build(rate = 0.1) { return tf.layers.dropout({ rate }); } }\nnew Net().build(0.3);`,
    'dropout 0.3 «0.3»',
  ),
  found(
    'a default parameter that is a name',
    `${head}const RATE = 0.3;\nfunction build(rate = RATE) { return tf.layers.dropout({ rate }); }`,
    'dropout 0.3 «0.3»',
  ),
  found('a condition of training', dropout('training ? 0.3 : 0'), 'dropout 0.3 «0.3»'),
  found('a condition', dropout('small ? 0.1 : 0.3'), 'dropout ? (depends on a condition: small)'),
  found(
    'an import in the way of TypeScript',
    "import tf = require('@tensorflow/tfjs');\ntf.layers.dropout({ rate: 0.3 });",
    'dropout 0.3 «0.3»',
  ),
  found(
    'unpacked from what is required',
    "const { layers, train: { adam } } = require('@tensorflow/tfjs-node');\nlayers.dropout({ rate: 0.3 });\nadam(0.01);",
    'dropout 0.3 «0.3»',
    'optimizer adam',
    'learningRate 0.01 «0.01»',
  ),
  found(
    'a member of what is required',
    "const layers = require('@tensorflow/tfjs').layers;\nlayers.dropout({ rate: 0.3 });",
    'dropout 0.3 «0.3»',
  ),
  found(
    'the library under another type',
    `${head}(tf as any).layers.dropout({ rate: 0.3 });`,
    'dropout 0.3 «0.3»',
  ),
  found(
    'a chain over lines',
    `${head}tf\n  .layers\n  .dropout({\n    rate: 0.3,\n  });`,
    'dropout 0.3 «0.3»',
  ),
  found(
    'a syntax error before it',
    `${head}const x = = 3;\nfoo(1, ;\ntf.layers.dropout({ rate: 0.3 });`,
    'dropout 0.3 «0.3»',
  ),
  found(
    'a syntax error behind it',
    `${head}tf.layers.dropout({ rate: 0.3 });\nconst y = tf.layers.dense({ units: `,
    'dropout 0.3 «0.3»',
  ),

  found(
    'a constant list in angles',
    `${head}const [p] = <const>[0.3];\ntf.layers.dropout({ rate: p });`,
    'dropout 0.3 «0.3»',
  ),
  found('a type of functions in angles', dropout('<(x: number) => number>0.3'), 'dropout 0.3 «0.3»'),
  found(
    'a default of a type parameter',
    after('const f = <T extends keyof Foo, U = {}>(x: T): U => g(x);'),
    'dropout 0.25 «0.25»',
  ),
  found('a call as compilers write it', `${head}(0, tf.layers.dropout)({ rate: 0.3 });`, 'dropout 0.3 «0.3»'),
  found('a call by keys in brackets', `${head}tf['layers']['dropout']({ rate: 0.3 });`, 'dropout 0.3 «0.3»'),
  found('calls that may not be there', `${head}tf?.layers!.dropout?.({ rate: 0.3 });`, 'dropout 0.3 «0.3»'),
  found(
    'objects that are joined',
    `${head}const c = Object.assign({}, { rate: 0.1 }, { rate: 0.3 });\ntf.layers.dropout({ rate: c.rate });`,
    'dropout 0.3 «0.3»',
  ),
  found(
    'a value that is assigned where it is given',
    `${head}let lr;\ntf.train.sgd((lr = 0.1));`,
    'optimizer sgd',
    'learningRate 0.1 «0.1»',
  ),
  found(
    'unpacked with defaults beside what is spread',
    `${head}const { lr = 0.1, epochs } = { epochs: 5, ...options };\nmodel.fit(x, y, { epochs });\ntf.train.sgd(lr);`,
    'epochs ? (epochs is set where it cannot be followed)',
    'optimizer sgd',
    'learningRate 0.1 «0.1»',
  ),
  found(
    'a key under a name',
    `${head}const rates = { a: 0.1, b: 0.3 };
const key = 'b';
tf.layers.dropout({ rate: rates[key]! });`,
    'dropout 0.3 «0.3»',
  ),
  found(
    'a key of an enum',
    `${head}enum Size { Small = 'small' }
const rates: Record<Size, number> = { small: 0.3 };
tf.layers.dropout({ rate: rates[Size.Small] });`,
    'dropout 0.3 «0.3»',
  ),
  found(
    'a member of a static object',
    `${head}class Net { static readonly RATES = { a: 0.3 } as const; }
tf.layers.dropout({ rate: Net.RATES.a });`,
    'dropout 0.3 «0.3»',
  ),
  found(
    'an item at an index under a name',
    `${head}const rates = [0.1, 0.3] as const;
const last = 1;
tf.layers.dropout({ rate: rates[last] });`,
    'dropout 0.3 «0.3»',
  ),
  found(
    'a key that nobody knows',
    `${head}const rates = { a: 0.1, b: 0.3 };
tf.layers.dropout({ rate: rates[key] });`,
    'dropout ? (rates[key] is set where it cannot be followed)',
  ),
  found('a fallback of a fallback', dropout('a ?? b ?? 0.3'), 'dropout 0.3 «0.3»'),
  found(
    'an enum of words',
    `${head}enum Kind { Adam = 'adam' }\nmodel.compile({ optimizer: Kind.Adam });`,
    'optimizer adam',
    'learningRate 0.001 default',
  ),
  found(
    'an import of a hundred names',
    `import { ${Array.from({ length: 100 }, (_, i) => `a${i}`).join(', ')}, layers } from '@tensorflow/tfjs';\nlayers.dropout({ rate: 0.3 });`,
    'dropout 0.3 «0.3»',
  ),
  found(
    'an arrow of a thousand words',
    `${head}const build = (rate = 0.3) => tf.sequential({ layers: [${'tf.layers.dense({ units: 4 }), '.repeat(300)}tf.layers.dropout({ rate })] });`,
    'dropout 0.3 «0.3»',
  ),
  found(
    'characters of two units',
    `${head}// 🤖 ü\nconst s = '🤖';\ntf.layers.dropout({ rate: 0.3 });`,
    'dropout 0.3 «0.3»',
  ),
  found(
    'unpacked in a loop',
    `${head}for await (const { lr = 0.1 } of runs) tf.train.sgd(lr);`,
    'optimizer sgd',
    'learningRate 0.1 «0.1»',
  ),

  never(
    'the rate of an element',
    `${head}const view = <Dropout rate={0.3}>tf.layers.dropout(0.5)</Dropout>;`,
  ),
  never('text of an element', `${head}const view = <p>const learningRate = 0.1; dropout: 0.5</p>;`),
  never('a type with a literal', `${head}let dropout: 0.5;\nconst f = (lr: 0.1 | 0.2): 0.1 => g(lr);`),
  never('code in a template', `${head}const s = \`tf.layers.dropout({ rate: 0.3 })\`;`),
  never('code in a pattern', `${head}const p = /tf.layers.dropout\\({ rate: 0.3 }\\)/;`),
  never('a declaration of another module', `${head}declare module 'x' { const dropout = 0.5; }`),
  never('an assertion of a word', `${head}const o = <Options>{ dropout: 'none', lr: <any>null };`),
]);
