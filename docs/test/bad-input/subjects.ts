import { tmpdir } from "node:os";
import * as adjoint from "@symplectic-adjoint/adjoint";
import * as backendCpu from "@symplectic-adjoint/backend-cpu";
import * as backendFloat64 from "@symplectic-adjoint/backend-float64";
import * as backendNode from "@symplectic-adjoint/backend-node";
import * as backendTfjs from "@symplectic-adjoint/backend-tfjs";
import * as backendWasm from "@symplectic-adjoint/backend-wasm";
import * as backendWebgl from "@symplectic-adjoint/backend-webgl";
import * as backendWebgpu from "@symplectic-adjoint/backend-webgpu";
import * as checkpoint from "@symplectic-adjoint/checkpoint";
import * as checkpointStores from "@symplectic-adjoint/checkpoint-stores";
import * as browserStores from "@symplectic-adjoint/checkpoint-stores/browser";
import * as compressedStores from "@symplectic-adjoint/checkpoint-stores/compressed";
import * as nodeStores from "@symplectic-adjoint/checkpoint-stores/node";
import * as compile from "@symplectic-adjoint/compile";
import * as compileOperations from "@symplectic-adjoint/compile/operations";
import * as compileTensorflow from "@symplectic-adjoint/compile/tensorflow";
import * as core from "@symplectic-adjoint/core";
import * as events from "@symplectic-adjoint/events";
import * as models from "@symplectic-adjoint/models";
import * as modelsOnNode from "@symplectic-adjoint/models/node";
import * as parallel from "@symplectic-adjoint/parallel";
import * as parallelBrowser from "@symplectic-adjoint/parallel/browser";
import * as parallelQueue from "@symplectic-adjoint/parallel/queue";
import * as parallelThreads from "@symplectic-adjoint/parallel/threads";
import * as planner from "@symplectic-adjoint/planner";
import * as rungeKutta from "@symplectic-adjoint/runge-kutta";
import * as solver from "@symplectic-adjoint/solver";
import * as stepSize from "@symplectic-adjoint/step-size";
import type { InterpolantSource } from "@symplectic-adjoint/tableaux";
import * as tableaux from "@symplectic-adjoint/tableaux";
import * as tf from "@tensorflow/tfjs";
import * as umbrella from "symplectic-adjoint";
import * as float64Entry from "symplectic-adjoint/float64";
import type { Subject } from "./subject.js";

/** The published packages that code can be imported from. */
export const packages: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  adjoint,
  "backend-cpu": backendCpu,
  "backend-float64": backendFloat64,
  "backend-node": backendNode,
  "backend-tfjs": backendTfjs,
  "backend-wasm": backendWasm,
  "backend-webgl": backendWebgl,
  "backend-webgpu": backendWebgpu,
  checkpoint,
  "checkpoint-stores": checkpointStores,
  "checkpoint-stores/browser": browserStores,
  "checkpoint-stores/compressed": compressedStores,
  "checkpoint-stores/node": nodeStores,
  compile,
  "compile/operations": compileOperations,
  "compile/tensorflow": compileTensorflow,
  core,
  events,
  models,
  "models/node": modelsOnNode,
  planner,
  parallel,
  "parallel/browser": parallelBrowser,
  "parallel/queue": parallelQueue,
  "parallel/threads": parallelThreads,
  "runge-kutta": rungeKutta,
  solver,
  "step-size": stepSize,
  tableaux,
  "symplectic-adjoint": umbrella,
  "symplectic-adjoint/float64": float64Entry,
};

const MOST_EVALUATIONS = 200_000;

/** Ends a solve that would go on and on. */
function counter(): () => void {
  let evaluations = 0;
  return () => {
    if (++evaluations > MOST_EVALUATIONS) throw new Error("f is evaluated without end");
  };
}

