"""The network in PyTorch, on one thread, served over the standard streams."""

import math
import os
import sys

import torch

from network_cases import SIZES, Case, Services, arrays, serve

torch.set_num_threads(1)
torch.set_num_interop_threads(1)

SETTINGS = {"rk4": {"method": "rk4"}, "dopri5": {"method": "dopri5", "rtol": 1e-5, "atol": 1e-5}}
TIMES = {"rk4": torch.linspace(0, 4, 21), "dopri5": torch.tensor([0.0, 4.0])}


def reference():
    """The authors' symplectic adjoint, or the reason why there is none."""
    folder = os.environ.get("TORCH_SYMPLECTIC_ADJOINT")
    if folder:
        sys.path.insert(0, folder)
    try:
        from torch_symplectic_adjoint import odeint_symplectic_adjoint

        return odeint_symplectic_adjoint, None
    except ImportError as error:
        return None, f"no whole gradients: {error}; name its folder in TORCH_SYMPLECTIC_ADJOINT"


def tensor(values, shape):
    return torch.tensor(values, dtype=torch.float32).reshape(shape)


class Network(torch.nn.Module):
    """y' = tanh(tanh(y W1 + b1) W2 + b2) W3 + b3, which counts its calls."""

    def __init__(self, size):
        super().__init__()
        self.y0, self.cotangent, parameters = arrays(tensor, *size)
        self.weights = torch.nn.ParameterList([torch.nn.Parameter(array) for array in parameters])
        self.everything = list(self.weights)
        self.calls = 0

    def forward(self, t, y):
        self.calls += 1
        w1, b1, w2, b2, w3, b3 = self.everything
        hidden = torch.tanh(torch.addmm(b1, y, w1))
        hidden = torch.tanh(torch.addmm(b2, hidden, w2))
        return torch.addmm(b3, hidden, w3)


class Computation:
    """What is timed, and the network that counts its evaluations."""

    def __init__(self, network, compute):
        self.network, self.compute = network, compute

    def __call__(self):
        return self.compute()


def evaluation(size):
    network = Network(size)

    def compute():
        with torch.no_grad():
            return [network(0.0, network.y0)]

    return Computation(network, compute)


def vjp(size):
    network = Network(size)
    y = network.y0.clone().requires_grad_()
    inputs = [y, *network.everything]

    def compute():
        value = network(0.0, y)
        return [value.detach(), *torch.autograd.grad(value, inputs, network.cotangent)]

    return Computation(network, compute)


def gradient(size, odeint, method):
    network = Network(size)
    y = network.y0.clone().requires_grad_()
    inputs = [y, *network.everything]

    def compute():
        end = odeint(network, y, TIMES[method], **SETTINGS[method])[-1]
        return torch.autograd.grad(end, inputs, network.cotangent)

    return Computation(network, compute)


def all_cases(odeint):
    cases = []
    for size in SIZES:
        cases += [Case("evaluation", size, evaluation), Case("vjp", size, vjp)]
        if odeint is not None:
            for method in SETTINGS:
                make = lambda size, method=method: gradient(size, odeint, method)
                cases.append(Case(method, size, make))
    return cases


def facts_of(computation):
    computation.network.calls = 0
    squares = sum(float(each.double().square().sum()) for each in computation())
    return {"norm": math.sqrt(squares), "counts": {"evaluations": computation.network.calls}}


if __name__ == "__main__":
    odeint, why_not = reference()
    notes = [] if why_not is None else [why_not]
    serve(Services(all_cases(odeint), {"torch": torch.__version__}, notes, facts_of))
