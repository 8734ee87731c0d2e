import { createRequire } from "node:module";

/** Versions of the measured software and of its platform. */
export interface Versions {
  readonly node: string;
  readonly v8: string;
  readonly tfjs: string;
  readonly symplecticAdjoint: string;
}

/** The versions installed here. */
export function versions(): Versions {
  const require = createRequire(import.meta.url);
  const versionOf = (name: string) =>
    (require(`${name}/package.json`) as { readonly version: string }).version;
  return {
    node: process.versions.node,
    v8: process.versions.v8,
    tfjs: versionOf("@tensorflow/tfjs"),
    symplecticAdjoint: versionOf("symplectic-adjoint"),
  };
}