/** f of y' = −y. */
function decay(): (t: number, y: tf.Tensor) => tf.Tensor {
  const count = counter();
  return (_t, y) => {
    count();
    return tf.neg(y);
  };
}

/** An event, as backends convert it. */
function eventOf(): events.EventSpec<Float64Array> {
  const condition = { structure: undefined, evaluate: () => [], pullback: () => ({}) as never };
  return { name: "events[0]", condition, direction: 0, endsAt: 1, probes: 1 };
}

/** The same for the backend of Float64Arrays. */
function float64Decay(): backendFloat64.Float64Function {
  const count = counter();
  return {
    evaluate(_t, y, _p, dy) {
      count();
      dy[0] = -(y[0] as number);
    },
    vjp(_t, _y, _p, g, yBar) {
      yBar[0] = -(g[0] as number);
    },
  };
}
const rough = { rtol: 1e-2, atol: 1e-2 };
const solving = () => [decay(), tf.tensor1d([1]), [0, 0.1], { ...rough }];
const solvingFloat64 = () => [float64Decay(), Float64Array.of(1), [0, 0.1], { ...rough }];
const belowStart = (_t: number, y: tf.Tensor) => tf.sub(tf.sum(y), 0.9);
const untilEvent = () => [decay(), tf.tensor1d([1]), 0, { ...rough, event: belowStart, until: 1 }];
const { rk4 } = tableaux;

type Rest = Partial<Pick<Subject, "options" | "nested" | "works">>;
const subject = (
  from: string,
  name: string,
  args: () => Array<unknown>,
  rest: Rest = {},
): Subject => ({
  from,
  name,
  call: packages[from]?.[name] as Subject["call"],
  args,
  ...rest,
});

const y0 = [Float64Array.of(1)];
const problem: core.Problem<Float64Array> = {
  backend: backendFloat64.float64,
  dynamics: backendFloat64.float64.dynamics((_t, y) => y, {
    t0: 0,
    y0,
    structure: { kind: "leaf" },
    differentiate: false,
  }),
  ...{
    y0,
    times: [0, 1],
    method: rungeKutta.explicitRungeKutta(rk4),
    controller: stepSize.fixedSteps(),
  },
  tolerances: { rtol: [1e-2], atol: [1e-2] },
  ...{ stepT: [], jumpT: [], maxNumSteps: 10, readsScalars: true },
};

/** The integration of a problem, not begun yet. */
function integration(given: core.Problem<Float64Array>) {
  const pass = core.newPassStatistics();
  return solver.integrate(given, solver.plainOperations(problem, pass), { pass });
}

const integrators = [
  "odeint",
  "odeintCheckpoint",
  "odeintOnecheckpoint",
  "odeintSymplecticAdjoint",
  "solve",
].flatMap((name) => [name, `${name}Async`]);

const tasks = parallel.defineTasks(
  { echo: (input) => input, loss: () => ({ loss: 1, gradients: Float64Array.of(1) }) },
  { version: "1" },
);
const variables = () => [{ name: "w", shape: [1], data: async () => Float32Array.of(1) }];

/** Pools, which are closed when they were accepted. */
const pools = [
  subject("parallel/threads", "threadPool", () => [
    { tasks: new URL(import.meta.url), threads: 1, execArgv: [] },
  ]),
  subject("parallel/browser", "workerPool", () => [
    {
      start: () => Object.assign(new EventTarget(), { postMessage() {}, terminate() {} }),
      workers: 1,
    },
  ]),
  subject("parallel/queue", "queuePool", () => [
    { redis: "redis://127.0.0.1:1", tasks: new URL(import.meta.url) },
  ]),
].map(
  (pool): Subject => ({
    ...pool,
    options: 0,
    call: (...args) => (pool.call(...args) as parallel.Pool).close(),
  }),
);

const field = () => models.flowFunction((_t, z) => z, { dimension: 1, variables: [] });
const energy = (y: tf.Tensor) => y;

