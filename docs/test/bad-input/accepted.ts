import type { Subject } from "./subject.js";

/** Values that are accepted in certain places, because they are right there. */
interface Acceptance {
  /** Names of options, or "argument N". */
  readonly places: ReadonlyArray<string>;
  readonly values: ReadonlyArray<string>;
  readonly reason: string;
  /** The functions that it holds for. Default: all. */
  readonly of?: ReadonlyArray<string>;
}

const WITHOUT_NAMES = ["an empty record", "a record without prototype", "a proxy"];
const FUNCTIONS = ["a function that returns nothing", "an async function", "a generator function"];
const TEXTS = ['the text "1"', 'the text "rk4 "'];

const DIFFERENCES = ["centralDifference", "secondDifference"];
const CONTROLLERS = ["fixedSteps", "integralController", "laggedController"];
const SOLVERS = [
  ...["odeint", "odeintAdjoint", "odeintCheckpoint", "odeintOnecheckpoint"],
  ...["odeintSymplecticAdjoint", "solve"],
]
  .flatMap((name) => [name, `${name}Async`])
  .concat("planMemory");

const EVENT_FUNCTIONS = ["odeintEvent", "odeintEventAsync"];

const acceptances: ReadonlyArray<Acceptance> = [
  {
    places: ["operations"],
    values: ["an empty list"],
    reason: "no operations besides those that all functions have",
    of: ["compiled"],
  },
  {
    places: ["a", "c"],
    values: ["an empty list", "an empty text"],
    reason: "no stages besides those of the method",
    of: ["butcherTableau: interpolant"],
  },
  {
    places: ["execArgv"],
    values: ["an empty list", "a list with holes", "a list of texts"],
    reason: "options of node are texts; holes are none",
    of: ["threadPool"],
  },
  {
    places: ["version", "queue"],
    values: TEXTS,
    reason: "a text that is not empty",
    of: ["defineTasks", "workerPool", "queuePool"],
  },
  {
    places: ["setup", "onProgress", "onEvent"],
    values: FUNCTIONS,
    reason: "called for its effect",
    of: ["defineTasks", "ensemble", "parallelGradients", "queuePool"],
  },
  { places: ["argument 2"], values: FUNCTIONS, reason: "a function", of: ["namedTensors"] },
  { places: ["retries"], values: ["0"], reason: "0 or more", of: ["threadPool", "workerPool"] },
  {
    places: ["argument 1"],
    values: [
      ...["an empty list", "a list of undefined", "a list with holes", "a list of NaN"],
      ...["a list of texts", "a list that holds itself", "a list that is 100,000 deep"],
      ...["a large nested list", "a Map", "a Set"],
    ],
    reason: "any iterable; a member that cannot travel to a worker is a failed member",
    of: ["ensemble"],
  },
  {
    places: ["argument 1"],
    values: ["a list with holes", "a list of NaN", "a list of texts", "a large nested list"],
    reason: "a list of samples: anything that can travel to a worker; a hole is none",
    of: ["parallelGradients"],
  },
  {
    places: ["parameters"],
    values: [
      ...["0", "null", "NaN", "Infinity", "-Infinity", "-1", "1.5", "1e-300", "an empty text"],
      ...TEXTS,
      ...["true", "false", "a list with holes", "a list of NaN", "a list of texts"],
      ...["a large nested list", "a record with an unknown name", "a Float32Array of NaN"],
    ],
    reason: "anything that can travel to a worker",
    of: ["ensemble", "parallelGradients"],
  },
  { places: ["safety"], values: ["1e-300"], reason: "in (0, 1]" },
  { places: ["ifactor"], values: ["1.5"], reason: "1 or more" },
  { places: ["dfactor"], values: ["1e-300"], reason: "between 0 and 1" },
  { places: ["minStep"], values: ["0", "1e-300", "1.5"], reason: "0 or more" },
  { places: ["maxStep"], values: ["Infinity", "1.5"], reason: "positive" },
  {
    places: ["maxStep"],
    values: ["1e-300"],
    reason: "positive; how many steps that makes is not known yet",
    of: CONTROLLERS,
  },
  { places: ["firstStep", "stepSize"], values: ["1.5"], reason: "positive" },
  { places: ["firstStep"], values: ["1e-300"], reason: "positive; the next ones grow" },
  {
    places: ["stepSize"],
    values: ["1e-300"],
    reason: "positive; how many steps that makes is not known yet",
    of: CONTROLLERS,
  },
  {
    places: ["rtol", "atol", "adjointRtol", "adjointAtol"],
    values: ["1.5", "1e-300"],
    reason: "positive",
  },
  {
    places: ["argument 0"],
    values: FUNCTIONS,
    reason: "a function; on Float64Arrays, sizes are computed without calling it",
    of: ["planMemory"],
  },
  {
    places: ["memoryBudget"],
    values: ["1.5"],
    reason: "positive; how much a solve needs is not known yet",
    of: ["symplecticAdjoint", "checkpointPerStep", "oneCheckpoint"],
  },
  {
    places: ["argument 0"],
    values: ["1.5"],
    reason: "positive, rounded down",
    of: ["parseMemoryBudget"],
  },
  { places: ["maxNumSteps", "maxEvents"], values: ["Infinity"], reason: "no limit" },
  {
    places: ["argument 0", "odeint"],
    values: FUNCTIONS,
    reason: "a function; what it returns shows when the model is solved",
    of: [
      "hamiltonian",
      "gridDynamics",
      "flowFunction",
      "cnf",
      "neuralCde",
      "latentOde",
      "withPenalties",
    ],
  },
  {
    places: ["friction"],
    values: ["0", "-1", "1.5", "1e-300"],
    reason: "finite: what is trained may have any sign",
  },
  { places: ["spacing"], values: ["1.5"], reason: "positive" },
  { places: ["argument 1"], values: ["1.5"], reason: "positive", of: DIFFERENCES },
  { places: ["endTime"], values: ["1.5", "1e-300"], reason: "positive", of: ["cnf", "odeBlock"] },
  {
    places: ["trainEndTime", "time", "trainable"],
    values: ["true", "false"],
    reason: "true or false",
  },
  { places: ["noise"], values: ["1.5", "1e-300"], reason: "positive", of: ["latentOde"] },
  {
    places: ["noise"],
    values: ["a tensor of rank 3"],
    reason: "a tensor in the shape of y, which shows when the model is solved",
    of: ["withPenalties"],
  },
  {
    places: ["argument 1", "initial", "factor", "every"],
    values: ["1.5", "1e-300"],
    reason: "positive",
    of: ["clipByGlobalNorm", "setLearningRate", "exponentialSchedule"],
  },
  {
    places: ["argument 0"],
    values: WITHOUT_NAMES,
    reason: "no gradients",
    of: ["clipByGlobalNorm"],
  },
  { places: ["argument 0"], values: TEXTS, reason: "a path", of: ["fileHandler"] },
  {
    places: ["progress"],
    values: [...WITHOUT_NAMES, "a record with an unknown name"],
    reason: "anything that JSON can hold",
  },
  { places: ["augment"], values: ["0"], reason: "0 or more" },
  {
    places: ["stepSize"],
    values: ["1e-300"],
    reason: "positive; how many steps that makes shows when the layer is called",
    of: ["odeBlock"],
  },
  {
    places: ["hidden"],
    values: ["an empty list"],
    reason: "no hidden layer",
    of: ["flowNetwork", "latentOde"],
  },
  {
    places: ["variables"],
    values: ["an empty list"],
    reason: "no variables",
    of: ["flowFunction", "saveTraining", "resumeTraining"],
  },
  {
    places: ["options"],
    values: [...WITHOUT_NAMES, "a record that holds itself", "a record with an unknown name"],
    reason: "options of the function odeint, which checks them when the model is solved",
    of: ["cnf", "latentOde"],
  },
  { places: ["title"], values: TEXTS, reason: "a title" },
  { places: ["argument 0"], values: ["0"], reason: "no steps", of: ["recomputedSteps"] },
  { places: ["argument 1"], values: ["0"], reason: "no steps", of: ["simulateSchedule"] },
  { places: ["zeroWeight"], values: ["-1", "1.5", "1e-300"], reason: "finite and not zero" },
  { places: ["tolerance"], values: ["0", "1e-300"], reason: "in [0, 1)" },
  { places: ["gradientTolerance"], values: ["1e-300"], reason: "between 0 and 1" },
  { places: ["seed"], values: ["-1", "0"], reason: "an integer" },
  { places: ["keepTexturesUpTo"], values: ["Infinity", "0", "1.5", "1e-300"], reason: "0 or more" },
  {
    places: [
      ...["differentiate", "differentiates", "speculate", "allowUnresolved", "knownTotal"],
      ...["interpolate", "saveSteps", "saveStart", "dense"],
    ],
    values: ["true", "false"],
    reason: "true or false",
  },
  {
    places: ["argument 0"],
    values: ["true", "false"],
    reason: "true or false",
    of: ["useLeanEngine"],
  },
  {
    places: ["stepT", "jumpT"],
    values: ["an empty list", "an empty Float64Array"],
    reason: "no times",
  },
  { places: ["stepT", "jumpT"], values: ["an int32 tensor"], reason: "times, as integers" },
  {
    places: ["argument 2"],
    values: ["0", "-1", "1e-300"],
    reason: "an initial time before that of until",
    of: EVENT_FUNCTIONS,
  },
  { places: ["direction"], values: ["0", "-1"], reason: "a direction", of: EVENT_FUNCTIONS },
  { places: ["probes"], values: ["0"], reason: "0 or more", of: EVENT_FUNCTIONS },
  { places: ["until"], values: ["1.5"], reason: "a time", of: EVENT_FUNCTIONS },
  { places: ["reverse"], values: ["false"], reason: "true or false", of: EVENT_FUNCTIONS },
  {
    places: ["save"],
    values: FUNCTIONS,
    reason: "a function; on Float64Arrays, sizes are computed without calling it",
    of: ["planMemory"],
  },
  {
    places: ["parameters"],
    values: ["an empty list", "an empty Float64Array", ...WITHOUT_NAMES],
    reason: "no parameters: a gradient of y0 alone is wanted",
  },
  { places: ["onStep"], values: FUNCTIONS, reason: "what it returns does not matter" },
  {
    places: ["norm", "store", "load"],
    values: FUNCTIONS,
    reason: "a function; its result is looked at",
  },
  { places: ["name", "remedy"], values: TEXTS, reason: "a text" },
  { places: ["wasmPaths"], values: TEXTS, reason: "a folder" },
  { places: ["operations"], values: WITHOUT_NAMES, reason: "no operations" },
  { places: ["adjointOptions"], values: WITHOUT_NAMES, reason: "no options: the defaults" },
  {
    places: ["maxStep"],
    values: ["1e-300"],
    reason: "positive, for a backward pass that does not come here, and has a limit of its own",
    of: ["odeintAdjoint", "odeintAdjointAsync"],
  },
  {
    places: ["parameters"],
    values: ["a tensor of rank 3"],
    reason:
      "a tensor; whether f reads it is of no matter without a tape, where there is no gradient",
    of: [...SOLVERS, "odeintEvent"].filter((name) => /^odeint.*(?<!Async)$/.test(name)),
  },
  {
    places: ["reverse", "equip"],
    values: FUNCTIONS,
    reason: "a function; what it does shows when it is called",
    of: ["checkpointedAdjoint"],
  },
  {
    places: ["equip"],
    values: ["a generator function"],
    reason: "a function that returns an object without equipment",
  },
  {
    places: ["argument 0"],
    values: FUNCTIONS,
    reason: "any function can be measured",
    of: ["measureMemory"],
  },
  {
    places: ["argument 0"],
    values: ["undefined"],
    reason: "left out: full precision is compressed",
    of: ["compressed"],
  },
  {
    places: ["argument 0"],
    values: TEXTS,
    reason: "the name of an engine that may be registered later",
    of: ["registerOperations"],
  },
  {
    places: ["argument 1"],
    values: WITHOUT_NAMES,
    reason: "no operations",
    of: ["registerOperations"],
  },
  {
    places: ["argument 1"],
    values: ["a tensor of rank 3"],
    reason: "a state of any rank",
    of: [...SOLVERS, "checkGradient"],
  },
  {
    places: ["argument 2"],
    values: ["an int32 tensor"],
    reason: "one time, as an integer: the solution there is y0",
    of: SOLVERS,
  },
];

/** Why a value is accepted in a place of a function; undefined if it must not be. */
export function whyAccepted(
  { name, options }: Pick<Subject, "name" | "options">,
  place: string,
  value: string,
): string | undefined {
  if (value === "undefined" && !place.startsWith("argument")) return "left out";
  if (place === `argument ${options}` && ["undefined", ...WITHOUT_NAMES].includes(value))
    return "no options: the defaults";
  const option = place.split(".").at(-1) as string;
  return acceptances.find(
    ({ places, values, of }) =>
      places.includes(option) && values.includes(value) && (of === undefined || of.includes(name)),
  )?.reason;
}
