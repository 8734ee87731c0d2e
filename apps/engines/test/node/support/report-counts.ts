/** Prints a line of counts where they are asked for: `FAULT_COUNTS=1 npx vitest run --project engines faults`. */
export function reportCounts(line: string): void {
  if (process.env.FAULT_COUNTS !== undefined) console.info(line);
}
