// Creating tableaux

export { butcherTableau } from "./butcher-tableau.js";
export type { ExactCoefficients, ExactInterpolant } from "./exact-coefficients.js";
export { exactCoefficients } from "./exact-coefficients.js";
export type { Fraction } from "./fraction.js";
export { fractionToNumber } from "./fraction-to-number.js";
export type {
  CoefficientRow,
  InterpolantSource,
  MethodCoefficients,
  TableauSource,
} from "./tableau-source.js";

// The methods

export { adaptiveHeun } from "./methods/adaptive-heun.js";
export { bosh3 } from "./methods/bosh3.js";
export { dopri5 } from "./methods/dopri5.js";
export { dopri8 } from "./methods/dopri8.js";
export { euler } from "./methods/euler.js";
export { fehlberg2 } from "./methods/fehlberg2.js";
export { midpoint } from "./methods/midpoint.js";
export { rk4 } from "./methods/rk4.js";
export { rk38 } from "./methods/rk38.js";
export type { MethodName } from "./tableaux.js";
export { tableaux } from "./tableaux.js";

// Order

export { embeddedOrderOf } from "./embedded-order-of.js";
export type { RootedTree } from "./graft.js";
export { interpolationOrderOf } from "./interpolation-order-of.js";
export type { OrderCondition } from "./order-conditions.js";
export { orderConditions } from "./order-conditions.js";
export type { OrderOptions } from "./order-of.js";
export { orderOf } from "./order-of.js";
export { rootedTrees } from "./rooted-trees.js";

// Derived properties

export { stabilityPolynomial } from "./stability-polynomial.js";
export type { SymplecticPartner, SymplecticPartnerOptions } from "./symplectic-partner.js";
export { symplecticPartner } from "./symplectic-partner.js";
export { symplecticResidual } from "./symplectic-residual.js";
