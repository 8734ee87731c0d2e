import { normals, uniforms } from "@symplectic-adjoint/examples/posterior/normals";

/** Random numbers of both kinds. */
interface Source {
  uniform(): number;
  normal(): number;
}

type Point = readonly [number, number];

const TURN = 2 * Math.PI;

/** Draws one point. The densities are those of FFJORD (Grathwohl et al., ICLR 2019, arXiv 1810.01367). */
const draws = {
  "8gaussians"({ uniform, normal }) {
    const angle = (Math.floor(8 * uniform()) * TURN) / 8;
    return [
      (4 * Math.cos(angle) + 0.5 * normal()) / Math.SQRT2,
      (4 * Math.sin(angle) + 0.5 * normal()) / Math.SQRT2,
    ];
  },
  "2spirals"({ uniform, normal }) {
    const n = Math.sqrt(uniform()) * 1.5 * TURN;
    const x = -Math.cos(n) * n + uniform() * 0.5;
    const y = Math.sin(n) * n + uniform() * 0.5;
    const side = uniform() < 0.5 ? 1 : -1;
    return [(side * x) / 3 + 0.1 * normal(), (side * y) / 3 + 0.1 * normal()];
  },
  checkerboard({ uniform }) {
    const x = 4 * uniform() - 2;
    const cell = uniform() < 0.5 ? 0 : 2;
    const shift = ((Math.floor(x) % 2) + 2) % 2;
    return [2 * x, 2 * (uniform() - cell + shift)];
  },
  circles({ uniform, normal }) {
    const radius = 3 * (uniform() < 0.5 ? 1 : 0.5);
    return onCircle(TURN * uniform(), radius, 3 * 0.08, normal);
  },
  moons({ uniform, normal }) {
    const angle = Math.PI * uniform();
    const upper = uniform() < 0.5;
    const x = upper ? Math.cos(angle) : 1 - Math.cos(angle);
    const y = upper ? Math.sin(angle) : 0.5 - Math.sin(angle);
    return [2 * (x + 0.1 * normal()) - 1, 2 * (y + 0.1 * normal()) - 0.2];
  },
  pinwheel({ uniform, normal }) {
    const arm = Math.floor(5 * uniform());
    const [x, y] = [1 + 0.3 * normal(), 0.1 * normal()];
    const angle = (arm * TURN) / 5 + 0.25 * Math.exp(x);
    return [
      2 * (x * Math.cos(angle) - y * Math.sin(angle)),
      2 * (x * Math.sin(angle) + y * Math.cos(angle)),
    ];
  },
  rings({ uniform, normal }) {
    const radius = 3 * (0.25 * (1 + Math.floor(4 * uniform())));
    return onCircle(TURN * uniform(), radius, 3 * 0.08, normal);
  },
  swissroll({ uniform, normal }) {
    const t = 1.5 * Math.PI * (1 + 2 * uniform());
    return [(t * Math.cos(t) + normal()) / 5, (t * Math.sin(t) + normal()) / 5];
  },
} satisfies Record<string, (source: Source) => Point>;

function onCircle(angle: number, radius: number, noise: number, normal: () => number): Point {
  return [radius * Math.cos(angle) + noise * normal(), radius * Math.sin(angle) + noise * normal()];
}

/** The name of a density in the plane. */
export type ToyName = keyof typeof draws;

/** All of them. */
export const TOYS = Object.keys(draws) as ReadonlyArray<ToyName>;

/** Entropies in nats, below which no negative log-likelihood can be; where they are known. */
export const ENTROPY: Readonly<Partial<Record<ToyName, number>>> = {
  // Uniform on an area of 32.
  checkerboard: Math.log(32),
  "8gaussians": 2.83,
};

/** Points of a density, row after row; the same for the same seed. */
export function toyPoints(name: ToyName, count: number, seed: number): Float32Array {
  // Two sequences, so that the number of normal ones drawn does not shift the uniform ones.
  const source = { uniform: uniforms(2 * seed), normal: normals(2 * seed + 1) };
  const points = new Float32Array(2 * count);
  for (let i = 0; i < count; i++) points.set(draws[name](source), 2 * i);
  return points;
}
