"""Whole gradients of the network by XLA, on one thread, served over the standard streams.

With diffrax if it is installed; otherwise rk4 alone, written out with jax.lax.scan and differentiated by JAX.
"""

import math
import os
import pathlib
import sys

os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "engines"))

import jax
import jax.numpy as jnp

from network_cases import SIZES, Case, Services, arrays, serve

try:
    import diffrax
except ImportError:
    diffrax = None

END = 4.0
STEPS = 20


def array(values, shape):
    return jnp.asarray(values, dtype=jnp.float32).reshape(shape)


def field(t, y, parameters):
    w1, b1, w2, b2, w3, b3 = parameters
    return jnp.tanh(jnp.tanh(y @ w1 + b1) @ w2 + b2) @ w3 + b3


def rk4_by_scan(y0, parameters):
    h = END / STEPS
    f = lambda y: field(0.0, y, parameters)

    def step(y, _):
        k1 = f(y)
        k2 = f(y + h / 2 * k1)
        k3 = f(y + h / 2 * k2)
        k4 = f(y + h * k3)
        return y + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4), None

    return jax.lax.scan(step, y0, None, length=STEPS)[0]


def by_diffrax(method):
    """The classical method as a tableau of diffrax, or its Dormand-Prince method; checkpointed backpropagation."""
    term = diffrax.ODETerm(field)
    if method == "dopri5":
        solver, control = diffrax.Dopri5(), diffrax.PIDController(rtol=1e-5, atol=1e-5)
        first, most = None, 256
    else:
        solver, control = classical(), diffrax.ConstantStepSize()
        first, most = END / STEPS, STEPS
    adjoint = diffrax.RecursiveCheckpointAdjoint()

    def end(y0, parameters):
        return diffrax.diffeqsolve(
            term, solver, 0.0, END, first, y0, args=parameters,
            stepsize_controller=control, adjoint=adjoint, max_steps=most,
        ).ys[-1]

    return end


def classical():
    import numpy as np

    class RK4(diffrax.AbstractERK):
        tableau = diffrax.ButcherTableau(
            a_lower=(np.array([0.5]), np.array([0.0, 0.5]), np.array([0.0, 0.0, 1.0])),
            b_sol=np.array([1 / 6, 1 / 3, 1 / 3, 1 / 6]),
            b_error=np.array([0.0, 0.0, 0.0, 0.0]),
            c=np.array([0.5, 0.5, 1.0]),
        )
        interpolation_cls = diffrax.ThirdOrderHermitePolynomialInterpolation.from_k

        def order(self, terms):
            return 4

    return RK4()


def gradient(size, end):
    y0, cotangent, parameters = arrays(array, *size)
    pull = jax.jit(jax.grad(lambda y, p: jnp.vdot(end(y, p), cotangent), argnums=(0, 1)))

    def compute():
        return jax.block_until_ready(pull(y0, parameters))

    return compute


def all_cases():
    ends = {"rk4": rk4_by_scan}
    if diffrax is not None:
        ends = {method: by_diffrax(method) for method in ("rk4", "dopri5")}
    return [
        Case(method, size, lambda size, end=end: gradient(size, end))
        for size in SIZES
        for method, end in ends.items()
    ]


def facts_of(compute):
    leaves = jax.tree_util.tree_leaves(compute())
    return {"norm": math.sqrt(sum(float(jnp.vdot(each, each)) for each in leaves))}


if __name__ == "__main__":
    versions = {"jax": jax.__version__}
    notes = ["diffrax is not installed: rk4 written out with jax.lax.scan takes its place."]
    if diffrax is not None:
        versions["diffrax"] = diffrax.__version__
        notes = []
    serve(Services(all_cases(), versions, notes, facts_of))
