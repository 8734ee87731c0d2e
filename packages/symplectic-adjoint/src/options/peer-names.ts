/** A hint for the name of an option in another library: a sentence, or a function of the value that was given. */
export type PeerHint = string | ((value: unknown) => string);

const OUTPUTS =
  "Output times are the third argument, t. Between steps, outputs are interpolated with interpolate: true, and saveSteps: true adds the end of every step.";
const EVENTS =
  "Write events: [{ condition: (t, y) => …, terminal: true }] in the options of solve or of an …Async function, or use odeintEvent(f, y0, t0, { event: (t, y) => … }).";
const DENSE =
  "Write dense: true in the options of solve or of an …Async function: the solution then has evaluate(t) and derivative(t).";
const ADJOINT =
  "The function that is called chooses how the gradient is computed: odeintSymplecticAdjoint, odeintCheckpoint, odeintOnecheckpoint, odeint, or odeintAdjoint for the continuous adjoint. In solve, write adjoint: symplecticAdjoint().";
const CONTROLLER =
  "Step control has options of its own, such as rtol, atol, maxStep, stepSize; in solve, write controller: integralController({ safety: 0.8 }) to replace it.";
const FIRST_STEP =
  "Write firstStep: 0.1 for the first adaptive step, or stepSize: 0.1 for fixed steps.";
const IMPLICIT_ONLY =
  "The methods of this library are explicit and need no Jacobian: leave it out.";
const RTOL = "Write rtol: 1e-5.";
const ATOL = "Write atol: 1e-6.";
const MOST_STEPS = "Write maxNumSteps: 4096.";
const ARGS =
  "f has two arguments, (t, y): let it capture what else it needs. Parameters are found by tracing f, or listed in the option parameters.";
const ARGUMENTS = "The first three arguments are f, y0 and t: odeint(f, y0, [0, 1]).";
const NO_THROW =
  "The …Async functions and solve return the outcome instead of throwing: see outcome of the solution.";
const CALLBACK =
  'Write onStep: ({ t, h, state }) => …, which may return "stop", or events for conditions of the state.';
const PROGRESS = "Write onStep: ({ t }) => …, which is called after every step.";
const JUMPS =
  "Write jumpT: [0.5] for times at which f is discontinuous, stepT: [0.5] for other times at which steps end.";
const SAFETY_LIMITS =
  "Write ifactor: 10 and dfactor: 0.2, the largest and smallest factor of a step.";

/** Options of torchdiffeq, beyond those that differ from ours in spelling only. */
const torchdiffeq: Readonly<Record<string, PeerHint>> = {
  event_fn: EVENTS,
  reverse_time: "Write reverse: true in the options of odeintEvent, or decreasing times.",
  odeint_interface:
    "Write adjoint: symplecticAdjoint() or another strategy in the options of odeintEvent.",
  options: nestedOptions,
  adjoint_params: "Write parameters: [w, b], or leave it out: they are found by tracing f.",
  grid_constructor: "Write grid: [0, 0.1, 0.3, 1], all times of steps as a list.",
  grid_points: JUMPS,
  eps: JUMPS,
  perturb: JUMPS,
  interp: "Write interpolate: true, which uses the dense output of the method.",
  dtype: "Times are always double-precision numbers: leave it out.",
  func: ARGUMENTS,
  y0: ARGUMENTS,
  t: ARGUMENTS,
  callback_step: PROGRESS,
  callback_accept_step: "Write onStep: ({ accepted }) => ….",
  callback_reject_step: "Write onStep: ({ accepted }) => ….",
};

/** Arguments of diffrax's diffeqsolve, SaveAt, PIDController and Event. */
const diffrax: Readonly<Record<string, PeerHint>> = {
  terms: ARGUMENTS,
  solver: 'Write method: "dopri5".',
  t0: "The first of the times t is the time of y0: odeint(f, y0, [t0, t1]).",
  t1: "The last of the times t is the end: odeint(f, y0, [t0, t1]).",
  dt0: FIRST_STEP,
  args: ARGS,
  saveat: OUTPUTS,
  ts: OUTPUTS,
  steps: "Write saveSteps: true for an output at the end of every step.",
  fn: "Write save: (t, y) => …, which returns what the solution contains instead of the state.",
  subs: "Write save: (t, y) => …, which may return a record of several arrays.",
  stepsize_controller: CONTROLLER,
  adjoint: ADJOINT,
  event: EVENTS,
  cond_fn: EVENTS,
  root_finder: "Events are located to the precision of their condition: leave it out.",
  max_steps: MOST_STEPS,
  throw: NO_THROW,
  progress_meter: PROGRESS,
  solver_state: "A solve starts anew: leave it out.",
  controller_state: "A solve starts anew: leave it out.",
  made_jump: JUMPS,
  step_ts: "Write stepT: [0.5], the times at which steps end.",
  jump_ts: "Write jumpT: [0.5], the times at which f is discontinuous.",
  dtmin: "Write minStep: 1e-6.",
  dtmax: "Write maxStep: 0.1.",
  force_dtmin: "A step of length minStep is accepted with any error: leave it out.",
  factormin: SAFETY_LIMITS,
  factormax: SAFETY_LIMITS,
  pcoeff: CONTROLLER,
  icoeff: CONTROLLER,
  dcoeff: CONTROLLER,
  error_order: CONTROLLER,
};

