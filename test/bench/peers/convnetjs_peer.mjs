// ConvNetJS: one sample at a time, in double precision.
import { batches, classes, endless, load, measure, workload, xor } from './common.mjs';

const convnet = load('convnetjs');

const dense = (neurons, activation, drop) => ({
  type: 'fc',
  num_neurons: neurons,
  activation,
  ...(drop > 0 && { drop_prob: drop }),
});

function network(features, hidden, last) {
  const net = new convnet.Net();
  net.makeLayers([{ type: 'input', out_sx: 1, out_sy: 1, out_depth: features }, ...hidden, last]);
  return net;
}

/** Samples as the library wants them. */
function volumes({ count, x }, width) {
  return Array.from({ length: count }, (_, i) => {
    const volume = new convnet.Vol(1, 1, width, 0);
    volume.w.set(x.subarray(i * width, (i + 1) * width));
    return volume;
  });
}

const plain = (rate, size) => ({
  method: 'sgd',
  learning_rate: rate,
  momentum: 0,
  batch_size: size,
  l2_decay: 0,
});

function accuracy(net, x, y) {
  let hits = 0;
  x.forEach((sample, i) => {
    net.forward(sample, false);
    if (net.getPrediction() === y[i]) hits++;
  });
  return hits / x.length;
}

function squaredError(net, x, y) {
  return x.reduce((sum, sample, i) => sum + (net.forward(sample, false).w[0] - y[i]) ** 2, 0) / x.length;
}

function eachEpoch(net, settings, train, test, width, targetOf, score) {
  const trainer = new convnet.SGDTrainer(net, settings);
  const [x, testX] = [volumes(train, width), volumes(test, width)];
  let last = Number.NaN;
  measure(
    () => {
      for (const rows of batches(train.count, settings.batch_size))
        for (const i of rows) trainer.train(x[i], targetOf(train.y[i]));
      last = score(net, x, train.y);
      score(net, testX, test.y);
      return 1;
    },
    () => last,
  );
}

function w2() {
  const hidden = [dense(512, 'relu', 0.5), dense(512, 'relu', 0.5)];
  const net = network(784, hidden, { type: 'softmax', num_classes: 10 });
  const settings = {
    method: 'adam',
    learning_rate: 1e-3,
    eps: 1e-8,
    beta1: 0.9,
    beta2: 0.999,
    batch_size: 128,
  };
  const trainer = new convnet.SGDTrainer(net, { ...settings, l2_decay: 0 });
  const [train, next] = [classes(2000), endless(2000, 128)];
  const x = volumes(train, 784);
  measure(
    () => {
      const rows = next();
      for (const i of rows) trainer.train(x[i], train.y[i]);
      return rows.length;
    },
    () => accuracy(net, x.slice(0, 200), train.y),
  );
}

if (workload === 'W1') {
  const hidden = Array.from({ length: 6 }, () => dense(100, 'relu', 0.2));
  const net = network(784, hidden, { type: 'softmax', num_classes: 10 });
  eachEpoch(net, plain(0.01, 100), classes(300), classes(1000, 3), 784, (y) => y, accuracy);
} else if (workload === 'W2') w2();
else {
  const net = network(2, [dense(8, 'tanh'), dense(8, 'tanh')], { type: 'regression', num_neurons: 1 });
  eachEpoch(net, plain(0.03, 10), xor(500, 1), xor(500, 2), 2, (y) => [y], squaredError);
}
