/** Options of node for threads that run the sources. */
export const onSources: ReadonlyArray<string> = ["--conditions=@symplectic-adjoint/source"];
