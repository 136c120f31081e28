import { found, inLanguage } from './case';

const head = "import * as tf from '@tensorflow/tfjs';\n";

/** What calls give, and what is changed elsewhere. */
export const tfjsGiven = inLanguage('typescript', [
  found(
    'a variable that a loop takes again',
    `${head}let epochs = 3;\nfor (epochs of [5, 6]) {}\nmodel.fit(x, y, { epochs });`,
    'epochs ? (epochs is assigned 2 times)',
  ),
  found(
    'a function that leaves the file',
    `${head}function train(lr = 0.1) { return tf.train.sgd(lr); }\nmodule.exports = train;\nexports.run = train;\nwindow.train = train;\nexport { train as run };`,
    'optimizer sgd',
    'learningRate 0.1 «0.1»',
  ),
  found(
    'a function that a timer calls',
    `${head}function train(lr = 0.1) { return tf.train.sgd(lr); }\nsetTimeout(train, 100);\nit('trains', train);\nconsole.log(train.name);`,
    'optimizer sgd',
    'learningRate 0.1 «0.1»',
  ),
  found(
    'a function that is called with an event',
    `${head}function train(lr = 0.1) { return tf.train.sgd(lr); }\nbutton.addEventListener('click', train);`,
    'learningRate 0.1 «0.1»',
    'optimizer sgd',
    'learningRate ? (lr may be given in a way that cannot be followed)',
  ),
  found(
    'a default export without a name',
    `${head}export default function (lr = 0.1) { return tf.train.sgd(lr); }`,
    'optimizer sgd',
    'learningRate 0.1 «0.1»',
  ),
  found(
    'what is taken where the command line says nothing',
    `${head}model.fit(x, y, { epochs: Number(process.env.EPOCHS) || 20, batchSize: parseInt(process.argv[2]) || 8 });`,
    'epochs 20 «20»',
    'batchSize 8 «8»',
  ),
  found(
    'members beside others that are spread for a reason',
    `${head}model.fit(x, y, { epochs: 20, ...(validate ? { validationData: v } : {}), ...(quick && { batchSize: 4 }) });`,
    'epochs 20 «20»',
  ),
  found(
    'options of the command line as it is',
    `${head}parser.addArgument('--p', { defaultValue: 0.4 });\nconst args = parser.parseArgs(process.argv.slice(2));\ntf.layers.dropout({ rate: args.p });`,
    'dropout 0.4 «0.4»',
  ),
  found(
    'options before others that are spread',
    `${head}model.fit(x, y, { epochs: 10, batchSize: 4, ...override, shuffle: true });`,
    'epochs ? (fit may be given in a way that cannot be followed)',
    'batchSize ? (fit may be given in a way that cannot be followed)',
  ),
  found(
    'a member that is set from outside',
    `${head}class T { constructor() { this.lr = 0.1; } go() { return tf.train.sgd(this.lr); } }\nconst t = new T();\nt.lr = 0.5;`,
    'learningRate 0.1 «0.1»',
    'optimizer sgd',
    'learningRate ? (this.lr is assigned 2 times)',
    'learningRate 0.5 «0.5»',
  ),
  found(
    'type arguments of a call',
    `${head}function head(rate = 0.5) { return tf.layers.dropout({ rate }); }\nhead<number>(0.2);`,
    'dropout 0.2 «0.2»',
  ),
  found(
    'a call that may not be there',
    `${head}function head(rate = 0.5) { return tf.layers.dropout({ rate }); }\nhead?.(0.2);`,
    'dropout 0.2 «0.2»',
  ),
  found(
    'a function under another name',
    `${head}function head(rate = 0.5) { return tf.layers.dropout({ rate }); }\nconst make = head;\nmake(0.2);`,
    'dropout ? (rate may be given in a way that cannot be followed)',
  ),
  found(
    'a function that is given on',
    `${head}function head(rate = 0.5) { return tf.layers.dropout({ rate }); }\nbutton.addEventListener('click', head);`,
    'dropout ? (rate may be given in a way that cannot be followed)',
  ),
  found(
    'a function that is exported with others',
    `${head}function head(rate = 0.5) { return tf.layers.dropout({ rate }); }\nexport { head, other };\nmodule.exports = { head };`,
    'dropout 0.5 «0.5»',
  ),
  found(
    'a function of a namespace',
    `${head}namespace Models { export function head(rate = 0.5) { return tf.layers.dropout({ rate }); } }\nModels.head(0.2);`,
    'dropout 0.2 «0.2»',
  ),
  found(
    'an arrow as a field',
    `${head}class Net { head = (rate = 0.5) => tf.layers.dropout({ rate }); run() { this.head(0.2); } }`,
    'dropout 0.2 «0.2»',
  ),
  found(
    'an arrow with a type',
    `${head}const head: Maker<number> = (rate = 0.5) => tf.layers.dropout({ rate });\nhead(0.2);`,
    'dropout 0.2 «0.2»',
  ),
  found(
    'a function with a name inside',
    `${head}const head = function inner(rate = 0.5) { return tf.layers.dropout({ rate }); };\nhead(0.2);`,
    'dropout 0.2 «0.2»',
  ),
  found(
    'an arrow that is wrapped',
    `${head}const head = memo((rate = 0.5) => tf.layers.dropout({ rate }));\nhead(0.2);`,
    'dropout ? (rate is the parameter of a lambda)',
  ),
  found(
    'constructors above',
    `${head}class Net { constructor(rate = 0.5) { tf.layers.dropout({ rate }); } }\nclass Small extends Net { constructor() { super(0.2); } }`,
    'dropout 0.2 «0.2»',
  ),
  found(
    'a class without a constructor of its own',
    `${head}class Net { constructor(rate = 0.5) { tf.layers.dropout({ rate }); } }\nclass Small extends Net {}\nnew Small(0.2);`,
    'dropout 0.2 «0.2»',
  ),
  found(
    'options that the call gives',
    `${head}function train(opts = { lr: 0.1 }) { return tf.train.sgd(opts.lr); }\ntrain({ lr: 0.5 });`,
    'optimizer sgd',
    'learningRate 0.5 «0.5»',
  ),
  found(
    'options that no call gives',
    `${head}function train(opts = { lr: 0.1 }) { return tf.train.sgd(opts.lr); }`,
    'optimizer sgd',
    'learningRate 0.1 «0.1»',
  ),
  found(
    'options with a fallback that the call gives',
    `${head}function train(opts) { return tf.train.sgd(opts.lr ?? 0.1); }\ntrain({ lr: 0.5 });`,
    'optimizer sgd',
    'learningRate 0.5 «0.5»',
  ),
  found(
    'options with a fallback that the call leaves out',
    `${head}function train(opts) { return tf.train.sgd(opts.lr ?? 0.1); }\ntrain({ epochs });`,
    'optimizer sgd',
    'learningRate 0.1 «0.1»',
  ),
  found(
    'options that are unpacked later',
    `${head}function train(options = {}) { const { lr = 0.1 } = options; return tf.train.sgd(lr); }\ntrain({ lr: 0.5 });`,
    'optimizer sgd',
    'learningRate 0.5 «0.5»',
  ),
  found(
    'members that another object hides',
    `${head}const c = { lr: 0.1, ...opts };\ntf.train.sgd(c.lr);`,
    'learningRate 0.1 «0.1»',
    'optimizer sgd',
    'learningRate ? (c.lr is set where it cannot be followed)',
  ),
  found(
    'members after another object',
    `${head}const c = { ...opts, lr: 0.1 };\ntf.train.sgd(c.lr);`,
    'optimizer sgd',
    'learningRate 0.1 «0.1»',
  ),
  found(
    'arguments that are spread',
    `${head}function head(rate = 0.5) { return tf.layers.dropout({ rate }); }\nhead(...all);`,
    'dropout ? (rate may be given in a way that cannot be followed)',
  ),
  found(
    'unpacked from an object on the spot',
    `${head}const { lr = 0.1 } = { lr: 0.3 };\ntf.train.sgd(lr);`,
    'optimizer sgd',
    'learningRate 0.3 «0.3»',
  ),
  found(
    'unpacked deeper down',
    `${head}const { training: { lr = 0.1 } } = config;\ntf.train.sgd(lr);`,
    'optimizer sgd',
    'learningRate 0.1 «0.1»',
  ),
  found(
    'cases of a switch',
    `${head}let p = 0.1;\nswitch (m) { case 'a': p = 0.2; break; default: p = 0.3; }\ntf.layers.dropout({ rate: p });`,
    'dropout ? (p is assigned 3 times)',
  ),
  found(
    'an assignment behind a block',
    `${head}let p = 0.1;\nif (x) { log(); } p = 0.5;\ntf.layers.dropout({ rate: p });`,
    'dropout ? (p is assigned 2 times)',
  ),
  found(
    'assignments of other kinds',
    `${head}let a = 0.1, b = 0.2, c = 0.3, d = 0.4;\n({ a } = options);\n[b, x] = [x, b];\nc &&= 0.5;\n--d;\nfor (const p of []) tf.layers.dropout({ rate: p });\nlayer(tf.layers.dropout({ rate: a }), tf.layers.dropout({ rate: b }), tf.layers.dropout({ rate: c }), tf.layers.dropout({ rate: d }));`,
    'dropout ? (p changes in a loop)',
    'dropout ? (a is assigned 2 times)',
    'dropout ? (b is assigned 2 times)',
    'dropout ? (c is assigned 2 times)',
    'dropout ? (d is assigned 2 times)',
  ),
  found(
    'a variable of a loop with the name of a constant',
    `${head}const p = 0.1;\nfor (const p of [0.2, 0.3]) { tf.layers.dropout({ rate: p }); }\ntf.layers.dropout({ rate: p });`,
    'dropout ? (p changes in a loop)',
    'dropout 0.1 «0.1»',
  ),
  found(
    'an error with the name of a constant',
    `${head}const p = 0.1;\ntry { run(); } catch (p) { tf.layers.dropout({ rate: p }); }`,
    'dropout ? (p is set where it cannot be followed)',
  ),
  found(
    'a member by its name in brackets',
    `${head}const c = { p: 0.1 };\nc['p'] = 0.5;\ntf.layers.dropout({ rate: c.p });`,
    'dropout ? (c.p is assigned 2 times)',
  ),
  found(
    'members that are copied into it',
    `${head}const c = { p: 0.1 };\nObject.assign(c, given);\ntf.layers.dropout({ rate: c.p });`,
    'dropout ? (c.p is assigned 2 times)',
  ),
  found(
    'a field that a derived class has, too',
    `${head}class A { p = 0.1; go() { return tf.layers.dropout({ rate: this.p }); } }\nclass B extends A { p = 0.2; }`,
    'dropout ? (this.p is assigned 2 times)',
  ),
  found(
    'a method of the name of another object',
    `${head}class T { update(lr = 0.1) { return tf.train.sgd(lr); } }\nconst t = new T();\nt.update();\nMath.update(1);`,
    'learningRate 0.1 «0.1»',
    'optimizer sgd',
    'learningRate ? (lr may be given in a way that cannot be followed)',
  ),
  found(
    'functions of one name in two scopes',
    `${head}function a() { const build = (rate = 0.5) => tf.layers.dropout({ rate }); return build(); }\nfunction b() { const build = (units) => units; return build(32); }`,
    'dropout 0.5 «0.5»',
  ),
  found(
    'members of another variable of the name',
    `${head}function a() { const c = {}; c.p = 0.1; }\nfunction b(c) { return tf.layers.dropout({ rate: c.p }); }`,
    'dropout ? (c is a parameter without a default)',
  ),
  found(
    'the body of a request beside options',
    `${head}parser.addArgument('--p', { defaultValue: 0.1 });\ntf.layers.dropout({ rate: req.body.p });`,
    'dropout ? (req is not defined in this file)',
  ),
  found(
    'a ratio of 0 that another is taken for',
    `${head}const c = { p: 0 };\ntf.layers.dropout({ rate: c.p || 0.5 });`,
    'dropout 0.5 «0.5»',
  ),
  found(
    'a difference of three numbers',
    `${head}tf.layers.dropout({ rate: 1 - 0.2 - 0.1 });`,
    'dropout ? (computed: 1 - 0.2 - 0.1)',
  ),
  found(
    'a parameter called this',
    `${head}function opt(this: void, lr: number, wd: number) { return tf.train.sgd(lr); }\nopt(0.1, 0.2);`,
    'optimizer sgd',
    'learningRate 0.1 «0.1»',
  ),
  found(
    'overloads',
    `${head}function head(rate: number): Layer;\nfunction head(rate?: number): Layer { return tf.layers.dropout({ rate }); }\nhead(0.2);`,
    'dropout 0.2 «0.2»',
  ),
  found(
    'what is not given',
    `${head}function head(rate = 0.5) { return tf.layers.dropout({ rate }); }\nhead(undefined);`,
    'dropout 0.5 «0.5»',
  ),
  found(
    'optimizers by a word',
    `${head}model.compile({ optimizer: 'adadelta' });\nmodel.compile({ optimizer: 'sgd' });`,
    'optimizer adadelta',
    'learningRate 1 default',
    'optimizer sgd',
    'learningRate 0.01 default',
  ),
]);
