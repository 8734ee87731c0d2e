/** f of a state that is one array, with its parameters bound. */
export interface LeafFunction {
  /** Writes f(t, y) into `dy`, whatever it held. */
  evaluate(t: number, y: Float64Array, dy: Float64Array): void;
  /** Writes (∂f/∂y)ᵀg into `yBar` and the cotangents of the parameters into `bars`, whatever they held. */
  vjp(
    t: number,
    y: Float64Array,
    g: Float64Array,
    yBar: Float64Array,
    bars: ReadonlyArray<Float64Array>,
  ): void;
}
