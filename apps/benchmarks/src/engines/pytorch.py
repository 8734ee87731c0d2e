"""The network in PyTorch, on one thread, served over the standard streams.

Each line of input is a request, {"method": ..., "args": [...]}; each line of output its answer, {"result": ...} or
{"error": ...}. The methods are those of the other runners: describe, facts, warm, time. Cases have the keys of case-key.ts.
"""

import json
import math
import os
import sys
import time

import torch

torch.set_num_threads(1)
torch.set_num_interop_threads(1)

SIZES = [(1, 2, 16), (64, 2, 64), (1024, 64, 64), (256, 64, 256)]
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


def numbers(seed, scale, *shape):
    """The same numbers as in network-numbers.ts."""
    bits, values = seed, []
    for i in range(8 + math.prod(shape)):
        bits = (bits * 1103515245 + 12345) & 0x7FFFFFFF
        if i >= 8:
            values.append(scale * (bits / 2**30 - 1))
    return torch.tensor(values, dtype=torch.float32).reshape(shape)


class Network(torch.nn.Module):
    """y' = tanh(tanh(y W1 + b1) W2 + b2) W3 + b3, which counts its calls."""

    def __init__(self, batch, state, width):
        super().__init__()
        self.y0 = numbers(1, 1.0, batch, state)
        self.cotangent = numbers(2, 1.0, batch, state)
        shapes = [(state, width), (width, width), (width, state)]
        arrays = []
        for layer, (inputs, outputs) in enumerate(shapes):
            arrays.append(numbers(3 + 2 * layer, math.sqrt(3 / inputs), inputs, outputs))
            arrays.append(numbers(4 + 2 * layer, 0.1, outputs))
        self.weights = torch.nn.ParameterList([torch.nn.Parameter(array) for array in arrays])
        self.everything = list(self.weights)
        self.calls = 0

    def forward(self, t, y):
        self.calls += 1
        w1, b1, w2, b2, w3, b3 = self.everything
        hidden = torch.tanh(torch.addmm(b1, y, w1))
        hidden = torch.tanh(torch.addmm(b2, hidden, w2))
        return torch.addmm(b3, hidden, w3)


def evaluation(network):
    def compute():
        with torch.no_grad():
            return [network(0.0, network.y0)]

    return compute


def vjp(network):
    y = network.y0.clone().requires_grad_()
    inputs = [y, *network.everything]

    def compute():
        value = network(0.0, y)
        return [value.detach(), *torch.autograd.grad(value, inputs, network.cotangent)]

    return compute


def gradient(network, odeint, method):
    y = network.y0.clone().requires_grad_()
    inputs = [y, *network.everything]

    def compute():
        end = odeint(network, y, TIMES[method], **SETTINGS[method])[-1]
        return torch.autograd.grad(end, inputs, network.cotangent)

    return compute


class Case:
    """One thing that is measured. Its network is made at the first request."""

    def __init__(self, kind, size, make):
        self.key = {"kind": kind, "network": dict(zip(("batch", "state", "width"), size))}
        self.size, self.make, self.prepared = size, make, None

    def prepare(self):
        if self.prepared is None:
            network = Network(*self.size)
            self.prepared = (network, self.make(network))
        return self.prepared


def all_cases(odeint):
    cases = []
    for size in SIZES:
        cases += [Case("evaluation", size, evaluation), Case("vjp", size, vjp)]
        if odeint is not None:
            for method in SETTINGS:
                make = lambda network, method=method: gradient(network, odeint, method)
                cases.append(Case(method, size, make))
    return cases


class Services:
    def __init__(self):
        odeint, self.why_not = reference()
        self.cases = all_cases(odeint)

    def find(self, key):
        return next(case for case in self.cases if case.key == key).prepare()

    def describe(self):
        notes = [] if self.why_not is None else [self.why_not]
        versions = {"torch": torch.__version__, "python": sys.version.split()[0]}
        return {"versions": versions, "cases": [case.key for case in self.cases], "notes": notes}

    def facts(self, key):
        network, compute = self.find(key)
        network.calls = 0
        squares = sum(float(each.double().square().sum()) for each in compute())
        return {"norm": math.sqrt(squares), "counts": {"evaluations": network.calls}}

    def warm(self, key, milliseconds):
        end = time.perf_counter() + milliseconds / 1000
        last = self.time(key, 1)["secondsPerCall"]
        while time.perf_counter() < end:
            calls = max(1, round(milliseconds / 8000 / last))
            last = self.time(key, calls)["secondsPerCall"]
        return last

    def time(self, key, calls):
        _, compute = self.find(key)
        worked, start = time.process_time(), time.perf_counter()
        for _ in range(calls):
            compute()
        seconds = time.perf_counter() - start
        cores = (time.process_time() - worked) / seconds
        return {"secondsPerCall": seconds / calls, "cores": cores}


def main():
    services = Services()
    for line in sys.stdin:
        request = json.loads(line)
        try:
            answer = {"result": getattr(services, request["method"])(*request["args"])}
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
