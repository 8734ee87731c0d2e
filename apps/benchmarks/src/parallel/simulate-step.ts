/** A data-parallel step over a queue, in seconds and bytes. */
export interface StepModel {
  readonly workers: number;
  readonly shards: number;
  /** Time of each shard, by index. */
  readonly shardSeconds: (shard: number) => number;
  /** What the caller does for a task, half of it before and half after. */
  readonly taskSeconds: number;
  /** Parameters, and as many gradients for each shard. */
  readonly bytes: number;
  /** Of the link of the Redis server, in bytes per second. */
  readonly bandwidth: number;
}

/** What a simulated step took. */
export interface SimulatedStep {
  readonly seconds: number;
  /** Shares of that time in which these were busy. */
  readonly redis: number;
  readonly caller: number;
}

/**
 * Simulates one step of `parallelGradients` over a queue, event by event: the caller publishes the parameters and adds
 * tasks one after the other; each worker fetches the parameters once, and takes tasks in order; gradients go to Redis and
 * from there to the caller. The link of the server and the thread of the caller do one thing at a time.
 */
export function simulateStep({
  workers,
  shards,
  shardSeconds,
  taskSeconds,
  bytes,
  bandwidth,
}: StepModel): SimulatedStep {
  const events = eventQueue();
  const link = resource();
  const caller = resource();
  const transfer = (from: number) => link.use(from, bytes / bandwidth);
  const waiting: Array<number> = [];
  const idle: Array<{ fetched: boolean }> = Array.from({ length: workers }, () => ({
    fetched: false,
  }));
  let end = 0;

  function assign(now: number): void {
    while (waiting.length > 0 && idle.length > 0) {
      const shard = waiting.shift() as number;
      const worker = idle.shift() as { fetched: boolean };
      const ready = worker.fetched ? now : transfer(now);
      worker.fetched = true;
      events.add(ready + shardSeconds(shard), (done) => {
        const stored = transfer(done);
        events.add(stored, (time) => {
          idle.push(worker);
          events.add(transfer(time), (arrived) => {
            end = Math.max(end, caller.use(arrived, taskSeconds / 2));
          });
          assign(time);
        });
      });
    }
  }

  const published = transfer(0);
  for (let shard = 0; shard < shards; shard++) {
    events.add(caller.use(published, taskSeconds / 2), (time) => {
      waiting.push(shard);
      assign(time);
    });
  }
  events.run();
  return { seconds: end, redis: link.busy() / end, caller: caller.busy() / end };
}

/** Something that does one thing at a time, in the order in which it is asked. */
function resource() {
  let free = 0;
  let busy = 0;
  return {
    /** Occupies it for so long, from `time` or later. Returns when that ends. */
    use(time: number, duration: number): number {
      free = Math.max(free, time) + duration;
      busy += duration;
      return free;
    },
    busy: () => busy,
  };
}

type Action = (time: number) => void;

/** Events in the order of their times, and of their addition. */
function eventQueue() {
  const events: Array<{ readonly time: number; readonly action: Action }> = [];
  return {
    add(time: number, action: Action): void {
      let [low, high] = [0, events.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((events[middle] as { time: number }).time > time) low = middle + 1;
        else high = middle;
      }
      // The next one is the last, so that taking it moves nothing.
      events.splice(low, 0, { time, action });
    },
    run(): void {
      for (let next = events.pop(); next !== undefined; next = events.pop()) next.action(next.time);
    },
  };
}
