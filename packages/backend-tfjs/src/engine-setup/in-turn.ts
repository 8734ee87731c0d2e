let queue: Promise<unknown> = Promise.resolve();

/**
 * Runs tasks one after another, in the order in which they came. TensorFlow.js has one active engine, and takes a while
 * to change it: concurrent changes would race.
 */
export function inTurn<T>(task: () => Promise<T>): Promise<T> {
  const result = queue.then(task);
  queue = result.catch(() => {});
  return result;
}
