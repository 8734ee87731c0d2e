// What the package uses of this one. In bundles that leave it out, every import of it would be one of its own.

export { tfjs, watchCustomGradients } from "@symplectic-adjoint/backend-tfjs";
