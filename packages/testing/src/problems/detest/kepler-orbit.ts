/**
 * Position and velocity at time t on the orbit of semi-major axis 1 about a unit mass, from its pericentre at t = 0:
 * Newton's method on Kepler's equation E − e sin E = t.
 */
export function keplerOrbit(eccentricity: number, t: number): Float64Array {
  // With E in one period Newton converges from E = π for every eccentricity below 1.
  const anomaly = t % (2 * Math.PI);
  let e = Math.PI * Math.sign(anomaly);
  for (let i = 0; i < 50; i++) {
    const residual = e - eccentricity * Math.sin(e) - anomaly;
    const change = residual / (1 - eccentricity * Math.cos(e));
    e -= change;
    if (Math.abs(change) <= 1e-16 * Math.abs(e)) break;
  }
  const minor = Math.sqrt(1 - eccentricity * eccentricity);
  const rate = 1 / (1 - eccentricity * Math.cos(e));
  return Float64Array.of(
    Math.cos(e) - eccentricity,
    minor * Math.sin(e),
    -Math.sin(e) * rate,
    minor * Math.cos(e) * rate,
  );
}
