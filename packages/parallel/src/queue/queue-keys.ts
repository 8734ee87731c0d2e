/** Default name of the queue. */
export const DEFAULT_QUEUE = "symplectic-adjoint";

/** Prefix of all keys of BullMQ and of this package. */
export const PREFIX = "sa";

/** Seconds after which Redis forgets what nobody fetched. */
export const KEEP: number = 24 * 60 * 60;

/** Keys in Redis beside those of BullMQ, whose jobs contain names only. */
export function queueKeys(queue: string): {
  input(call: string): string;
  answer(call: string): string;
  parameters(version: string): string;
  readonly identity: string;
  readonly refusals: string;
} {
  const root = `${PREFIX}-data:${queue}`;
  return {
    input: (call) => `${root}:input:${call}`,
    answer: (call) => `${root}:answer:${call}`,
    parameters: (version) => `${root}:parameters:${version}`,
    identity: `${root}:identity`,
    refusals: `${root}:refusals`,
  };
}

/** What a job contains. */
export interface JobData {
  /** Names the keys of input and answer. */
  readonly call: string;
  readonly identity: string;
  readonly version: string | undefined;
}

/** Reason of a failed job whose parameters Redis has lost. */
export const PARAMETERS_MISSING = "parameters missing";
