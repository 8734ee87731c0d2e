// Problems with known solutions

export type { GoldenParameter, GoldenRun } from "./data/golden-runs.js";
export { goldenRuns } from "./data/golden-runs.js";
export type {
  ContinuousReference,
  EndReference,
  ReferenceValues,
} from "./data/reference-values.js";
export { referenceValues } from "./data/reference-values.js";
export { decay } from "./problems/decay.js";
export { detest, detestVariants } from "./problems/detest/detest.js";
export { forced } from "./problems/forced.js";
export { kepler } from "./problems/kepler.js";
export { linear } from "./problems/linear.js";
export { lorenz } from "./problems/lorenz.js";
export { lotkaVolterra } from "./problems/lotka-volterra.js";
export type { MlpOptions } from "./problems/mlp.js";
export { mlp } from "./problems/mlp.js";
export type { DiscreteReference } from "./problems/reference-problems.js";
export { discreteReferences, referenceProblems } from "./problems/reference-problems.js";
export { sineSquare } from "./problems/sine-square.js";
export { spiral } from "./problems/spiral.js";
export type { TanhNetworkOptions } from "./problems/tanh-network.js";
export { tanhNetwork } from "./problems/tanh-network.js";
export type {
  ProblemOptions,
  Reference,
  TestFunction,
  TestProblem,
} from "./problems/test-problem.js";
export type { TestStateFunction, TestValue } from "./problems/test-state-function.js";
export { torchConstant } from "./problems/torch-constant.js";
export { torchExp } from "./problems/torch-exp.js";
export { torchLinear } from "./problems/torch-linear.js";
export { torchSine } from "./problems/torch-sine.js";
export { vanDerPol } from "./problems/van-der-pol.js";

// Tableaux

export type { PlainTableau } from "./tableaux/plain-tableau.js";
export type { SmallTableau } from "./tableaux/small-tableaux.js";
export { smallTableaux } from "./tableaux/small-tableaux.js";
export { toButcherTableau } from "./tableaux/to-butcher-tableau.js";

// Random inputs

export { arbitraryNetwork } from "./arbitraries/arbitrary-network.js";
export { arbitraryTableau } from "./arbitraries/arbitrary-tableau.js";

// Reference implementations

export { directionalDerivative } from "./oracles/directional-derivative.js";
export type { Direction } from "./oracles/forward-sensitivity.js";
export { forwardSensitivity } from "./oracles/forward-sensitivity.js";
export { plainGradient } from "./oracles/plain-gradient.js";
export type { PlainGradient, PlainLoop } from "./oracles/plain-loop.js";
export { plainLoop } from "./oracles/plain-loop.js";
export { endState, plainRungeKutta } from "./oracles/plain-runge-kutta.js";
export type { GridCotangents, PlainSteps } from "./oracles/plain-steps.js";
export { atEnd, stepsBetween, uniformSteps } from "./oracles/plain-steps.js";
export type { PlainTimeGradient } from "./oracles/plain-time-gradient.js";
export { plainTimeGradient } from "./oracles/plain-time-gradient.js";

// Checks

export { atOnce } from "./checks/at-once.js";
export { expectNoLeaks } from "./checks/expect-no-leaks.js";
export type { GradientMismatch } from "./checks/gradcheck.js";
export { gradcheck } from "./checks/gradcheck.js";
export { LeakError } from "./checks/leak-error.js";
export { maxRelativeError } from "./checks/max-relative-error.js";
export { only } from "./checks/only.js";

// Global state that files sharing a process must not change

export { changesBetween } from "./shared-process/changes-between.js";
export { tensorflowState } from "./shared-process/tensorflow-state.js";

// Controllers

export { elementary } from "./controllers/elementary.js";
export { fixedSteps } from "./controllers/fixed-steps.js";

// Conformance suites

export type { AdjointCase, AdjointFixture, NewFixture } from "./conformance/adjoint-fixture.js";
export { adjointFixtures, numbersOf, stateOf } from "./conformance/adjoint-fixture.js";
export { describeAdjoint } from "./conformance/describe-adjoint.js";
export type { BackendSuiteOptions } from "./conformance/describe-backend.js";
export { describeBackend } from "./conformance/describe-backend.js";
export type { ControllerSuiteOptions } from "./conformance/describe-controller.js";
export { describeController } from "./conformance/describe-controller.js";
export { describeStore } from "./conformance/describe-store.js";
export type { HostGradient, Rows } from "./conformance/gradient-of.js";
export { gradientOf } from "./conformance/gradient-of.js";

// A backend that tracks allocations

export type { AccountingBackend } from "./accounting/accounting-backend.js";
export { accountingBackend } from "./accounting/accounting-backend.js";
export { accountingDynamics } from "./accounting/accounting-dynamics.js";
export {
  type CountingBackend,
  countingBackend,
  type Handle,
} from "./accounting/counting-backend.js";
export type { NumberArray } from "./accounting/ledger.js";
export type { LeafSizes } from "./accounting/split-dynamics.js";
export { splitDynamics } from "./accounting/split-dynamics.js";
export type { DynamicsCall } from "./accounting/watched-dynamics.js";
export { watchedDynamics } from "./accounting/watched-dynamics.js";

// Fixtures: schedules, a problem, and operations on plain numbers

export { type Evaluation, scalarOperations } from "./fixtures/scalar-operations.js";
export { bisecting, everyKth, everyKthTogether } from "./fixtures/schedules.js";
export { type ProblemSetup, setUpProblem } from "./fixtures/set-up-problem.js";
export { complexTimed } from "./fixtures/timed/complex-timed.js";
export {
  type TensorMath,
  type TimedTensors,
  tensorTimed,
  timedSlices,
} from "./fixtures/timed/tensor-timed.js";
export { type TimedProblem, timedProblem } from "./fixtures/timed/timed-problem.js";

// Derivatives by a complex step
export { Complex, complex } from "./oracles/complex.js";
export type {
  ComplexEvent,
  ComplexFunction,
  ComplexReplay,
  ComplexResult,
  RecordedEvent,
} from "./oracles/complex-replay.js";
export { complexReplay } from "./oracles/complex-replay.js";
