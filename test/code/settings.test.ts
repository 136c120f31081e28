import assert from 'node:assert/strict';
import { applyEdits, planEdits } from '../../src/code/edit';
import type { CodeLanguage } from '../../src/code/finding';
import { describeFinding, scanner } from './support';

type Row = readonly [title: string, text: string, ...expected: string[]];

const YAML: readonly Row[] = [
  [
    'a quoted text over lines with a key in it',
    'learning_rate: 0.1\nhelp: "Start with\n  learning_rate: 0.9"\n',
    'learningRate 0.1 «0.1»',
  ],
  [
    'a text in single quotes over lines',
    "dropout: 0.2\nhelp: 'It''s\n  dropout: 0.9'\n",
    'dropout 0.2 «0.2»',
  ],
  ['a plain text over lines', 'lr: 0.1\nhelp: use\n  a small\n  one\n', 'learningRate 0.1 «0.1»'],
  ['an escaped quote', 'help: "a \\"\n  lr: 0.9"\nlr: 0.1\n', 'learningRate 0.1 «0.1»'],
  ['an alias', 'rate: &rate 0.1\nlr: *rate\n', 'learningRate 0.1 «0.1»'],
  [
    'an anchor that is used further down',
    'lr: &lr 0.1\nx:\n  max_lr: *lr\n',
    'learningRate 0.1 «0.1»',
    'learningRate 0.1 «0.1»',
  ],
  [
    'an anchor set twice: the last before the alias',
    'a: &r 1\nb: &r 0.2\nlr: *r\n',
    'learningRate 0.2 «0.2»',
  ],
  ['an alias of nothing', 'lr: *rate\ndropout: 0.5\n', 'dropout 0.5 «0.5»'],
  [
    'an alias of itself',
    'lr: &a [*a, 0.1]\ndropout: 0.5\n',
    'learningRate ? (a list of values)',
    'dropout 0.5 «0.5»',
  ],
  ['an alias of a list', 'rates: &r [0.1, 0.2]\nlr: *r\n', 'learningRate ? (a list of values)'],
  [
    'a merged mapping counts where it is written',
    'base: &base {lr: 0.1, dropout: 0.5}\nbig:\n  <<: *base\n  lr: 0.01\n',
    'learningRate 0.1 «0.1»',
    'dropout 0.5 «0.5»',
    'learningRate 0.01 «0.01»',
  ],
  ['a number on the next line', 'lr:\n  0.1\n', 'learningRate 0.1 «0.1»'],
  ['a number below a comment', 'lr: # of Adam\n\n  # small\n  1e-3 # or less\n', 'learningRate 0.001 «1e-3»'],
  [
    'one flow mapping',
    '{lr: 0.1, net: {dropout: 0.2}, optimizer: {type: SGD}}',
    'learningRate 0.1 «0.1»',
    'dropout 0.2 «0.2»',
    'optimizer sgd',
  ],
  [
    'a flow mapping over lines',
    '{\n  "lr": 0.1, # rate\n  \'dropout\': 0.5,\n}\n',
    'learningRate 0.1 «0.1»',
    'dropout 0.5 «0.5»',
  ],
  [
    'tags of numbers and of texts',
    'lr: !!float 1e-1\ndropout: !!float "0.5"\nmax_lr: !!str 0.3\n',
    'learningRate 0.1 «1e-1»',
    'dropout 0.5 «0.5»',
  ],
  ['a tag above a mapping', 'train: !config\n  lr: 0.1\n', 'learningRate 0.1 «0.1»'],
  [
    'classes of HyperPyYAML, each with a mapping of its own',
    'enc: !new:a.Encoder\n  dropout: 0.1\ndec: !new:a.Decoder\n  dropout: 0.2\nopt_class: !name:torch.optim.Adam\n  lr: !ref <lr>\n  weight_decay: 0.01\n',
    'dropout 0.1 «0.1»',
    'dropout 0.2 «0.2»',
    'optimizer adam',
    'weightDecay 0.01 «0.01»',
  ],
  [
    'documents',
    '%YAML 1.2\n---\nlr: 0.1\n---\nlr: 0.2\n...\n# end\n---\nlr: 0.3\n',
    'learningRate 0.1 «0.1»',
    'learningRate 0.2 «0.2»',
    'learningRate 0.3 «0.3»',
  ],
  [
    'a key that stands twice, the later as a section',
    'lr: 0.1\ndropout: 0.5\nlr: {policy: step}\n',
    'dropout 0.5 «0.5»',
  ],
  ['an anchor on a mapping', 'net: &net\n  dropout: 0.3\nother: *net\n', 'dropout 0.3 «0.3»'],
  [
    'tabs where there are to be spaces',
    'train:\n\tlr: 0.1\n\tdropout: 0.5\n',
    'learningRate 0.1 «0.1»',
    'dropout 0.5 «0.5»',
  ],
  ['CRLF', 'lr:\r\n  0.1\r\ndropout: 0.5 # x\r\n', 'learningRate 0.1 «0.1»', 'dropout 0.5 «0.5»'],
  ['a byte order mark', '\ufefflr: 0.1\n', 'learningRate 0.1 «0.1»'],
  [
    'block scalars',
    'lr: 0.1\na: |-\n  dropout: 0.5\nb: >2\n    lr: 0.3\n\n  x\nc: |+\n\n',
    'learningRate 0.1 «0.1»',
  ],
  [
    'a folded block that is a name',
    'optimizer: >-\n  adam\nlr: 0.1\n',
    'optimizer adam',
    'learningRate 0.1 «0.1»',
  ],
  [
    'interpolations',
    'lr: $' + '{oc.env:LR,0.1}\ndropout: 0.2\nopt: {lr: "$' + '{lr}"}\n',
    'dropout 0.2 «0.2»',
  ],
  [
    'explicit keys',
    '? lr\n: 0.1\n? [a, b]\n: {dropout: 0.5}\n',
    'learningRate 0.1 «0.1»',
    'dropout 0.5 «0.5»',
  ],
  ['a key with an escape', '"l\\x72": 0.1\ndropout: 0.5\n', 'learningRate 0.1 «0.1»', 'dropout 0.5 «0.5»'],
  [
    'a list on lines',
    'lr:\n- 0.1\n- 0.2\ndropout:\n  - 0.5\n',
    'learningRate ? (a list of values)',
    'dropout 0.5 «0.5»',
  ],
  [
    'mappings in a list',
    'groups:\n- lr: 0.1\n  weight_decay: 0.2\n- {lr: 0.3}\n',
    'learningRate 0.1 «0.1»',
    'weightDecay 0.2 «0.2»',
    'learningRate 0.3 «0.3»',
  ],
  ['a colon that opens nothing', 'url: http://x:80/lr:0.3\nlr: 0.1\n', 'learningRate 0.1 «0.1»'],
  ['a number sign that opens no comment', 'name: a#lr: 0.3\nlr: 0.1#3\ndropout: 0.5\n', 'dropout 0.5 «0.5»'],
  [
    'a key that is being written',
    'model:\n  dro\n  dropout: 0.5\nlr: 0.1\n',
    'dropout 0.5 «0.5»',
    'learningRate 0.1 «0.1»',
  ],
  ['a bracket that is not closed', 'steps: [1, 2\nlr: 0.1\n', 'learningRate 0.1 «0.1»'],
  ['a bracket too many', 'a: {lr: 0.1}}\ndropout: 0.5\n', 'learningRate 0.1 «0.1»', 'dropout 0.5 «0.5»'],
  [
    'a template',
    '{% if big %}\nlr: 0.1\n{% endif %}\ndropout: 0.5\n',
    'learningRate 0.1 «0.1»',
    'dropout 0.5 «0.5»',
  ],
  [
    'lines that dedent to nowhere',
    '  a: 1\n dropout: 0.5\nlr: 0.1\n',
    'dropout 0.5 «0.5»',
    'learningRate 0.1 «0.1»',
  ],
  [
    'an alias bomb',
    `a: &a [0.1, 0.2]\n${Array.from({ length: 40 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i || ''}, *a${i || ''}]\n`).join('')}lr: *a40\ndropout: 0.5\n`,
    'dropout 0.5 «0.5»',
  ],
];

const TOML: readonly Row[] = [
  [
    'an escaped quote in a long text',
    'text = """a \\""" lr = 0.9\nlr = 0.9 """\nlr = 0.1\n',
    'learningRate 0.1 «0.1»',
  ],
  ['a long text with quotes at its end', 'text = """\nlr = 0.9 """""\nlr = 0.1\n', 'learningRate 0.1 «0.1»'],
  ['a long literal text', "text = '''\nlr = 0.9\n\\'''\nlr = 0.1\n", 'learningRate 0.1 «0.1»'],
  [
    'dotted keys',
    'train.lr = 0.1\n"net".\'dropout\' = 0.5\nscheduler.lr = 0.3\n',
    'learningRate 0.1 «0.1»',
    'dropout 0.5 «0.5»',
  ],
  [
    'inline tables',
    'opt = { name = "adam", lr = 1e-3, net = { dropout = 0.5 } }\n',
    'optimizer adam',
    'learningRate 0.001 «1e-3»',
    'dropout 0.5 «0.5»',
  ],
  [
    'arrays of tables',
    '[[runs]]\nlr = 0.1\n[runs.net]\ndropout = 0.5\n[[runs]]\nlr = 0.2\n',
    'learningRate 0.1 «0.1»',
    'dropout 0.5 «0.5»',
    'learningRate 0.2 «0.2»',
  ],
  [
    'arrays over lines',
    'lr = [ # rates\n  0.1,\n  0.2,\n]\ndropout = [\n  0.5,\n]\n',
    'learningRate ? (a list of values)',
    'dropout 0.5 «0.5»',
  ],
  ['a header in an array', 'x = [\n  [1, 2],\n]\n[train]\nlr = 0.1\n', 'learningRate 0.1 «0.1»'],
  ['a number sign in a text', 'a = "# x" # lr = 0.9\nlr = 0.1 # y\n', 'learningRate 0.1 «0.1»'],
  [
    'digits in groups',
    'epochs = 1_000\nlr = 1_0.0e-2\n',
    'epochs 1000 «1_000»',
    'learningRate 0.1 «1_0.0e-2»',
  ],
  [
    'CRLF and a byte order mark',
    '\ufefflr = 0.1\r\ndropout = 0.5\r\n',
    'learningRate 0.1 «0.1»',
    'dropout 0.5 «0.5»',
  ],
  [
    'keys that stand twice',
    'lr = 0.1\nlr = 0.2\n[a]\ndropout = 0.1\n[a]\ndropout = 0.2\n',
    'learningRate 0.2 «0.2»',
    'dropout 0.2 «0.2»',
  ],
  [
    'a line that is no TOML',
    '{% if big %}\nlr: 0.3\nlr = 0.1\nb =\ndropout = 0.5\n',
    'learningRate 0.1 «0.1»',
    'dropout 0.5 «0.5»',
  ],
  [
    'an array that is not closed',
    'lr = 0.1\nx = [1,\n2\ndropout = 0.5\n',
    'learningRate 0.1 «0.1»',
    'dropout 0.5 «0.5»',
  ],
  [
    'a long text that is not closed',
    'lr = 0.1\n\n[net]\nx = """a\nb\ndropout = 0.5\n\n',
    'learningRate 0.1 «0.1»',
  ],
];

const JSONC: readonly Row[] = [
  [
    'comments and trailing commas',
    '{// c\n"lr": 0.1, /* "lr": 3 */ "dropout": [0.5,],}',
    'learningRate 0.1 «0.1»',
    'dropout 0.5 «0.5»',
  ],
  ['a byte order mark', '\ufeff{"lr":5e-05}', 'learningRate 0.00005 «5e-05»'],
  [
    'a key that stands twice',
    '{"lr": 0.1, "net": {"dropout": 0.1}, "lr": 0.2, "net": {"dropout": 0.5}}',
    'learningRate 0.2 «0.2»',
    'dropout 0.5 «0.5»',
  ],
  ['a key in a text', '{"a": "\\"lr\\": 0.3, //", "l\\u0072": 0.1}', 'learningRate 0.1 «0.1»'],
  ['a value that is missing', '{"lr": , "dropout": 0.5}', 'dropout 0.5 «0.5»'],
  [
    'a comma and a brace that are missing',
    '{"lr": 0.1 "net": {"dropout": 0.5',
    'learningRate 0.1 «0.1»',
    'dropout 0.5 «0.5»',
  ],
];

const LANGUAGES: readonly (readonly [CodeLanguage, readonly Row[]])[] = [
  ['yaml', YAML],
  ['toml', TOML],
  ['json', JSONC],
];

describe('a file of settings', () => {
  for (const [language, rows] of LANGUAGES)
    for (const [title, text, ...expected] of rows)
      it(`${language}: ${title}`, async () => {
        const { findings } = (await scanner()).scan(text, language);
        assert.deepEqual(findings.map(describeFinding), expected);
        for (const { edit, start, end } of findings) {
          assert.ok(start < end && end <= text.length);
          if (edit) assert.equal(text.slice(edit.start, edit.end), edit.text);
        }
      });

  it('takes a value into the literal that an alias stands for, and says so', async () => {
    const text = 'rate: &rate 0.1 # all\nopt: {type: SGD, lr: *rate}\n';
    const { findings } = (await scanner()).scan(text, 'yaml');
    const found = findings.find(({ kind }) => kind === 'learningRate');
    assert.ok(found);
    assert.deepEqual([found.text, found.chain.map((step) => step.text)], ['lr: *rate', ['*rate']]);
    const { edits } = planEdits(text, [{ finding: found, value: 0.02 }]);
    assert.equal(applyEdits(text, edits), 'rate: &rate 0.02 # all\nopt: {type: SGD, lr: *rate}\n');
  });

  it('takes values into quotes, lists, the next line and behind a byte order mark', async () => {
    const texts = {
      yaml: '\ufefflr: "1e-3"\r\nmax_lr:\r\n  [1e-3]\r\nbase_lr:\r\n  1e-3\r\n',
      toml: '\ufefflr = 0.001\r\nmax_lr = [\r\n  0.001,\r\n]\r\na.base_lr = 0.001\r\n',
      json: '\ufeff{"lr": 0.001, "max_lr": [0.001], "a": {"base_lr":0.001}}',
    } as const;
    for (const [language, text] of Object.entries(texts)) {
      const { findings } = (await scanner()).scan(text, language as CodeLanguage);
      const { edits } = planEdits(
        text,
        findings.map((finding) => ({ finding, value: 0.002 })),
      );
      assert.equal(applyEdits(text, edits), text.replaceAll('1e-3', '2e-3').replaceAll('0.001', '0.002'));
    }
  });
});