/** Keyword arguments of SciML's solve. */
const sciml: Readonly<Record<string, PeerHint>> = {
  alg: 'Write method: "dopri5".',
  reltol: RTOL,
  abstol: ATOL,
  dt: FIRST_STEP,
  adaptive:
    "Write stepSize: 0.1 for fixed steps; without it, methods that can adapt their steps do.",
  maxiters: MOST_STEPS,
  save_everystep: "Write saveSteps: true for an output at the end of every step.",
  save_start: "Write saveStart: false to omit the row of the initial time.",
  save_end: "The last of the times t is always an output; leave it out.",
  save_on: OUTPUTS,
  save_idxs: "Write save: (t, y) => …, which returns the part of the state to keep.",
  dense: DENSE,
  tstops: JUMPS,
  d_discontinuities: JUMPS,
  callback: CALLBACK,
  sensealg: ADJOINT,
  internalnorm: "Write norm: (scaledError) => …, which returns a number.",
  gamma: "Write safety: 0.9.",
  qmin: SAFETY_LIMITS,
  qmax: SAFETY_LIMITS,
  beta1: CONTROLLER,
  beta2: CONTROLLER,
  progress: PROGRESS,
  verbose: NO_THROW,
  p: ARGS,
  u0: ARGUMENTS,
  tspan: ARGUMENTS,
  isoutofdomain: 'Write onStep: ({ state }) => …, which may return "stop".',
  unstable_check: "A state that is not finite ends the integration: leave it out.",
};

/** Arguments of SciPy's solve_ivp and odeint. */
const scipy: Readonly<Record<string, PeerHint>> = {
  fun: ARGUMENTS,
  t_span: ARGUMENTS,
  t_eval: OUTPUTS,
  dense_output: DENSE,
  events: EVENTS,
  vectorized: "f is called with one state, whose first axis may be a batch: leave it out.",
  jac: IMPLICIT_ONLY,
  jac_sparsity: IMPLICIT_ONLY,
  lband: IMPLICIT_ONLY,
  uband: IMPLICIT_ONLY,
  Dfun: IMPLICIT_ONLY,
  tcrit: JUMPS,
  h0: "Write firstStep: 0.01.",
  hmax: "Write maxStep: 0.1.",
  hmin: "Write minStep: 1e-6.",
  mxstep: MOST_STEPS,
  full_output: NO_THROW,
  tfirst: "f is always called as f(t, y): leave it out.",
};

/** Options of our own that only some functions have. */
const ours: Readonly<Record<string, PeerHint>> = {
  speculate: "Only the …Async functions wait for values and can attempt steps in the meantime.",
  memoryBudget:
    "Only functions that store checkpoints can choose them: odeintSymplecticAdjoint, odeintCheckpoint, odeintOnecheckpoint, and solve.",
  controller: CONTROLLER,
  backend: "Only solve runs on other backends: solve(f, y0, t, { backend: float64 }).",
  differentiate:
    "Outside of tf.grads and minimize, nothing is stored for a gradient: leave it out, or use solve.",
};

const all: Readonly<Record<string, PeerHint>> = {
  ...scipy,
  ...sciml,
  ...diffrax,
  ...torchdiffeq,
  ...ours,
};

/** The libraries whose names are known, for tests. */
export const peerOptions: Readonly<Record<string, Readonly<Record<string, PeerHint>>>> = {
  torchdiffeq,
  diffrax,
  SciML: sciml,
  SciPy: scipy,
};

/** What to write instead of an option of another library, or of another function. */
export function hintForOption(name: string, value?: unknown): string | undefined {
  const hint = Object.hasOwn(all, name) ? all[name] : undefined;
  return typeof hint === "function" ? hint(value) : hint;
}

/** torchdiffeq's `options={"step_size": 0.1}`, written as here. */
function nestedOptions(value: unknown): string {
  const nested = "Options are not nested";
  if (typeof value !== "object" || value === null) return `${nested}: leave it out.`;
  const camel = (name: string) =>
    name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  const shown = Object.keys(value).filter((name) => /^\w+$/.test(name));
  if (shown.length === 0) return `${nested}: leave it out.`;
  return `${nested}: write { ${shown.map((name) => `${camel(name)}: …`).join(", ")} }.`;
}
