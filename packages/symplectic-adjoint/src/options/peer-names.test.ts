import { checkValue, UnknownOptionError } from "@symplectic-adjoint/core";
import * as umbrella from "symplectic-adjoint";
import { expect, test } from "vitest";
import { checkOptions } from "./check-options.js";
import { methodRequirement } from "./choose-method.js";
import { type OptionKind, optionTables } from "./option-tables.js";
import { peerAdjoints } from "./peer-adjoints.js";
import { peerMethods } from "./peer-methods.js";
import { peerOptions } from "./peer-names.js";

const kinds = Object.keys(optionTables) as Array<OptionKind>;
const ourOptions = new Set(kinds.flatMap((kind) => Object.keys(optionTables[kind])));

function refusal(body: () => void): umbrella.OdeError {
  try {
    body();
  } catch (error) {
    if (error instanceof umbrella.OdeError) return error;
  }
  throw new Error("nothing was refused");
}

const rows = Object.entries(peerOptions).flatMap(([library, hints]) =>
  Object.keys(hints).map((name) => ({ library, name })),
);

test.each(rows)("$name of $library is answered with what to write here.", ({ name }) => {
  const refused = kinds.filter((kind) => !Object.hasOwn(optionTables[kind], name));
  expect(refused).toContain("ode");
  for (const kind of refused) {
    const error = refusal(() => checkOptions({ [name]: { step_size: 0.1 } }, kind));
    expect(error).toBeInstanceOf(UnknownOptionError);
    expect(error.argument).toBe(`options.${name}`);
    const said = error.remedy.slice(0, error.remedy.indexOf("Its options are"));
    expect(said.length).toBeGreaterThan(10);
    expect(said).not.toMatch(/Did you mean/);
    for (const word of wordsOfCode(said)) expect(known(word), `${word} in: ${said}`).toBe(true);
  }
});

test.each([
  ["torchdiffeq", "first_step", "firstStep"],
  ["torchdiffeq", "max_num_steps", "maxNumSteps"],
  ["torchdiffeq", "step_size", "stepSize"],
  ["torchdiffeq", "jump_t", "jumpT"],
  ["SciPy", "max_step", "maxStep"],
  ["SciPy", "RTOL", "rtol"],
])("%s's %s is recognized as another spelling of %s.", (_, name, ours) => {
  const { remedy } = refusal(() => checkOptions({ [name]: 1 }, "ode"));
  expect(remedy).toContain(`Did you mean ${ours}?`);
});

test("torchdiffeq's nested options are rewritten.", () => {
  const nested = { options: { step_size: 0.1, max_num_steps: 5 } };
  const { remedy } = refusal(() => checkOptions(nested, "ode"));
  expect(remedy).toContain("write { stepSize: …, maxNumSteps: … }.");
});

test.each([
  ["adaptive_heun", "adaptiveHeun"],
  ["Dopri5", "dopri5"],
  ["RK45", "dopri5"],
  ["RK23", "bosh3"],
  ["dopri853", "dopri8"],
  ["DOP853", "dopri8"],
  ["Euler", "euler"],
  ["Tsit5", "dopri5"],
])("The method %s of another library is called %s here.", (theirs, ours) => {
  const { remedy } = refusal(() => checkValue("method", theirs, methodRequirement));
  expect(remedy).toMatch(new RegExp(`^Write method: "${ours}"`));
});

test("Every known method of other libraries has a hint, whose names are ours.", () => {
  for (const name of peerMethods) {
    const { remedy } = refusal(() => checkValue("method", name, methodRequirement));
    expect(remedy).not.toMatch(/^Write one of/);
    const [, said] = /^Write method: "(\w+)"/.exec(remedy) ?? [];
    if (said !== undefined) expect(Object.keys(umbrella.tableaux)).toContain(said);
  }
});

test("Gradient strategies of other libraries are answered with ours.", () => {
  for (const name of peerAdjoints) {
    const { remedy } = refusal(() => checkOptions({ adjoint: name }, "solve"));
    const [, factory = ""] = /^Write adjoint: (\w+)\(/.exec(remedy) ?? [];
    expect(Object.hasOwn(umbrella, factory), remedy).toBe(true);
  }
});

test("A name that nobody has gets no hint.", () => {
  for (const name of ["toString", "constructor", "noSuchOption"]) {
    const { remedy } = refusal(() => checkOptions({ [name]: 1 }, "ode"));
    expect(remedy).toMatch(/^Its options are/);
    expect(refusal(() => checkValue("method", name, methodRequirement)).remedy).toMatch(
      /^Write one/,
    );
  }
});

/** Names in a sentence that must exist: those before a colon in code, and those in camel case. */
function wordsOfCode(text: string): ReadonlyArray<string> {
  const options = [...text.matchAll(/\b([a-zA-Z]+): (?=[[{("\d…]|true|false)/g)].map(
    (match) => match[1],
  );
  const camel = text.match(/\b[a-z]+[A-Z]\w*\b/g) ?? [];
  return [...options, ...camel].filter((word) => word !== undefined);
}

/** Options of odeintEvent and of one event, and members of what functions get and return. */
const others = new Set(["event", "condition", "terminal", "reverse", "scaledError"]);

function known(word: string): boolean {
  return ourOptions.has(word) || Object.hasOwn(umbrella, word) || others.has(word);
}
