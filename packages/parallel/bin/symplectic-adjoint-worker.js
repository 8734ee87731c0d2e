#!/usr/bin/env node
// Here, and not in dist, so that package managers can link it before anything is built.
import "../dist/bin/symplectic-adjoint-worker.js";
