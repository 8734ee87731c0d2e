/** Gradient strategies of diffrax and SciML, and what comes closest here. */
const adjoints: Readonly<Record<string, string>> = {
  DirectAdjoint: "backpropagation()",
  RecursiveCheckpointAdjoint: "checkpointPerStep({ schedule: online({ checkpoints: 20 }) })",
  BacksolveAdjoint: "continuousAdjoint()",
  InterpolatingAdjoint: "continuousAdjoint()",
  QuadratureAdjoint: "continuousAdjoint()",
  GaussAdjoint: "continuousAdjoint()",
  ReverseDiffAdjoint: "backpropagation()",
  ZygoteAdjoint: "backpropagation()",
  TrackerAdjoint: "backpropagation()",
};

/** What to write instead of the name of a gradient strategy. */
export function hintForAdjoint(value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  const call = Object.hasOwn(adjoints, value) ? adjoints[value] : undefined;
  return call === undefined ? undefined : `Write adjoint: ${call}.`;
}

/** The names that are known, for tests. */
export const peerAdjoints: ReadonlyArray<string> = Object.keys(adjoints);
