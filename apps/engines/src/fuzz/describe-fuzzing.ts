import { tfjs } from "@symplectic-adjoint/backend-tfjs";
import * as tf from "@tensorflow/tfjs";
import { describe, expect, inject, test } from "vitest";
import type { EngineUnderTest } from "../suite/engine-under-test.js";
import { withEngine } from "../suite/support/with-engine.js";
import { checkProgram, type Site } from "./check/check-program.js";
import { fuzz, summary } from "./fuzz.js";
import { float32, type Precision, SHADER_ARCS } from "./host/precision.js";

declare module "vitest" {
  export interface ProvidedContext {
    /** Options of `pnpm fuzz`. */
    fuzz?: { readonly seed: number; readonly programs: number; readonly failures: number };
  }
}

/** Options of the tests: a fixed set. Half of the programs also run on the unmodified engine. */
const ROUTINE = { seed: 1, programs: 200, failures: 1, depth: 2 };

/**
 * A GPU compiles a shader for nearly every operation of a program, and on the processor a browser runs the code that Node
 * runs: a longer run is `pnpm fuzz --engine webgl`.
 */
const SHORT = { ...ROUTINE, programs: 60 };

/** Operations whose gradients are wrong on the unmodified engine and correct on the equipped one. */
const WRONG: Readonly<Record<string, ReadonlyArray<string>>> = {
  wasm: ["maxPool", "maxPool3d", "cumsum"],
  webgpu: ["cumsum"],
};

const inBrowser = typeof document !== "undefined";

/** Registers the tests of an engine with random programs: equipped, and unmodified. */
export function describeFuzzing(engine: EngineUnderTest): void {
  const asked = inject("fuzz");
  const onGpu = engine.forwarding !== undefined;
  const { programs, ...options } = asked ?? (onGpu || inBrowser ? SHORT : ROUTINE);
  const timeout = asked === undefined ? 240_000 : 0;
  const equipped = { ...engine, title: "equipped", programs };
  const shipped = {
    ...engine,
    title: "as shipped",
    programs: programs / 2,
    ready: activate(engine),
  };

  describe.each([equipped, shipped])("Random programs on $name, $title", (under) => {
    withEngine(under);

    test("have the gradients of double precision.", { timeout }, async () => {
      const site = siteOf(under, under === equipped);
      const counts = await fuzz((program) => checkProgram(program, site), {
        ...options,
        programs: under.programs,
        without: under === shipped ? (WRONG[under.name] ?? []) : [],
        ...(asked !== undefined && { onFailure: (text: string) => console.error(text) }),
      });
      console.info(summary(`${under.name}, ${under.title}`, counts));
      if (counts.mismatches.length > 0) expect.fail(counts.mismatches.join("\n"));
      expect(counts.programs).toBe(under.programs);
    });
  });
}

function activate({ name, ready }: EngineUnderTest): EngineUnderTest["ready"] {
  return async () => {
    // Loads the module that registers the engine.
    const { undo } = await ready();
    await undo();
    const before = tf.getBackend();
    await tf.setBackend(name);
    return { name, backend: tfjs, undo: async () => void (await tf.setBackend(before)) };
  };
}

function siteOf(engine: EngineUnderTest, equipped: boolean): Site {
  const { name, readsSynchronously, functionTolerance, sinTolerance } = engine;
  const functions = functionTolerance ?? float32.functions;
  const precision: Precision = {
    arithmetic: float32.arithmetic,
    functions,
    sines: sinTolerance ?? functions,
    arcs: functionTolerance === undefined ? float32.arcs : SHADER_ARCS,
  };
  // cpu is equipped within the tests of its own package.
  if (name === "cpu" && equipped) return { precision, readsSynchronously };
  const onShippedCpu = async (body: () => Promise<void>): Promise<void> => {
    await tf.setBackend("cpu");
    try {
      await body();
    } finally {
      await tf.setBackend(name);
    }
  };
  return { precision, readsSynchronously, onShippedCpu };
}
