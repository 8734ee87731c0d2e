"""Measures computations with the network of network.ts, for runners in Python.

Each line of input is a request, {"method": ..., "args": [...]}; each line of output its answer, {"result": ...} or
{"error": ...}. The methods are those of the other runners: describe, facts, warm, time. Cases have the keys of case-key.ts.
"""

import json
import math
import sys
import time

SIZES = [(1, 2, 16), (64, 2, 64), (1024, 64, 64), (256, 64, 256)]


def numbers(seed, scale, *shape):
    """The same numbers as in network-numbers.ts, in a list."""
    bits, values = seed, []
    for i in range(8 + math.prod(shape)):
        bits = (bits * 1103515245 + 12345) & 0x7FFFFFFF
        if i >= 8:
            values.append(scale * (bits / 2**30 - 1))
    return values


def arrays(make, batch, state, width):
    """y0, the cotangent, and the parameters W1, b1, W2, b2, W3, b3; make(values, shape) makes an array."""
    array = lambda seed, scale, *shape: make(numbers(seed, scale, *shape), shape)
    parameters = []
    for layer, (inputs, outputs) in enumerate([(state, width), (width, width), (width, state)]):
        parameters.append(array(3 + 2 * layer, math.sqrt(3 / inputs), inputs, outputs))
        parameters.append(array(4 + 2 * layer, 0.1, outputs))
    return array(1, 1.0, batch, state), array(2, 1.0, batch, state), parameters


class Case:
    """One thing that is measured. `make(size)` returns what computes it, and is called at the first request."""

    def __init__(self, kind, size, make):
        self.key = {"kind": kind, "network": dict(zip(("batch", "state", "width"), size))}
        self.size, self.make, self.prepared = size, make, None

    def prepare(self):
        if self.prepared is None:
            self.prepared = self.make(self.size)
        return self.prepared


class Services:
    """`facts_of(computation)` computes a case once, and returns its facts."""

    def __init__(self, cases, versions, notes, facts_of):
        self.cases, self.notes, self.facts_of = cases, notes, facts_of
        self.versions = {**versions, "python": sys.version.split()[0]}

    def find(self, key):
        return next(case for case in self.cases if case.key == key).prepare()

    def describe(self):
        cases = [case.key for case in self.cases]
        return {"versions": self.versions, "cases": cases, "notes": self.notes}

    def facts(self, key):
        return self.facts_of(self.find(key))

    def warm(self, key, milliseconds):
        end = time.perf_counter() + milliseconds / 1000
        last = self.time(key, 1)["secondsPerCall"]
        while time.perf_counter() < end:
            calls = max(1, round(milliseconds / 8000 / last))
            last = self.time(key, calls)["secondsPerCall"]
        return last

    def time(self, key, calls):
        compute = self.find(key)
        worked, start = time.process_time(), time.perf_counter()
        for _ in range(calls):
            compute()
        seconds = time.perf_counter() - start
        cores = (time.process_time() - worked) / seconds
        return {"secondsPerCall": seconds / calls, "cores": cores}


def serve(services):
    for line in sys.stdin:
        request = json.loads(line)
        try:
            answer = {"result": getattr(services, request["method"])(*request["args"])}
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)