/** A handler that keeps nothing. */
const nowhere: models.TrainingStore = {
  exists: async () => false,
  save: async () => ({
    modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: "JSON" },
  }),
  load: async () => ({}),
};

/** Functions that return an f, or a layer that is not built: both hold nothing, and are not called. */
const makers = [
  subject("models", "cnfDynamics", () => [field(), {}], { options: 1 }),
  subject("models", "withPenalties", () => [energy, {}], { options: 1 }),
  subject("models", "hamiltonian", () => [energy, {}], { options: 1 }),
  subject(
    "models",
    "gridDynamics",
    () => [energy, { operator: "centralDifference", spacing: 0.5 }],
    { options: 1 },
  ),
  subject("models", "exponentialSchedule", () => [{ initial: 1, factor: 0.5 }], { options: 0 }),
  subject("models", "neuralCde", () => [
    energy,
    { times: [0, 1], evaluate: energy, derivative: energy, dispose() {} },
  ]),
  subject("models", "odeBlock", () => [{ dynamics: tf.layers.dense({ units: 1 }) }], {
    options: 0,
  }),
].map((maker): Subject => ({ ...maker, call: (...args) => void maker.call(...args) }));

/** Functions whose result holds tensors. */
const owning: ReadonlyArray<Subject> = [
  subject("models", "controlPath", () => [[0, 1], tf.zeros([1, 2, 1]), {}], { options: 2 }),
  {
    ...subject("models", "irregularSeries", () => [[{ times: [0, 1], values: [[1], [2]] }]]),
    call(...args) {
      const { values, mask } = models.irregularSeries(
        ...(args as unknown as Parameters<typeof models.irregularSeries>),
      );
      tf.dispose([values, mask]);
    },
  },
];

