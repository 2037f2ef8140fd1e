"""The protocol of `bench/competitors/process.mjs`: one JSON object a line, the first when ready, then one for each that is read."""

import json
import os
import resource
import statistics
import sys
import time

# Libraries print too: what they say goes to stderr.
_answers = os.fdopen(os.dup(1), "w", buffering=1)
os.dup2(2, 1)


def describe(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return f"{type(error).__name__}: {lines[0] if lines else ''}"[:200]


def answer_lines(ready: dict, answer) -> None:
    print(json.dumps(ready), file=_answers)
    for line in sys.stdin:
        try:
            message = answer(json.loads(line))
        except Exception as error:  # a peer that fails is a result
            message = {"error": describe(error)}
        print(json.dumps(message), file=_answers)


def time_runs(run, runs: int, samples: int = 1) -> dict:
    """As `timeRuns.mjs`: the median run's wall-clock time, and the processor time, for one sample."""
    walls = []
    before = time.process_time()
    for _ in range(runs):
        started = time.perf_counter()
        run()
        walls.append(time.perf_counter() - started)
    cpu = time.process_time() - before
    return {
        "ms": 1e3 * statistics.median(walls) / samples,
        "cpuMs": 1e3 * cpu / runs / samples,
        "peakRssMb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6),
    }
