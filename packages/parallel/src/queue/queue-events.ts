/** What a pool on a queue reports beside its results. */
export type QueueEvent =
  /** Redis is out of reach; work goes on when it is back. */
  | { readonly type: "waiting"; readonly message: string }
  | { readonly type: "connected"; readonly message: string }
  /** No worker is connected. */
  | { readonly type: "no-workers"; readonly message: string }
  /** A worker died or stalled; another one has its work now. */
  | { readonly type: "stalled"; readonly message: string }
  /** Redis lost work, which was sent again. */
  | { readonly type: "resent"; readonly message: string }
  /** A worker with other tasks was refused. */
  | { readonly type: "refused"; readonly message: string };
