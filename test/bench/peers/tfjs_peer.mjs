// TensorFlow.js with its WebAssembly backend, one thread: core operations and its optimizers, no layers API.
import { dirname } from 'node:path';
import { batches, classes, endless, load, measure, workload, xor } from './common.mjs';

const tf = load('@tensorflow/tfjs');
const backend = load('@tensorflow/tfjs-backend-wasm');
backend.setWasmPaths(`${dirname(load.resolve('@tensorflow/tfjs-backend-wasm'))}/`);
backend.setThreadsCount(1);
await tf.setBackend('wasm');
await tf.ready();

/** Dense layers with an activation and inverted dropout between them. */
function network(widths, activation, drop = 0, dropInput = 0) {
  const gain = activation === tf.relu ? 2 : 1;
  const layers = widths.slice(1).map((outputs, i) => ({
    w: tf.variable(tf.randomNormal([widths[i], outputs], 0, Math.sqrt(gain / widths[i]))),
    b: tf.variable(tf.zeros([outputs])),
  }));
  return (x, training) =>
    layers.reduce((input, { w, b }, i) => {
      const ratio = i === 0 ? dropInput : drop;
      const kept = training && ratio > 0 ? tf.dropout(input, ratio) : input;
      const out = tf.add(tf.matMul(kept, w), b);
      return i + 1 < layers.length ? activation(out) : out;
    }, x);
}

const tensors = ({ count, x, y }, width, target) => ({ x: tf.tensor2d(x, [count, width]), y: target(y) });
const oneHot = (y) => tf.oneHot(tf.tensor1d(y, 'int32'), 10).toFloat();
const column = (y) => tf.tensor2d(y, [y.length, 1]);
const crossEntropy = (out, y) => tf.losses.softmaxCrossEntropy(y, out);
const squared = (out, y) => tf.mean(tf.squaredDifference(out, y));
const accuracy = (out, y) => tf.mean(tf.equal(tf.argMax(out, 1), tf.argMax(y, 1)).toFloat());

function step(net, optimizer, loss, data, rows) {
  tf.tidy(() => {
    const chosen = tf.tensor1d(rows, 'int32');
    const [x, y] = [tf.gather(data.x, chosen), tf.gather(data.y, chosen)];
    optimizer.minimize(() => loss(net(x, true), y));
  });
}

const score = (net, of, { x, y }) => tf.tidy(() => of(net(x, false), y).dataSync()[0]);

function eachEpoch(net, loss, rate, size, train, test, of) {
  const optimizer = tf.train.sgd(rate);
  let last = Number.NaN;
  measure(
    () => {
      for (const rows of batches(train.x.shape[0], size)) step(net, optimizer, loss, train, rows);
      last = score(net, of, train);
      score(net, of, test);
      return 1;
    },
    () => last,
  );
}

if (workload === 'W1') {
  const net = network([784, ...new Array(6).fill(100), 10], tf.relu, 0.2);
  const [train, test] = [classes(300), classes(1000, 3)].map((set) => tensors(set, 784, oneHot));
  eachEpoch(net, crossEntropy, 0.01, 100, train, test, accuracy);
} else if (workload === 'W2') {
  const net = network([784, 512, 512, 10], tf.relu, 0.5, 0.2);
  const [train, next, adam] = [
    tensors(classes(10_000), 784, oneHot),
    endless(10_000, 128),
    tf.train.adam(1e-3),
  ];
  measure(
    () => {
      const rows = next();
      step(net, adam, crossEntropy, train, rows);
      return rows.length;
    },
    () => score(net, accuracy, train),
  );
} else {
  const net = network([2, 8, 8, 1], tf.tanh);
  const [train, test] = [xor(500, 1), xor(500, 2)].map((set) => tensors(set, 2, column));
  eachEpoch(net, squared, 0.03, 10, train, test, squared);
}
