import { normals, uniforms } from "@symplectic-adjoint/examples/posterior/normals";

/** Rows of a mixture of four normal distributions, standardised roughly: memory and time do not depend on the values. */
export function seededRows(rows: number, dimension: number): Float32Array {
  const [normal, uniform] = [normals(3), uniforms(4)];
  const centres = Array.from({ length: 4 * dimension }, () => 0.8 * normal());
  const values = new Float32Array(rows * dimension);
  for (let i = 0; i < rows; i++) {
    const centre = Math.floor(4 * uniform()) * dimension;
    for (let k = 0; k < dimension; k++)
      values[i * dimension + k] = (centres[centre + k] as number) + 0.6 * normal();
  }
  return values;
}
