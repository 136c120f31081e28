import { found } from '../case';

/** Keras 2 and 3, as people write it. */
export const kerasPrograms = [
  found(
    'keras sequential',
    `
from tensorflow import keras
from tensorflow.keras import layers, regularizers
model = keras.Sequential([
    layers.Input(shape=(28, 28)),
    layers.Flatten(),
    layers.Dense(128, activation="relu", kernel_regularizer=regularizers.l2(1e-4)),
    layers.Dropout(0.2),
    layers.Dense(10),
])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
model.fit(x, y, epochs=5, batch_size=32, validation_split=0.1)
`,
    'dropout 0.2 «0.2»',
    'optimizer adam',
    'learningRate 0.001 default',
    'epochs 5 «5»',
    'batchSize 32 «32»',
  ),
  found(
    'keras functional',
    `
import keras
from keras.layers import Input, Dense, Dropout, SpatialDropout1D, GaussianDropout, AlphaDropout, LSTM, GRU, Bidirectional
inp = Input((10, 4))
x = SpatialDropout1D(0.1)(inp)
x = Bidirectional(LSTM(64, dropout=0.2, recurrent_dropout=0.25, return_sequences=True))(x)
x = GRU(32, recurrent_dropout=.15)(x)
x = GaussianDropout(rate=0.3)(x)
x = Dense(16, activation='selu')(x)
x = AlphaDropout(0.35)(x)
out = Dense(1)(x)
m = keras.Model(inp, out)
m.compile(keras.optimizers.RMSprop(learning_rate=1e-3, momentum=0.5), 'mse')
m.fit(x, y, 32, 10)
`,
    'dropout 0.1 «0.1»',
    'dropout 0.2 «0.2»',
    'dropout 0.25 «0.25»',
    'dropout 0.15 «.15»',
    'dropout 0.3 «0.3»',
    'dropout 0.35 «0.35»',
    'optimizer rmsprop',
    'learningRate 0.001 «1e-3»',
    'momentum 0.5 «0.5»',
    'batchSize 32 «32»',
    'epochs 10 «10»',
  ),
  found(
    'TensorFlow 2: a rate',
    `
import tensorflow as tf
class M(tf.keras.Model):
    @tf.function
    def call(self, x, training=False):
        if training:
            x = tf.nn.dropout(x, 0.3)
        return tf.nn.dropout(x, rate=0.4)
`,
    'dropout 0.3 «0.3»',
    'dropout 0.4 «0.4»',
  ),
  found(
    'keras schedule',
    `
import tensorflow as tf
lr_schedule = tf.keras.optimizers.schedules.ExponentialDecay(initial_learning_rate=1e-2, decay_steps=10000, decay_rate=0.9)
optimizer = tf.keras.optimizers.SGD(learning_rate=lr_schedule)
pw = tf.keras.optimizers.schedules.PiecewiseConstantDecay([100, 200], [0.1, 0.01, 0.001])
cos = tf.keras.optimizers.schedules.CosineDecay(0.05, 1000, alpha=0.01)
`,
    'learningRate 0.01 «1e-2»',
    'optimizer sgd',
    'learningRate 0.05 «0.05»',
  ),
  found(
    'keras callback',
    `
from keras.callbacks import LearningRateScheduler, ReduceLROnPlateau, EarlyStopping
from keras.models import Sequential
from keras.layers import Dense
from keras.optimizers import Adam
def step_decay(epoch):
    initial_lrate = 0.1
    drop = 0.5
    epochs_drop = 10.0
    return initial_lrate * drop ** (epoch // epochs_drop)
model = Sequential()
model.add(Dense(2))
model.compile(loss='mse', optimizer=Adam(lr=0.001, decay=1e-6))
cb = [LearningRateScheduler(step_decay), ReduceLROnPlateau(factor=0.2, patience=5, min_lr=0.001), EarlyStopping(patience=3)]
model.fit(X, Y, nb_epoch=15, batch_size=8, callbacks=cb)
`,
    'optimizer adam',
    'learningRate 0.001 «0.001»',
    'epochs 15 «15»',
    'batchSize 8 «8»',
  ),
  found(
    'keras backend set_value',
    `
from keras import backend as K
from keras.models import load_model
model = load_model('m.h5')
K.set_value(model.optimizer.learning_rate, 0.001)
model.fit_generator(gen, steps_per_epoch=100, epochs=50)
`,
    'epochs 50 «50»',
  ),
  found(
    'Keras 1 in Python 2',
    `
from __future__ import print_function
from keras.layers.core import Dense, Dropout, Activation
from keras.optimizers import SGD
batch_size = 128
nb_epoch = 20
model.add(Dropout(.25))
sgd = SGD(lr=0.01, decay=1e-6, momentum=0.9, nesterov=True)
model.compile(loss='categorical_crossentropy', optimizer=sgd)
model.fit(X_train, Y_train, batch_size=batch_size, nb_epoch=nb_epoch, verbose=1)
print "done", model
`,
    'dropout 0.25 «.25»',
    'optimizer sgd',
    'learningRate 0.01 «0.01»',
    'momentum 0.9 «0.9»',
    'batchSize 128 «128»',
    'epochs 20 «20»',
  ),
  found(
    'keras subclass',
    `
import tensorflow as tf
from tensorflow.keras.layers import Dense, Dropout
class Net(tf.keras.Model):
    def __init__(self, units=64, dropout_rate=0.3, name=None):
        super(Net, self).__init__(name=name)
        self.d1 = Dense(units, activation='relu')
        self.drop = Dropout(dropout_rate)
        self.out = Dense(1)
    def call(self, x, training=None):
        return self.out(self.drop(self.d1(x), training=training))
net = Net()
net.compile(tf.optimizers.Adam(3e-4), loss='mse')
`,
    'dropout 0.3 «0.3»',
    'optimizer adam',
    'learningRate 0.0003 «3e-4»',
  ),
  found(
    'keras tuner',
    `
import keras_tuner
from tensorflow import keras
def build(hp):
    m = keras.Sequential()
    m.add(keras.layers.Dropout(hp.Float('dropout', 0.1, 0.5, step=0.1)))
    m.compile(optimizer=keras.optimizers.Adam(hp.Choice('learning_rate', [1e-2, 1e-3])), loss='mse')
    return m
`,
    "dropout ? (computed by hp.Float('dropout', 0.1, 0.5, step=0.1))",
    'optimizer adam',
    "learningRate ? (computed by hp.Choice('learning_rate', [1e-2, 1e-3]))",
  ),
  found(
    'TensorFlow Addons and other places of optimizers',
    `
import tensorflow_addons as tfa
import tensorflow as tf
o = tfa.optimizers.AdamW(weight_decay=1e-4, learning_rate=1e-3)
p = tf.keras.optimizers.AdamW(1e-3, weight_decay=4e-3)
q = tf.keras.optimizers.legacy.Adam(learning_rate=2e-4)
r = tf.keras.optimizers.experimental.SGD(0.1)
`,
    'optimizer adamw',
    'weightDecay 0.0001 «1e-4»',
    'learningRate 0.001 «1e-3»',
    'optimizer adamw',
    'learningRate 0.001 «1e-3»',
    'weightDecay 0.004 «4e-3»',
    'optimizer adam',
    'learningRate 0.0002 «2e-4»',
    'optimizer sgd',
    'learningRate 0.1 «0.1»',
  ),
  found(
    'int epochs string option',
    `
import argparse, keras
p = argparse.ArgumentParser()
p.add_argument('--epochs', type=int, default='12')
p.add_argument('--learning-rate', '-lr', type=float, default='1e-4')
a = p.parse_args()
m.compile(keras.optimizers.Adam(a.learning_rate), 'mse')
m.fit(x, y, epochs=a.epochs)
`,
    'optimizer adam',
    'learningRate 0.0001 «1e-4»',
    'epochs 12 «12»',
  ),
  found(
    'keras regularized',
    `
from keras import models, layers, optimizers
m = models.Sequential()
m.add(layers.Dense(16, activation='relu', input_shape=(10000,)))
m.add(layers.Dropout(0.5))
m.add(layers.Dense(1, activation='sigmoid'))
m.compile(optimizer=optimizers.RMSprop(lr=0.001), loss='binary_crossentropy')
h = m.fit(x, y, epochs=20, batch_size=512)
`,
    'dropout 0.5 «0.5»',
    'optimizer rmsprop',
    'learningRate 0.001 «0.001»',
    'epochs 20 «20»',
    'batchSize 512 «512»',
  ),
  found(
    'the name of an optimizer in a constant',
    `
import keras
OPT = 'rmsprop'
m.compile(loss='mse', optimizer=OPT)
m.fit(x, y, batch_size=BS)
`,
    'optimizer rmsprop',
    'learningRate 0.001 default',
    'batchSize ? (BS is not defined in this file)',
  ),
  found(
    'dropout positional kw in keras attention',
    `
import tensorflow as tf
from tensorflow.keras import layers
a = layers.MultiHeadAttention(num_heads=2, key_dim=4, dropout=0.1)
l = layers.LSTM(32, return_sequences=True, dropout=.2, recurrent_dropout=.3)
s = tf.keras.layers.SpatialDropout2D(.4)
g = tf.keras.layers.GaussianNoise(0.5)
b = tf.keras.layers.Bidirectional(layers.GRU(3, dropout=0.6))
`,
    'dropout 0.1 «0.1»',
    'dropout 0.2 «.2»',
    'dropout 0.3 «.3»',
    'dropout 0.4 «.4»',
    'dropout 0.6 «0.6»',
  ),
  found(
    'a rate in a variable',
    `
import tensorflow as tf
lr = tf.Variable(0.01, trainable=False)
opt = tf.keras.optimizers.Adam(lr)
`,
    'optimizer adam',
    'learningRate ? (computed by tf.Variable(0.01, trainable=False))',
  ),
  found(
    'keras polynomial with lr names',
    `
import tensorflow as tf
boundaries = [100, 200]
lr_fn = tf.keras.optimizers.schedules.PolynomialDecay(1e-3, 10000, 1e-5, power=1.0)
opt = tf.keras.optimizers.Adam(lr_fn, weight_decay=1e-4)
`,
    'learningRate 0.001 «1e-3»',
    'optimizer adam',
    'weightDecay 0.0001 «1e-4»',
  ),
  found(
    'custom training loop tf2',
    `
import tensorflow as tf
optimizer = tf.keras.optimizers.SGD(learning_rate=1e-3)
batch_size = 64
train = tf.data.Dataset.from_tensor_slices((a, b)).shuffle(buffer_size=1024).batch(batch_size)
epochs = 2
for epoch in range(epochs):
    print("\\nStart of epoch %d" % (epoch,))
`,
    'optimizer sgd',
    'learningRate 0.001 «1e-3»',
    'batchSize 64 «64»',
    'epochs 2 «2»',
  ),
  found(
    'positions of Keras and optax',
    `
import keras, optax
a = keras.optimizers.RMSprop(0.002, 0.95)
b = keras.optimizers.SGD(0.02, 0.8)
c = keras.optimizers.Adam(0.003, 0.5)
d = optax.sgd(0.1, 0.7, True)
e = optax.rmsprop(0.01, 0.9)
f = optax.adamw(0.004, 0.9, 0.99)
`,
    'optimizer rmsprop',
    'learningRate 0.002 «0.002»',
    'optimizer sgd',
    'learningRate 0.02 «0.02»',
    'momentum 0.8 «0.8»',
    'optimizer adam',
    'learningRate 0.003 «0.003»',
    'optimizer sgd',
    'learningRate 0.1 «0.1»',
    'momentum 0.7 «0.7»',
    'optimizer rmsprop',
    'learningRate 0.01 «0.01»',
    'optimizer adamw',
    'learningRate 0.004 «0.004»',
  ),
  found(
    'partial over keras',
    `
from functools import partial
from tensorflow import keras
Dense = partial(keras.layers.Dense, activation='elu', kernel_initializer='he_normal')
Drop = partial(keras.layers.Dropout, 0.15)
opt = keras.optimizers.Nadam()
model = keras.Sequential([Dense(3), Drop(), Dense(1)])
`,
    'dropout 0.15 «0.15»',
    'optimizer nadam',
    'learningRate 0.001 default +«»',
  ),
];
