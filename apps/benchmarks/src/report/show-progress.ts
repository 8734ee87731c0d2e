/** Shows the progress on a terminal; does nothing otherwise. */
export function showProgress(done: number): void {
  if (!process.stderr.isTTY) return;
  process.stderr.write(`\r${Math.round(100 * done)} %${done < 1 ? "" : "\r     \r"}`);
}
