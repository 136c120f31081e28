/** Re-exports: where the same thing lives under several names, the name that the tables know. */
const rules: readonly (readonly [RegExp, string])[] = [
  [/^pytorch_lightning\./, 'lightning.'],
  [/^lightning\.pytorch\./, 'lightning.'],
  [/^torch\.nn\.modules\.\w+\.(?=[A-Z])/, 'torch.nn.'],
  [/^torch\.optim\.(?!lr_scheduler)[a-z_]+\.(?=[A-Z])/, 'torch.optim.'],
  [/^torch\.utils\.data\.(?:dataloader|distributed)\./, 'torch.utils.data.'],
  [/^tensorflow\.(?:python|_api\.v\d)\./, 'tensorflow.'],
  [/^tensorflow\.compat\.v[12]\./, 'tensorflow.'],
  [/^tensorflow\.optimizers\./, 'keras.optimizers.'],
  [/^tensorflow\.contrib\.keras\.(?:api\.keras\.)?/, 'keras.'],
  [/^(?:tensorflow\.keras|tf_keras)\./, 'keras.'],
  [/^keras\.(?:src|api|_tf_keras\.keras)\./, 'keras.'],
  [
    /^keras\.(?:engine|models)\.(?:(?:sequential|training|functional|model)\.)?(?=(?:Sequential|Model)$)/,
    'keras.',
  ],
  [/^keras\.layers\.(?:[a-z_]+\.)+(?=[A-Z])/, 'keras.layers.'],
  [/^keras\.optimizers\.(?:legacy|experimental|optimizer_v[12]|[a-z_]+)\.(?=[A-Z])/, 'keras.optimizers.'],
  [/^keras\.optimizer_v[12]\.\w+\./, 'keras.optimizers.'],
  [/^tensorflow\.contrib\.(?:rnn|layers\.python\.layers)\.(?=DropoutWrapper$)/, 'tensorflow.nn.rnn_cell.'],
  [/^tensorflow\.contrib\.(?:slim|layers)\./, 'tensorflow.contrib.layers.'],
  [/^flax\.linen\.\w+\.(?=[A-Z])/, 'flax.linen.'],
  [/^flax\.experimental\.nnx\./, 'flax.nnx.'],
  [/^(?:jax\.experimental|jax\.example_libraries)\./, 'jax.example_libraries.'],
  [/^sklearn\.neural_network\.[a-z_]+\.(?=[A-Z])/, 'sklearn.neural_network.'],
  [/^(?:fastai2?|fastbook)\.(?:[a-z][a-z_0-9]*\.)*(?=\w+(?:\.from_\w+)?$)/, 'fastai.'],
  [/^transformers\.(?:[a-z_]+\.)+(?=[A-Z])/, 'transformers.'],
];

/** `tensorflow.keras.layers.Dropout` and `keras.layers.core.Dropout` both become `keras.layers.Dropout`. */
export function canonical(qualified: string): string {
  let name = qualified;
  for (const [pattern, replacement] of rules) name = name.replace(pattern, replacement);
  return name;
}
