import { found, never } from './case';

export const jax = [
  found(
    'Flax',
    'import flax.linen as nn\nd = nn.Dropout(rate=0.5, deterministic=not train)',
    'dropout 0.5 «0.5»',
  ),
  found(
    'Flax by position',
    'from flax import linen as nn\nd = nn.Dropout(0.1)(x, deterministic=True)',
    'dropout 0.1 «0.1»',
  ),
  found('nnx', 'from flax import nnx\nd = nnx.Dropout(0.2, rngs=rngs)', 'dropout 0.2 «0.2»'),
  found(
    'a module field',
    'import flax.linen as nn\nclass M(nn.Module):\n    rate: float = 0.3\n    @nn.compact\n    def __call__(self, x):\n        return nn.Dropout(self.rate)(x)',
    'dropout 0.3 «0.3»',
  ),
  found(
    'a module field that the call gives',
    'import flax.linen as nn\nclass M(nn.Module):\n    rate: float\n    @nn.compact\n    def __call__(self, x):\n        return nn.Dropout(self.rate)(x)\nm = M(rate=0.35)',
    'dropout 0.35 «0.35»',
  ),
  found(
    'attention',
    'import flax.linen as nn\na = nn.MultiHeadDotProductAttention(num_heads=4, dropout_rate=0.1)',
    'dropout 0.1 «0.1»',
  ),
  found(
    'a field that is None unless it is given',
    'import flax.linen as nn\nclass M(nn.Module):\n    rate: float = None\n    @nn.compact\n    def __call__(self, x):\n        return nn.Dropout(self.rate)(x)',
    'dropout ? (self.rate is None unless it is given)',
  ),
  never('None that is written at the call', 'import flax.linen as nn\nd = nn.Dropout(rate=None)'),
  found(
    'a chain of transformations, the rate with a minus',
    'import optax\ndef make(lr=1e-3):\n    schedule = optax.cosine_decay_schedule(-lr, 100)\n    return optax.chain(optax.scale_by_adam(), optax.scale_by_schedule(schedule))',
    'learningRate 0.001 «1e-3»',
    'optimizer adam',
  ),
  found('Haiku', 'import haiku as hk\ny = hk.dropout(hk.next_rng_key(), 0.1, x)', 'dropout 0.1 «0.1»'),
  found('Equinox', 'import equinox as eqx\nd = eqx.nn.Dropout(p=0.15)', 'dropout 0.15 «0.15»'),
  found(
    'stax keeps',
    'from jax.example_libraries import stax\nd = stax.Dropout(0.9)',
    'dropout 0.1 keep «0.9»',
  ),
  found(
    'optax',
    'import optax\nt = optax.adam(learning_rate=1e-3)',
    'optimizer adam',
    'learningRate 0.001 «1e-3»',
  ),
  found(
    'optax by position',
    'import optax\nt = optax.sgd(0.1, momentum=0.9)',
    'optimizer sgd',
    'learningRate 0.1 «0.1»',
    'momentum 0.9 «0.9»',
  ),
  found(
    'a chain',
    'import optax\nt = optax.chain(optax.clip_by_global_norm(1.0), optax.adamw(3e-4, weight_decay=0.1))',
    'optimizer adamw',
    'learningRate 0.0003 «3e-4»',
    'weightDecay 0.1 «0.1»',
  ),
  found(
    'a schedule',
    'import optax\ns = optax.warmup_cosine_decay_schedule(init_value=0.0, peak_value=2e-3, warmup_steps=10, decay_steps=100)\nt = optax.adam(s)',
    'learningRate 0.002 «2e-3»',
    'optimizer adam',
  ),
  found(
    'injected hyperparameters',
    'import optax\nt = optax.inject_hyperparams(optax.adam)(learning_rate=4e-3)',
    'optimizer adam',
    'learningRate 0.004 «4e-3»',
  ),
  found(
    'optimizers of JAX itself',
    'from jax.example_libraries import optimizers\ni, u, g = optimizers.momentum(0.01, mass=0.9)',
    'optimizer sgd',
    'learningRate 0.01 «0.01»',
    'momentum 0.9 «0.9»',
  ),
  found(
    'a configuration',
    'import ml_collections\nimport jax\ndef get_config():\n    config = ml_collections.ConfigDict()\n    config.learning_rate = 0.1\n    config.num_epochs = 10\n    return config',
    'learningRate 0.1 «0.1»',
    'epochs 10 «10»',
  ),
  never('keys of random numbers', "import flax.linen as nn\nout = model.apply(v, x, rngs={'dropout': key})"),
  never(
    'seeds of random numbers',
    "import flax\nrngs = {'params': 0, 'dropout': 1}\nr = nnx.Rngs(params=0, dropout=0)",
  ),
  never(
    'keys split',
    'import jax\nkey, dropout_key = jax.random.split(key)\ndropout_rng = jax.random.PRNGKey(0)',
  ),
  never('the decay of a mean', 'import optax\ne = optax.ema(0.99)\nc = optax.clip(0.5)'),
  never('the rate of a dilation', 'import haiku as hk\nc = hk.Conv2D(8, 3, rate=2)'),
  never('a name of one’s own', 'import jax\ndef adam(rate):\n    return rate\na = adam(0.1)'),
];
