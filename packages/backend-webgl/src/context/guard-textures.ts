import { EngineFailedError } from "@symplectic-adjoint/core";

/** The relevant error codes of a context, from the WebGL specification. */
const OUT_OF_MEMORY = 0x0505;
/** A context stores one error of each kind. */
const KINDS = 8;

/** The functions of TensorFlow.js that create a texture. */
const MAKERS = [
  "createFloat32MatrixTexture",
  "createFloat16MatrixTexture",
  "createUnsignedBytesMatrixTexture",
  "createPackedMatrixTexture",
  "createFloat16PackedMatrixTexture",
] as const;

type Maker = (rows: number, columns: number) => { readonly texture: object };

/** The used part of TensorFlow.js' context. */
export type TextureMaker = Record<(typeof MAKERS)[number], Maker> & {
  readonly gl: { getError(): number; deleteTexture(texture: object): void };
};

/**
 * Turns failed texture allocations into errors. WebGL does not throw: writes are lost and reads return zeros. Checked
 * only when a texture is created, not when it is reused, the common case.
 *
 * @returns Uninstalls the guard.
 */
export function guardTextures(gpgpu: TextureMaker): () => void {
  for (const name of MAKERS) {
    const make = gpgpu[name].bind(gpgpu) as Maker;
    gpgpu[name] = (rows, columns) => {
      const made = make(rows, columns);
      if (!ranOutOfMemory(gpgpu.gl)) return made;
      gpgpu.gl.deleteTexture(made.texture);
      throw noMemory(rows, columns);
    };
  }
  return () => {
    // Restores the methods of the class.
    for (const name of MAKERS) Reflect.deleteProperty(gpgpu, name);
  };
}

function ranOutOfMemory(gl: TextureMaker["gl"]): boolean {
  for (let i = 0; i < KINDS; i++) {
    const error = gl.getError();
    if (error === 0) return false;
    if (error === OUT_OF_MEMORY) return true;
  }
  return false;
}

function noMemory(rows: number, columns: number): EngineFailedError {
  return new EngineFailedError({
    argument: "The WebGL context",
    value: [rows, columns],
    problem: "cannot allocate a texture for this tensor",
    remedy:
      "Dispose of unused tensors and continue; or call useWebgl({ keepTexturesUpTo: 0 }), which frees unused textures; or use smaller batches or odeintSymplecticAdjoint, which keeps the record of one evaluation only.",
  });
}
