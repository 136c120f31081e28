/** How esbuild bundles what runs in Node, for what ships and for tests alike. */
export const nodeBundle = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  loader: { '.wasm': 'binary' },
  // The other form of jsonc-parser loads its parts by names that a bundle does not have.
  mainFields: ['module', 'main'],
  // Of its modules only the parser is used; its other form is one whole.
  alias: { yaml: './node_modules/yaml/browser/index.js' },
};

/** The threads and the command line. */
export const programs = {
  worker: 'src/worker/node.ts',
  helper: 'src/worker/helper.ts',
  logs: 'src/host/logs/log-thread.ts',
  try: 'src/host/try/thread.ts',
  scanner: 'src/code/thread/node.ts',
  cli: 'src/cli.ts',
};
