/** f of a state of one array, with its parameters bound. */
export interface LeafFunction {
  /** Writes f(t, y) into `dy`, overwriting its contents. */
  evaluate(t: number, y: Float64Array, dy: Float64Array): void;
  /** Writes (∂f/∂y)ᵀg into `yBar` and the cotangents of the parameters into `bars`, overwriting their contents. */
  vjp(
    t: number,
    y: Float64Array,
    g: Float64Array,
    yBar: Float64Array,
    bars: ReadonlyArray<Float64Array>,
  ): void;
}
