/** esbuild copies the file and puts its path, relative to the module, in its place. */
declare module "*.wasm" {
  const path: string;
  export default path;
}
