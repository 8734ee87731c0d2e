import { EngineFailedError } from "@symplectic-adjoint/core";

/** Which errors of a context matter here, by the WebGL specification. */
const OUT_OF_MEMORY = 0x0505;
/** A context remembers one error of each kind. */
const KINDS = 8;

/** The functions of TensorFlow.js that make a texture. */
const MAKERS = [
  "createFloat32MatrixTexture",
  "createFloat16MatrixTexture",
  "createUnsignedBytesMatrixTexture",
  "createPackedMatrixTexture",
  "createFloat16PackedMatrixTexture",
] as const;

type Maker = (rows: number, columns: number) => { readonly texture: object };

/** As much of TensorFlow.js' context as matters here. */
export type TextureMaker = Record<(typeof MAKERS)[number], Maker> & {
  readonly gl: { getError(): number; deleteTexture(texture: object): void };
};

/**
 * Makes a texture that there is no memory for an error. WebGL throws nothing then: what is written to it is lost, and what
 * is read from it are zeros. It is asked when a texture is made, not when one is used again, which is what most are.
 *
 * @returns Takes that off again.
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
    // The methods of the class again.
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
    problem: "has no memory for another texture of so many rows and columns of the tensor",
    remedy:
      "Dispose of tensors that are not needed any more, and go on; or call useWebgl({ keepTexturesUpTo: 0 }), which gives back textures that are free, take smaller batches, or odeintSymplecticAdjoint, which keeps one evaluation's record alone.",
  });
}
