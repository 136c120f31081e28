import { found, never } from './case';

const one = 'import tensorflow as tf\nx = tf.placeholder(tf.float32)\n';
const two = 'import tensorflow as tf\nwith tf.GradientTape() as tape:\n    pass\n';

export const tensorflow = [
  found(
    'a number of which the comment says that it is kept',
    'import tensorflow as tf\nlearning_rate = 0.01\ndropout = 0.75 # Dropout, probability to keep units\no = tf.keras.optimizers.SGD(learning_rate)',
    'dropout 0.25 keep «0.75»',
    'optimizer sgd',
    'learningRate 0.01 «0.01»',
  ),
  found('TensorFlow 1 keeps', `${one}y = tf.nn.dropout(x, 0.75)`, 'dropout 0.25 keep «0.75»'),
  found('TensorFlow 2 drops', `${two}y = tf.nn.dropout(x, 0.75)`, 'dropout 0.75 «0.75»'),
  found('by keyword: rate', `${one}y = tf.nn.dropout(x, rate=0.3)`, 'dropout 0.3 «0.3»'),
  found('by keyword: keep', `${one}y = tf.nn.dropout(x, keep_prob=0.8)`, 'dropout 0.2 keep «0.8»'),
  found(
    'by the name of the compatible module',
    'import tensorflow.compat.v1 as tf\ny = tf.nn.dropout(x, 0.9)',
    'dropout 0.1 keep «0.9»',
  ),
  found(
    'a placeholder that is fed',
    `${one}keep = tf.placeholder(tf.float32)\ny = tf.nn.dropout(x, keep)\ns.run(t, feed_dict={x: a, keep: 0.6})\ns.run(t, feed_dict={x: b, keep: 1.0})`,
    'dropout 0.4 keep «0.6»',
  ),
  found(
    'a placeholder that is fed by name',
    `${one}dropout = 0.75\nkeep_prob = tf.placeholder(tf.float32)\ny = tf.nn.dropout(x, keep_prob)\ns.run(t, feed_dict={x: a, keep_prob: dropout})`,
    'dropout 0.25 keep «0.75»',
  ),
  found(
    'a placeholder fed elsewhere',
    `${one}keep = tf.placeholder(tf.float32)\ny = tf.nn.dropout(x, keep)`,
    'dropout ? (keep is fed while the program runs)',
  ),
  found(
    'layers',
    `${one}y = tf.layers.dropout(x, rate=0.4, training=t)\nz = tf.layers.dropout(x, training=t)`,
    'dropout 0.4 «0.4»',
    'dropout 0.5 default +«, rate=»',
  ),
  found(
    'slim',
    'import tensorflow as tf\nimport tensorflow.contrib.slim as slim\ny = slim.dropout(x, 0.5)',
    'dropout 0.5 keep «0.5»',
  ),
  found(
    'a wrapped cell',
    `${one}c = tf.nn.rnn_cell.DropoutWrapper(cell, output_keep_prob=0.7)`,
    'dropout 0.3 keep «0.7»',
  ),
  found(
    'optimizers of TensorFlow 1',
    `${one}o = tf.train.GradientDescentOptimizer(0.01).minimize(l)\na = tf.train.AdamOptimizer(learning_rate=1e-4)`,
    'optimizer sgd',
    'learningRate 0.01 «0.01»',
    'optimizer adam',
    'learningRate 0.0001 «1e-4»',
  ),
  found(
    'momentum',
    `${one}o = tf.train.MomentumOptimizer(0.1, 0.9)`,
    'optimizer sgd',
    'learningRate 0.1 «0.1»',
    'momentum 0.9 «0.9»',
  ),
  found(
    'flags',
    `${one}flags = tf.app.flags\nFLAGS = flags.FLAGS\nflags.DEFINE_float('learning_rate', 0.5, 'rate')\no = tf.train.AdamOptimizer(FLAGS.learning_rate)`,
    'optimizer adam',
    'learningRate 0.5 «0.5»',
  ),
  found(
    'a decaying rate',
    `${one}r = tf.train.exponential_decay(0.1, step, 100, 0.96)\no = tf.train.GradientDescentOptimizer(r)`,
    'learningRate 0.1 «0.1»',
    'optimizer sgd',
  ),
  found(
    'a data set',
    'import tensorflow as tf\nd = tf.data.Dataset.from_tensor_slices(x).shuffle(100).batch(32)',
    'batchSize 32 «32»',
  ),
  found(
    'optimizers of TensorFlow 2',
    'import tensorflow as tf\no = tf.optimizers.Adam(0.01)',
    'optimizer adam',
    'learningRate 0.01 «0.01»',
  ),
  never('a decay of its own', `${one}y = tf.train.ExponentialMovingAverage(0.99)`),
  never('a size of noise', `${one}w = tf.truncated_normal([5, 5], stddev=0.1)`),
  never('a batch of strings', 'import tensorflow as tf\nq = "batch(32)"\nr = [1].batch'),
  never('another package with the name', 'import tf\ny = tf.nn.dropout(x, 0.75)'),
];
