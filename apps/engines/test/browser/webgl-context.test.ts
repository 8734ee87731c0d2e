import { useWebgl } from "@symplectic-adjoint/backend-webgl";
import * as tf from "@tensorflow/tfjs";
import { odeintAsync } from "symplectic-adjoint";
import { afterEach, expect, test, vi } from "vitest";

/** The context that the engine uses now. */
function context(): WebGL2RenderingContext {
  const { gpgpu } = tf.backend() as unknown as { gpgpu: { gl: WebGL2RenderingContext } };
  return gpgpu.gl;
}

/** Loses it, as a driver or a browser would: told to the page a little later. */
function lose(): { restore(): Promise<void> } {
  const gl = context();
  const extension = gl.getExtension("WEBGL_lose_context");
  extension?.loseContext();
  return {
    async restore() {
      const restored = new Promise((resolve) =>
        gl.canvas.addEventListener("webglcontextrestored", resolve),
      );
      // Only after the loss was told.
      await new Promise((resolve) => setTimeout(resolve, 50));
      extension?.restoreContext();
      await restored;
    },
  };
}

const lost = { name: "EngineFailedError", message: expect.stringContaining("useWebgl() again") };

// The engine complains of programs that it cannot make any more.
vi.spyOn(console, "error").mockImplementation(() => {});
afterEach(() => vi.clearAllMocks());

test("A read that is pending when the context is lost throws instead of waiting forever.", async () => {
  const { backend, undo } = await useWebgl();
  const x = tf.add(tf.ones([1000]), 1);
  const value = backend.read(tf.sum(x) as tf.Scalar);
  const values = backend.toHost(x);
  const own = tf.mul(x, 2).data();
  lose();
  for (const read of [value, values, own]) await expect(read).rejects.toMatchObject(lost);
  await undo();
});

test("After a loss every operation and every read throws, awaited or not, and none returns zeros.", async () => {
  const { backend, undo } = await useWebgl();
  const x = [tf.add(tf.ones([4]), 1)];
  const scalar = tf.sum(x[0] as tf.Tensor);
  // Compiled before, so that nothing else throws afterwards.
  tf.dispose([backend.dot(x, x) as tf.Tensor, ...backend.linearCombination(x, 1, [1], [x])]);
  lose();
  await expect(backend.read(scalar)).rejects.toMatchObject(lost);
  await expect(backend.toHost(x[0] as tf.Tensor)).rejects.toMatchObject(lost);
  const tolerances = { rtol: [1e-3], atol: [1e-6] };
  const operations: ReadonlyArray<() => unknown> = [
    () => backend.readSync(scalar),
    () => backend.toHostSync(x[0] as tf.Tensor),
    () => scalar.dataSync(),
    () => backend.linearCombination(x, 1, [1], [x]),
    () => backend.errorNorm(x, x, x, tolerances),
    () => backend.scaledError(x, x, x, tolerances),
    () => backend.dot(x, x),
  ];
  for (const operation of operations) expect(operation).toThrow(expect.objectContaining(lost));
  await undo();
});

test("A context that the browser restored is not trusted: its textures are empty.", async () => {
  const { backend, undo } = await useWebgl();
  const x = tf.add(tf.ones([4]), 1);
  const { restore } = lose();
  await restore();
  expect(context().isContextLost()).toBe(false);
  await expect(backend.toHost(x)).rejects.toMatchObject(lost);
  await undo();
});

test("An integration ends with the error, not with numbers.", async () => {
  const { undo } = await useWebgl();
  const y0 = tf.tensor1d([1, 2]);
  let evaluations = 0;
  const solution = odeintAsync(
    (_, y) => {
      if (++evaluations === 10) lose();
      return tf.neg(y as tf.Tensor);
    },
    y0,
    [0, 10],
  );
  await expect(solution).rejects.toMatchObject(lost);
  await undo();
});

test("useWebgl creates a new context after a loss, and everything works there.", async () => {
  const before = await useWebgl();
  const old = context();
  lose();
  const { backend, undo } = await useWebgl();
  expect(context()).not.toBe(old);
  expect(context().isContextLost()).toBe(false);
  const [sum] = backend.linearCombination([tf.ones([3])], 0.5, [1], [[tf.add(tf.ones([3]), 1)]]);
  expect(Array.from(await backend.toHost(sum as tf.Tensor))).toEqual([2, 2, 2]);
  expect(await backend.read(backend.dot([tf.ones([3])], [tf.ones([3])]))).toBe(3);
  await before.undo();
  await undo();
});

test("Tensors of a lost context throw when they are used in the new one.", async () => {
  const before = await useWebgl();
  const x = tf.add(tf.ones([3]), 1);
  lose();
  const { undo } = await useWebgl();
  expect(() => tf.add(x, 1)).toThrow(expect.objectContaining(lost));
  await expect(x.data()).rejects.toMatchObject(lost);
  await undo();
  await before.undo();
});

test("Undone, webgl reads as before.", async () => {
  const { undo } = await useWebgl();
  const backend = tf.backend();
  expect(Object.hasOwn(backend, "read") && Object.hasOwn(backend, "readSync")).toBe(true);
  await undo();
  expect(Object.hasOwn(backend, "read") || Object.hasOwn(backend, "readSync")).toBe(false);
});

test("A texture that does not fit into memory is an error instead of zeros, and the engine continues to work.", async () => {
  const { undo } = await useWebgl();
  const x = tf.ones([4999]);
  tf.dispose(tf.add(x, 1));
  const { numDataBuffers, numTensors } = tf.memory();
  // Asked for once by a texture of a size that there was none of. WebGL reports it after the call that ran out of it.
  const { OUT_OF_MEMORY } = WebGL2RenderingContext;
  const getError = vi.spyOn(context(), "getError").mockReturnValueOnce(OUT_OF_MEMORY);
  const attempt = () => tf.tidy(() => void tf.tile(x, [3]));
  expect(attempt).toThrow(
    expect.objectContaining({
      name: "EngineFailedError",
      message: expect.stringMatching(/cannot allocate a texture for this tensor.*keepTexturesUpTo/),
    }),
  );
  expect(tf.memory()).toMatchObject({ numDataBuffers, numTensors });
  const tiled = tf.tile(x, [3]);
  expect((await tiled.data()).every((value) => value === 1)).toBe(true);
  // Textures that are used again are not asked for.
  getError.mockClear();
  tf.dispose(tiled);
  tf.dispose(tf.tile(x, [3]));
  expect(getError).not.toHaveBeenCalled();
  getError.mockRestore();
  tf.dispose(x);
  await undo();
});