/** Every public function that users call, with a call that is right. */
export const subjects: ReadonlyArray<Subject> = [
  ...[...integrators, "checkGradient", "planMemory"].map((name) =>
    subject("symplectic-adjoint", name, solving, { options: 3 }),
  ),
  ...["solve", "solveAsync", "checkGradient", "planMemory"].map((name) =>
    subject("symplectic-adjoint/float64", name, solvingFloat64, { options: 3 }),
  ),
  {
    ...subject("symplectic-adjoint", "odeintEvent", untilEvent, { options: 3 }),
    call: (...args: ReadonlyArray<never>) => {
      const { t, y } = umbrella.odeintEvent(
        ...(args as unknown as Parameters<typeof umbrella.odeintEvent>),
      );
      return { dispose: () => tf.dispose([t, y as tf.Tensor]) };
    },
  },
  subject("symplectic-adjoint", "odeintEventAsync", untilEvent, { options: 3 }),
  ...["odeintAdjoint", "odeintAdjointAsync"].map((name) =>
    subject("symplectic-adjoint", name, solving, { options: 3, nested: "adjointOptions" }),
  ),
  ...["symplecticAdjoint", "checkpointPerStep", "oneCheckpoint", "continuousAdjoint"].map((name) =>
    subject("adjoint", name, () => [{}], { options: 0 }),
  ),
  subject(
    "adjoint",
    "checkpointedAdjoint",
    () => [{ name: "mine", schedule: checkpoint.everyStep, reverse: adjoint.reverseOnTape }],
    { options: 0 },
  ),
  ...["fixedSteps", "integralController", "laggedController"].map((name) =>
    subject("step-size", name, () => [{}], { options: 0 }),
  ),
  {
    ...subject("compile", "compiled", () => [decay(), {}], { options: 1 }),
    // What is wrong with what f returns is found when it is traced.
    call: (...args: ReadonlyArray<never>) => {
      const f = (compile.compiled as (...all: ReadonlyArray<never>) => unknown)(...args);
      return tf.tidy(() =>
        umbrella.odeint(f as never, tf.tensor1d([1]), [0, 1], { method: "rk4" }),
      );
    },
  },
  subject("compile/tensorflow", "tensorflowGraphs", () => [{}], { works: false }),
  subject("planner", "parseMemoryBudget", () => ["1 MiB"]),
  subject("planner", "explain", () => [
    float64Entry.planMemory(float64Decay(), Float64Array.of(1), [0, 1], { method: "rk4" }),
  ]),
  subject(
    "events",
    "eventHandler",
    () => [{ backend: backendFloat64.float64, events: [eventOf()] }],
    {
      options: 0,
    },
  ),
  subject("checkpoint", "memoryStore", () => [backendFloat64.float64]),
  subject("checkpoint", "tieredStore", () => [[checkpoint.memoryStore(backendFloat64.float64)]]),
  subject("checkpoint", "everyNth", () => [3]),
  ...["binomial", "online"].map((name) =>
    subject("checkpoint", name, () => [{ checkpoints: 3 }], { options: 0 }),
  ),
  subject("checkpoint", "twoLevel", () => [{ period: 3, checkpoints: 2 }], { options: 0 }),
  subject("checkpoint", "multiLevel", () => [{ near: 3, far: 2 }], { options: 0 }),
  subject("checkpoint", "recomputedSteps", () => [20, 3]),
  ...["simulateSchedule", "drawSchedule"].map((name) =>
    subject("checkpoint", name, () => [checkpoint.everyStep, 3, {}], { options: 2 }),
  ),
  subject("checkpoint-stores", "hostStore", () => [backendFloat64.float64]),
  subject(
    "checkpoint-stores",
    "recordStore",
    () => [backendFloat64.float64, checkpointStores.hostMemory(), {}],
    { options: 2 },
  ),
  subject("checkpoint-stores/compressed", "compressed", () => [checkpointStores.half]),
  subject("checkpoint-stores/node", "fileStorage", () => [{ folder: tmpdir() }], { options: 0 }),
  {
    ...subject("checkpoint-stores/node", "fileStore", () => [{ folder: tmpdir() }], { options: 0 }),
    call: (options) => nodeStores.fileStore(options)(backendFloat64.float64),
  },
  subject("checkpoint-stores/browser", "originStore", () => [{}], { options: 0, works: false }),
  subject(
    "tableaux",
    "butcherTableau",
    () => [{ name: "heun", order: 2, c: "0 1", a: ["", "1"], b: "1/2 1/2" }],
    { options: 0 },
  ),
  {
    ...subject(
      "tableaux",
      "butcherTableau",
      () => [{ order: 2, weights: ["0 1 -1/2", "0 0 1/2"] }],
      {
        options: 0,
      },
    ),
    name: "butcherTableau: interpolant",
    call: (interpolant) =>
      tableaux.butcherTableau({
        ...{ name: "heun", order: 2, c: "0 1", a: ["", "1"], b: "1/2 1/2" },
        interpolant: interpolant as InterpolantSource,
      }),
  },
  ...["exactCoefficients", "stabilityPolynomial"].map((name) =>
    subject("tableaux", name, () => [rk4]),
  ),
  ...["orderOf", "embeddedOrderOf", "interpolationOrderOf", "symplecticPartner"].map((name) =>
    subject("tableaux", name, () => [rk4, {}], { options: 1 }),
  ),
  subject("tableaux", "symplecticResidual", () => [rk4, tableaux.symplecticPartner(rk4)]),
  subject("tableaux", "orderConditions", () => [rk4, 3]),
  subject("tableaux", "rootedTrees", () => [3]),
  subject("tableaux", "fractionToNumber", () => [{ numerator: 1n, denominator: 3n }]),
  subject("backend-float64", "withJacobian", () => [
    { evaluate: () => undefined, jacobian: () => undefined },
  ]),
  subject("backend-tfjs", "measureMemory", () => [() => 1]),
  subject("backend-tfjs", "tfjsBackend", () => [{}], { options: 0 }),
  subject("backend-tfjs", "registerOperations", () => ["nowhere", {}]),
  {
    ...subject("backend-tfjs", "useLeanEngine", () => [true]),
    call: (use) => backendTfjs.useLeanEngine(use as boolean)(),
  },
  subject("backend-tfjs", "guardEngine", () => [
    { read: async () => [], readSync: () => [] },
    { failure: () => undefined, isLost: () => false, read: async () => [] },
  ]),
  subject(
    "backend-tfjs",
    "useEngine",
    () => [{ name: "cpu", remedy: "Import it.", equip: () => ({}) }],
    { options: 0 },
  ),
  subject("backend-node", "useNode", () => [{}], { works: false }),
  subject("backend-wasm", "useWasm", () => [{}], { options: 0 }),
  ...(["webgl", "webgpu"] as const).map((engine) =>
    subject(`backend-${engine}`, engine === "webgl" ? "useWebgl" : "useWebgpu", () => [{}], {
      options: 0,
      works: false,
    }),
  ),
  subject("runge-kutta", "explicitRungeKutta", () => [rk4]),
  ...["runSync", "runAsync"].map((name) =>
    subject("solver", name, () => [integration(problem), backendFloat64.float64]),
  ),
  {
    ...subject("solver", "integrate", () => [problem]),
    call: (given) => solver.runSync(integration(given), backendFloat64.float64),
  },
  subject("parallel", "defineTasks", () => [{ echo: () => 1 }, { version: "1" }], { options: 1 }),
  subject("parallel", "inlinePool", () => [tasks]),
  {
    ...subject("parallel", "ensemble", () => ["echo", [1], { pool: parallel.inlinePool(tasks) }], {
      options: 2,
    }),
    call: (...args: ReadonlyArray<never>) =>
      parallel.ensemble(...(args as unknown as Parameters<typeof parallel.ensemble>)).all(),
  },
  subject(
    "parallel",
    "parallelGradients",
    () => ["loss", [1], { pool: parallel.inlinePool(tasks) }],
    { options: 2 },
  ),
  subject("parallel", "variableValues", () => [variables()]),
  subject("parallel", "namedTensors", () => [{ w: Float32Array.of(1) }, variables(), () => 1]),
  ...pools,
  ...makers,
  ...owning,
  subject("models", "flowNetwork", () => [{ dimension: 1, hidden: [2] }], { options: 0 }),
  subject("models", "flowFunction", () => [energy, { dimension: 1, variables: [] }], {
    options: 1,
  }),
  subject("models", "cnf", () => [{ fields: [field()] }], { options: 0 }),
  subject("models", "energyNetwork", () => [{ inputs: 2, hidden: [2] }], { options: 0 }),
  subject("models", "clipByGlobalNorm", () => [{}, 1]),
  // The only optimizer that holds no tensors.
  subject("models", "setLearningRate", () => [tf.train.rmsprop(0.1), 0.5]),
  ...["saveTraining", "resumeTraining"].map((name) =>
    subject("models", name, () => [nowhere, { variables: [] }], { options: 1 }),
  ),
  subject("models/node", "fileHandler", () => ["training.bin"]),
  subject("models", "latentOde", () => [{ dimension: 1, latent: 1, recurrent: 1, hidden: [] }], {
    options: 0,
  }),
  ...["gridEnergy", "gridNetwork"].map((name) =>
    subject("models", name, () => [{ hidden: [2] }], { options: 0 }),
  ),
  ...["centralDifference", "secondDifference"].map((name) =>
    subject("models", name, () => [tf.tensor1d([1, 2, 3]), 0.5]),
  ),
  subject("parallel/browser", "serveTasks", () => [tasks], { works: false }),
  subject("core", "backwardPlan", () => [rk4]),
  subject("core", "interpolantOf", () => [rk4]),
  subject("core", "checkedTableau", () => [rk4]),
];
