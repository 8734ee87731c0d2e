let queue: Promise<unknown> = Promise.resolve();

/**
 * Runs tasks one after another, in the order of the calls. TensorFlow.js has one active engine and changes it
 * asynchronously: concurrent changes would race.
 */
export function serialize<T>(task: () => Promise<T>): Promise<T> {
  const result = queue.then(task);
  queue = result.catch(() => {});
  return result;
}
