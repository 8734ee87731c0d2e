import type { ButcherTableau } from "@symplectic-adjoint/core";
import { tableauFrom } from "../tableau-from.js";

/**
 * The pair of Dormand and Prince, order 5(4): seven stages, FSAL, so six evaluations per step.
 *
 * The default, for tolerances from 1e-3 to 1e-9. Propagates the solution of order 5. The embedded solution is the one
 * that Shampine proposed for this method, as in torchdiffeq; MATLAB's ode45 and SciPy's RK45 use the original one. Dense
 * output is his polynomial of degree 4, of order 4, without further evaluations; SciPy and torchdiffeq use it too.
 *
 * Sources: J. R. Dormand and P. J. Prince, A family of embedded Runge-Kutta formulae, Journal of Computational and
 * Applied Mathematics 6 (1980), 19–26, doi:10.1016/0771-050X(80)90013-3. b̂ and dense output: L. F. Shampine, Some
 * practical Runge-Kutta formulas, Mathematics of Computation 46 (1986), 135–150, doi:10.1090/S0025-5718-1986-0815836-3.
 *
 * @example
 * dopri5.activeStages; // [0, 1, 2, 3, 4, 5]
 */
export const dopri5: ButcherTableau = tableauFrom({
  name: "dopri5",
  order: 5,
  c: "0 1/5 3/10 4/5 8/9 1 1",
  a: [
    "",
    "1/5",
    "3/40 9/40",
    "44/45 −56/15 32/9",
    "19372/6561 −25360/2187 64448/6561 −212/729",
    "9017/3168 −355/33 46732/5247 49/176 −5103/18656",
    "35/384 0 500/1113 125/192 −2187/6784 11/84",
  ],
  b: "35/384 0 500/1113 125/192 −2187/6784 11/84 0",
  bHat: "1951/21600 0 22642/50085 451/720 −12231/42400 649/6300 1/60",
  interpolant: {
    order: 4,
    weights: [
      "0 1 −8048581381/2820520608 8663915743/2820520608 −12715105075/11282082432",
      "",
      "0 0 131558114200/32700410799 −68118460800/10900136933 87487479700/32700410799",
      "0 0 −1754552775/470086768 14199869525/1410260304 −10690763975/1880347072",
      "0 0 127303824393/49829197408 −318862633887/49829197408 701980252875/199316789632",
      "0 0 −282668133/205662961 2019193451/616988883 −1453857185/822651844",
      "0 0 40617522/29380423 −110615467/29380423 69997945/29380423",
    ],
  },
});
