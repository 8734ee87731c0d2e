/** Microseconds that this process has used on all processors. */
export function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}
