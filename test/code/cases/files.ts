import { found, inLanguage, never } from './case';

const yaml = inLanguage('yaml', [
  found(
    'what a trainer and a data module of Hydra are made of',
    '_target_: lightning.pytorch.trainer.Trainer\nmin_epochs: 1\nmax_epochs: 10\n',
    'epochs 10 «10»',
  ),
  found(
    'a data module of Hydra',
    '_target_: src.data.mnist.MNISTDataModule\nbatch_size: 128 # of all devices\n',
    'batchSize 128 «128»',
  ),
  never('a batch size of something else', '_target_: src.jobs.Uploader\nbatch_size: 128\n'),
  found(
    'keys',
    'lr0: 0.01\nmomentum: 0.937\nweight_decay: 0.0005\nepochs: 300',
    'learningRate 0.01 «0.01»',
    'momentum 0.937 «0.937»',
    'weightDecay 0.0005 «0.0005»',
    'epochs 300 «300»',
  ),
  found(
    'nested, with comments',
    '# lr: 9\nmodel:\n  dropout: 0.1  # a tenth\ntrain:\n  batch_size: 32',
    'dropout 0.1 «0.1»',
    'batchSize 32 «32»',
  ),
  found(
    'flow style',
    'optimizer: {type: SGD, lr: 0.02, momentum: 0.9}',
    'optimizer sgd',
    'learningRate 0.02 «0.02»',
    'momentum 0.9 «0.9»',
  ),
  found('a list of one', 'optimization:\n  lr: [0.0005]', 'learningRate 0.0005 «0.0005»'),
  found('a list of several', 'lr:\n  - 0.1\n  - 0.01', 'learningRate ? (a list of values)'),
  found('the notation of YAML 1.1', 'learning_rate: 1e-3', 'learningRate 0.001 «1e-3»'),
  found('a tag', 'learning_rate: !!float 3e-4', 'learningRate 0.0003 «3e-4»'),
  found(
    'a target',
    '_target_: torch.optim.AdamW\nlr: 0.002',
    'optimizer adamw',
    'learningRate 0.002 «0.002»',
  ),
  found(
    'epochs by number, optimizers by class',
    'number_of_epochs: 40\nlr: 0.0003\nopt_class: !name:torch.optim.Adam\n  lr: !ref <lr>',
    'epochs 40 «40»',
    'learningRate 0.0003 «0.0003»',
    'optimizer adam',
  ),
  found('a fraction kept', 'keep_prob: 0.8', 'dropout 0.2 keep «0.8»'),
  never('a comment', '# lr: 0.1\nname: x'),
  never('a literal block', 'notes: |\n  lr: 0.1\n  dropout: 0.5\nname: x'),
  never('a string', 'title: "dropout: 0.5"\nlr: fast'),
  never('a schedule', 'scheduler:\n  lr: 0.1\nwarmup:\n  dropout: 0.1'),
  never('batches of something else', 'batch_size: 100\nepochs: 2'),
  never('a switch', 'dropout: true\nlr: null'),
  never('an interpolation', 'lr: $' + '{base.lr}'),
]);

const json = inLanguage('json', [
  found(
    'a model’s configuration',
    '{ "hidden_dropout_prob": 0.1, "hidden_size": 768, "attention_probs_dropout_prob": 0.2 }',
    'dropout 0.1 «0.1»',
    'dropout 0.2 «0.2»',
  ),
  found(
    'nested, with comments',
    '{\n  // the rate\n  "train": { "lr": 1e-3, "epochs": 3 }\n}',
    'learningRate 0.001 «1e-3»',
    'epochs 3 «3»',
  ),
  never('a package', '{ "name": "dropout", "version": "0.5.0", "dependencies": { "lr": "^0.1.0" } }'),
  never('a string', '{ "text": "lr: 0.1", "dropout": "0.5" }'),
  never(
    'a log',
    `[${Array.from({ length: 8 }, (_, i) => `{"epoch": ${i}, "lr": 0.1}`).join(',')}]`.replace(
      /^\[(.*)\]$/,
      '{"log_history": [$1]}',
    ),
  ),
  never('nested too deep', `{"dropout":${'['.repeat(5000)}`),
]);

const toml = inLanguage('toml', [
  found(
    'tables',
    '[training]\nmax_epochs = 10 # ten\ndropout = 0.2\n[training.optimizer]\nlearn_rate = 0.001',
    'epochs 10 «10»',
    'dropout 0.2 «0.2»',
    'learningRate 0.001 «0.001»',
  ),
  found(
    'an inline table',
    'optimizer = { name = "Adam", lr = 5e-4 }',
    'optimizer adam',
    'learningRate 0.0005 «5e-4»',
  ),
  never('a long string', 'doc = """\nlr = 0.1\n"""'),
  never('a project', '[tool.poetry]\nname = "dropout"\nversion = "0.5"'),
]);

const notebook = inLanguage('notebook', [
  found(
    'names across cells',
    JSON.stringify({
      cells: [
        { cell_type: 'markdown', source: ['lr = 0.5'] },
        { cell_type: 'code', source: ['!pip install torch\n', 'import torch\n', 'lr = 1e-3  # "rate"\n'] },
        { cell_type: 'code', source: '%time\nopt = torch.optim.Adam(net.parameters(), lr=lr)' },
        { cell_type: 'code', source: ['%%bash\n', 'dropout=0.5'] },
      ],
      metadata: { kernelspec: { language: 'python' } },
    }),
    'optimizer adam',
    'learningRate 0.001 «1e-3»',
  ),
  never(
    'another language',
    JSON.stringify({
      cells: [{ cell_type: 'code', source: 'import torch\nlr = 0.1' }],
      metadata: { kernelspec: { language: 'R' } },
    }),
  ),
  never(
    'outputs',
    JSON.stringify({
      cells: [
        {
          cell_type: 'code',
          source: 'import torch',
          outputs: [{ text: ['lr = 0.1'], data: { source: 'lr = 0.1' } }],
        },
      ],
    }),
  ),
  found(
    'a language in what a cell prints',
    JSON.stringify({
      cells: [
        {
          cell_type: 'code',
          source: ['from torch import nn\n', 'd = nn.Dropout(0.5)'],
          outputs: [{ data: { 'application/json': { language: 'Korean' } } }],
        },
      ],
      metadata: { language_info: { name: 'python' } },
    }),
    'dropout 0.5 «0.5»',
  ),
  never(
    'the notebook of another language, by what it is written in',
    JSON.stringify({
      cells: [{ cell_type: 'code', source: ['from torch import nn\n', 'd = nn.Dropout(0.5)'] }],
      metadata: { kernelspec: { name: 'ir' }, language_info: { name: 'R' } },
    }),
  ),
  never('no notebook', '{"lr": 0.1}'),
]);

export const files = [...yaml, ...json, ...toml, ...notebook];
