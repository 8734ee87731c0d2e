import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { EngineUnavailableError, ReleasedError } from "@symplectic-adjoint/core";
import { smallTableaux } from "@symplectic-adjoint/testing";
import { describe, expect, it, vi } from "vitest";
import type { LoadedProgram } from "../../src/executors/executor.js";
import { graphProgram } from "../../src/tensorflow/graph-program.js";
import { smallNetwork } from "../support/small-network.js";
import { counting, hasTfjsNode } from "./tfjs-node.js";

const source = smallNetwork("float32");
const zeros = (lengths: ReadonlyArray<number>) => lengths.map((n) => new Float32Array(n));
const state = () => zeros(source.sizes.states);
const STEP = { t: 0, h: 0.1, end: 0.1, firstStageTime: 0, reusesLastStage: false, outputs: [] };

/** All that a program can do. */
function useAll(program: LoadedProgram): void {
  const { dopri5 } = smallTableaux;
  program.setParameters(zeros(source.sizes.parameters), zeros(source.sizes.captured));
  program.reserve(dopri5);
  program.evaluate(0, state(), state());
  program.pullback(0, state(), state(), state(), zeros(source.sizes.parameters));
  program.attempt(dopri5, {
    ...{ ...STEP, y: state(), startSlope: state(), slopeKnown: false, next: state() },
    ...{ tolerances: { rtol: [1, 1], atol: [1, 1] }, endSlope: state(), stages: undefined },
  });
  program.reverse(dopri5, {
    ...{ step: STEP, y: state(), lambda: state(), stages: undefined, before: state() },
    theta: zeros(source.sizes.parameters),
  });
}

/** The files that a function leaves in the folder for temporary ones. */
function filesOf(body: () => void): ReadonlyArray<string> {
  const folder = mkdtempSync(join(tmpdir(), "left-behind-"));
  vi.stubEnv("TMPDIR", folder);
  body();
  const files = readdirSync(folder);
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
  return files;
}

describe.skipIf(!hasTfjsNode)("graphs in TensorFlow", () => {
  it("leave the tensors of parameters until they are released, and no file", () => {
    const counts = counting();
    const program = graphProgram(counts.binding, source);
    expect(program.bytes).toBeGreaterThan(0);
    for (let repeat = 0; repeat < 2; repeat++) {
      expect(filesOf(() => useAll(program))).toEqual([]);
      expect(counts).toMatchObject({ tensors: 3, sessions: 2 });
    }
    program.release();
    program.release();
    expect(counts).toMatchObject({ tensors: 0, sessions: 0 });
    expect(program.bytes).toBe(0);
    expect(() => useAll(program)).toThrow(ReleasedError);
  });

  it("are an error of ours where no file can be written", () => {
    vi.stubEnv("TMPDIR", join(tmpdir(), "there-is-no-such-folder"));
    expect(() => graphProgram(counting().binding, source)).toThrow(EngineUnavailableError);
    vi.unstubAllEnvs();
  });

  it("leave nothing of a call that fails", () => {
    const counts = counting();
    const program = graphProgram(counts.binding, source);
    program.setParameters(zeros(source.sizes.parameters), zeros(source.sizes.captured));
    const { tensors } = counts;
    const wrong = zeros([7, 7]);
    expect(() => program.evaluate(0, wrong, state())).toThrow();
    expect(counts.tensors).toBe(tensors);
    program.release();
  });

  it("are freed when nothing refers to them any more", async () => {
    const counts = counting();
    // A scope of its own, which keeps nothing.
    (() => useAll(graphProgram(counts.binding, source)))();
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    await expect
      .poll(() => {
        collect();
        return [counts.tensors, counts.sessions];
      })
      .toEqual([0, 0]);
  });
});
