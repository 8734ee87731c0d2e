/** The URL at which Vite serves a file. */
declare module "*?url" {
  const url: string;
  // biome-ignore lint/style/noDefaultExport: this is how Vite hands it out.
  export default url;
}
