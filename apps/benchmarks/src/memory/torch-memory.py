"""Peak resident memory of the large case in PyTorch, by the symplectic adjoint of its authors and by backpropagation.

Prints one line: {"rows": [{"name", "mebibytes", "seconds"}]}, or {"absent": reason}. Each is measured in a process of its own,
above what it needs before the solve.
"""

import json
import os
import resource
import subprocess
import sys
import time

WIDTHS, BATCH, STEPS = [64, 256, 256, 64], 512, int(os.environ.get("STEPS", "200"))


def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(name):
    import torch

    torch.set_num_threads(1)
    folder = os.environ.get("TORCH_SYMPLECTIC_ADJOINT")
    if folder:
        sys.path.insert(0, folder)
    import torch_symplectic_adjoint

    odeint = getattr(torch_symplectic_adjoint, name)
    layers = []
    for before, after in zip(WIDTHS, WIDTHS[1:]):
        layers += [torch.nn.Linear(before, after), torch.nn.Tanh()]
    network = torch.nn.Sequential(*layers[:-1])

    class Dynamics(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.network = network

        def forward(self, t, y):
            return self.network(y)

    f, y0 = Dynamics(), torch.randn(BATCH, WIDTHS[0], requires_grad=True)
    # One evaluation and its gradient, so that libraries are loaded.
    f(0.0, y0).sum().backward()
    before, begun = peak(), time.perf_counter()
    # Its solvers of fixed steps take one from output to output: the outputs, one state per step, count as well.
    times = torch.linspace(0, 1, STEPS + 1)
    end = odeint(f, y0, times, method="rk4")[-1]
    end.sum().backward()
    return {"name": name, "mebibytes": peak() - before, "seconds": time.perf_counter() - begun}


def main():
    if len(sys.argv) > 1:
        print(json.dumps(measure(sys.argv[1])))
        return
    rows = []
    for name in ["odeint", "odeint_symplectic_adjoint"]:
        made = subprocess.run([sys.executable, __file__, name], capture_output=True, text=True)
        if made.returncode != 0:
            reason = (made.stderr.strip().splitlines() or ["it failed"])[-1]
            print(json.dumps({"absent": reason}))
            return
        rows.append(json.loads(made.stdout.splitlines()[-1]))
    print(json.dumps({"rows": rows}))


main()
