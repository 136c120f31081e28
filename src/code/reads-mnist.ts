/**
 * What loads MNIST: torchvision, Keras, TensorFlow 1, TensorFlow Datasets, Hugging Face, OpenML, and `load_mnist` of
 * *Deep Learning from Scratch*. Fashion-MNIST and its like are other pictures.
 */
const loads =
  /\bload_mnist\s*\(|(?<!\w)MNIST\s*\(|\bmnist\.load_data\s*\(|\bread_data_sets\s*\(|\b(?:load|load_dataset|fetch_openml)\s*\(\s*(?:name\s*=\s*)?['"](?:ylecun\/)?mnist(?:_784)?['"]/;

/** Whether code trains on MNIST, as far as the text says; comments do not count. */
export function readsMnist(code: string): boolean {
  return loads.test(code.replace(/^[ \t]*(?:#|\/\/).*$/gm, ''));
}
