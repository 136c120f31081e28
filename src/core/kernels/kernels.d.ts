/** The compiled kernels as esbuild's binary loader embeds them. */
declare module '*.wasm' {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}
