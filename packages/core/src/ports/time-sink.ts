/**
 * Receives how the loss changes with the ends of a step that is being reversed. A method reports each term as a scalar and
 * by how much of it the start and the end of the step are to change: its length is end − start.
 */
export interface TimeSink<A> {
  /** Adds toStart · scalar to ∂L/∂start, toEnd · scalar to ∂L/∂end; takes ownership of the scalar. */
  add(toStart: number, toEnd: number, scalar: A | number): void;
}
