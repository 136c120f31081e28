import { found } from '../case';

/** TensorFlow 1 and 2, JAX, Flax, Haiku. */
export const tensorPrograms = [
  found(
    'TensorFlow 1: a kept fraction that is fed',
    `
import tensorflow as tf
x = tf.placeholder(tf.float32, [None, 784])
keep_prob = tf.placeholder(tf.float32)
h = tf.nn.dropout(x, keep_prob)
h2 = tf.nn.dropout(x, 0.75)
train = tf.train.GradientDescentOptimizer(0.5).minimize(loss)
with tf.Session() as sess:
    for i in range(1000):
        sess.run(train, feed_dict={x: bx, keep_prob: 0.5})
    print(sess.run(acc, feed_dict={x: tx, keep_prob: 1.0}))
`,
    'dropout 0.5 keep «0.5»',
    'dropout 0.25 keep «0.75»',
    'optimizer sgd',
    'learningRate 0.5 «0.5»',
  ),
  found(
    'TensorFlow 1 within 2',
    `
import tensorflow.compat.v1 as tf
tf.disable_v2_behavior()
a = tf.nn.dropout(x, keep_prob=0.9)
b = tf.nn.dropout(x, rate=0.1)
c = tf.layers.dropout(x, rate=0.35, training=is_training)
opt = tf.train.AdamOptimizer(learning_rate=1e-4, beta1=0.5)
m = tf.train.MomentumOptimizer(0.01, 0.9)
`,
    'dropout 0.1 keep «0.9»',
    'dropout 0.1 «0.1»',
    'dropout 0.35 «0.35»',
    'optimizer adam',
    'learningRate 0.0001 «1e-4»',
    'optimizer sgd',
    'learningRate 0.01 «0.01»',
    'momentum 0.9 «0.9»',
  ),
  found(
    'slim',
    `
import tensorflow as tf
import tensorflow.contrib.slim as slim
net = slim.fully_connected(net, 4096)
net = slim.dropout(net, 0.5, is_training=is_training, scope='dropout6')
net = slim.dropout(net, keep_prob=0.8, scope='dropout7')
lr = tf.train.exponential_decay(0.1, global_step, 1000, 0.96, staircase=True)
opt = tf.train.RMSPropOptimizer(lr, decay=0.9, momentum=0.9)
`,
    'dropout 0.5 keep «0.5»',
    'dropout 0.2 keep «0.8»',
    'learningRate 0.1 «0.1»',
    'optimizer rmsprop',
    'momentum 0.9 «0.9»',
  ),
  found(
    'a wrapper of cells',
    `
import tensorflow as tf
cell = tf.nn.rnn_cell.DropoutWrapper(tf.nn.rnn_cell.BasicLSTMCell(128), input_keep_prob=0.9, output_keep_prob=0.8)
`,
    'dropout 0.1 keep «0.9»',
    'dropout 0.2 keep «0.8»',
  ),
  found(
    'tf datasets',
    `
import tensorflow as tf
BATCH_SIZE = 64
ds = tf.data.Dataset.from_tensor_slices((x, y)).shuffle(1000).batch(BATCH_SIZE, drop_remainder=True).prefetch(2)
val = tf.data.Dataset.from_tensor_slices((x, y)).batch(32)
`,
    'batchSize 64 «64»',
    'batchSize 32 «32»',
  ),
  found(
    'haiku',
    `
import haiku as hk
import jax, optax
def f(x, is_training):
    x = hk.Linear(10)(x)
    if is_training:
        x = hk.dropout(hk.next_rng_key(), 0.1, x)
    y = hk.dropout(rng=hk.next_rng_key(), rate=0.25, x=x)
    return x
opt = optax.chain(optax.clip_by_global_norm(1.0), optax.adam(1e-3, b1=0.9, b2=0.99))
`,
    'dropout 0.1 «0.1»',
    'dropout 0.25 «0.25»',
    'optimizer adam',
    'learningRate 0.001 «1e-3»',
  ),
  found(
    'flax linen',
    `
from flax import linen as nn
import jax.numpy as jnp
import optax
class MLP(nn.Module):
    features: int = 128
    dropout_rate: float = 0.15
    @nn.compact
    def __call__(self, x, *, train: bool):
        x = nn.Dense(self.features)(x)
        x = nn.relu(x)
        x = nn.Dropout(rate=self.dropout_rate, deterministic=not train)(x)
        x = nn.Dropout(0.4)(x, deterministic=not train)
        return x
model = MLP()
params = model.init({'params': k1, 'dropout': k2}, x, train=True)
out = model.apply(params, x, train=True, rngs={'dropout': key})
tx = optax.sgd(learning_rate=0.1, momentum=0.9)
`,
    'dropout 0.15 «0.15»',
    'dropout 0.4 «0.4»',
    'optimizer sgd',
    'learningRate 0.1 «0.1»',
    'momentum 0.9 «0.9»',
  ),
  found(
    'flax nnx',
    `
from flax import nnx
import optax
class Net(nnx.Module):
    def __init__(self, rngs: nnx.Rngs):
        self.l = nnx.Linear(2, 2, rngs=rngs)
        self.drop = nnx.Dropout(rate=0.05, rngs=rngs)
net = Net(nnx.Rngs(params=0, dropout=1))
optimizer = nnx.Optimizer(net, optax.adamw(0.005, 0.9))
`,
    'dropout 0.05 «0.05»',
    'optimizer adamw',
    'learningRate 0.005 «0.005»',
  ),
  found(
    'optax schedules',
    `
import optax
schedule = optax.warmup_cosine_decay_schedule(init_value=0.0, peak_value=1e-3, warmup_steps=100, decay_steps=1000, end_value=1e-5)
tx = optax.adamw(schedule, weight_decay=1e-4)
exp = optax.exponential_decay(init_value=2e-3, transition_steps=1000, decay_rate=0.99)
tx2 = optax.adam(learning_rate=exp)
`,
    'learningRate 0.001 «1e-3»',
    'optimizer adamw',
    'weightDecay 0.0001 «1e-4»',
    'learningRate 0.002 «2e-3»',
    'optimizer adam',
  ),
  found(
    'equinox',
    `
import equinox as eqx
import jax
import optax
class B(eqx.Module):
    drop: eqx.nn.Dropout
    def __init__(self, p=0.1):
        self.drop = eqx.nn.Dropout(p)
optim = optax.lion(3e-4)
`,
    'dropout 0.1 «0.1»',
    'optimizer lion',
    'learningRate 0.0003 «3e-4»',
  ),
  found(
    'the examples of JAX',
    `
from jax.example_libraries import stax, optimizers
init, apply = stax.serial(stax.Dense(1024), stax.Relu, stax.Dropout(0.8), stax.Dense(10))
opt_init, opt_update, get_params = optimizers.momentum(0.001, mass=0.9)
`,
    'dropout 0.2 keep «0.8»',
    'optimizer sgd',
    'learningRate 0.001 «0.001»',
    'momentum 0.9 «0.9»',
  ),
  found(
    'tf estimator',
    `
import tensorflow as tf
c = tf.estimator.DNNClassifier(feature_columns=f, hidden_units=[10, 10], n_classes=3, dropout=0.1, optimizer=tf.train.AdamOptimizer(1e-4))
`,
    'dropout 0.1 «0.1»',
    'optimizer adam',
    'learningRate 0.0001 «1e-4»',
  ),
  found(
    'tf estimator params',
    `
import tensorflow as tf
def model_fn(features, labels, mode, params):
    net = tf.layers.dense(features, 10)
    net = tf.layers.dropout(net, params['dropout'], training=mode == tf.estimator.ModeKeys.TRAIN)
    opt = tf.train.AdagradOptimizer(learning_rate=params['lr'])
est = tf.estimator.Estimator(model_fn, params={'dropout': 0.45, 'lr': 0.05})
`,
    'dropout 0.45 «0.45»',
    'optimizer adagrad',
    'learningRate 0.05 «0.05»',
  ),
  found(
    'flax train state',
    `
import flax.linen as nn
import optax
from flax.training import train_state
def create(rng, config):
    tx = optax.sgd(config.learning_rate, config.momentum)
    return train_state.TrainState.create(apply_fn=f, params=p, tx=tx)
class Enc(nn.Module):
    dropout_rate: float = 0.1
    attention_dropout_rate: float = 0.2
    @nn.compact
    def __call__(self, x, deterministic):
        x = nn.MultiHeadDotProductAttention(num_heads=4, dropout_rate=self.attention_dropout_rate)(x, x)
        x = nn.Dropout(rate=self.dropout_rate)(x, deterministic=deterministic)
        return x
`,
    'optimizer sgd',
    'learningRate ? (config is a parameter without a default)',
    'momentum ? (config is a parameter without a default)',
    'dropout 0.2 «0.2»',
    'dropout 0.1 «0.1»',
  ),
  found(
    'inject hyperparams',
    `
import optax
tx = optax.inject_hyperparams(optax.adamw)(learning_rate=4e-4, weight_decay=1e-3)
ms = optax.MultiSteps(optax.sgd(0.2), every_k_schedule=4)
`,
    'optimizer adamw',
    'learningRate 0.0004 «4e-4»',
    'weightDecay 0.001 «1e-3»',
    'optimizer sgd',
    'learningRate 0.2 «0.2»',
  ),
  found(
    'keras initial epoch',
    `
import tensorflow as tf
model.fit(ds, epochs=20, initial_epoch=10, validation_batch_size=3)
`,
    'epochs 20 «20»',
  ),
  found(
    'TensorFlow 1 with a kept fraction that is fed',
    `
import tensorflow as tf
keep = tf.placeholder(tf.float32, name='keep')
h = tf.nn.dropout(x, rate=1 - keep)
sess.run(step, feed_dict={keep: 0.7})
`,
    'dropout 0.3 keep «0.7»',
  ),
];
