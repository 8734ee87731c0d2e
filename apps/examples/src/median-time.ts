/** Milliseconds that `body` takes: the median of `runs`, so that one interruption does not count. */
export async function medianTime(body: () => Promise<unknown>, runs = 7): Promise<number> {
  const times: Array<number> = [];
  for (let i = 0; i < runs; i++) {
    const begin = performance.now();
    await body();
    times.push(performance.now() - begin);
  }
  return times.sort((a, b) => a - b)[runs >> 1] as number;
}
