"""Exports timm networks with random weights to ONNX and compares what `smoothgrad compile` makes of them with autograd.

    python scripts/zoo/zoo.py [--only vit,swin,hrnet_w18_small:128] [--exporter torchscript,dynamo] [--opset 17] [--dynamic-batch] [--table docs/zoo.md]

For each network and exporter one of
    ok       the explainer's logits and gradient agree with PyTorch's in float64 (to 1e-5, or within float32 switches: see below)
    refused  smoothgrad names an operator it does not differentiate
    wrong    the explainer ran and disagrees
    crashed  anything else
Decisions of ReLU, Clip and MaxPool that flip at float32 resolution move a gradient by 1e-4 to 1e-2 (relative L2), in PyTorch's
own float32 too. Up to four random inputs are therefore tried until one lies away from such a switch (a wrong rule is wrong at all of
them); where none does, up to 2e-2 with a cosine of at least 0.9998 passes. The table shows the distances at the best input, and which it is.
"""

import argparse
import json
import os
import subprocess
import tempfile
import time
import warnings
from pathlib import Path

os.environ.setdefault("TIMM_FUSED_ATTN", "1")
import torch

# torchvision registers fakes of operators that this build of it does not have.
torch.library.register_fake = lambda *_, **__: lambda f: f
import numpy as np
import onnx
import onnxruntime
import timm

from architectures import ARCHITECTURES

ROOT = Path(__file__).resolve().parents[2]
SMOOTHGRAD = ["node", str(ROOT / "packages/smoothgrad/bin/smoothgrad.js")]
INPUTS = 4


def create(name: str, size: int, extra: dict):
    """A network with random weights, live BatchNormalization statistics and no dead activations."""
    torch.manual_seed(1)
    arguments = dict(pretrained=False, **extra)
    try:
        model = timm.create_model(name, img_size=size, **arguments)
    except TypeError:
        model = timm.create_model(name, **arguments)
    model.train()
    for module in model.modules():
        if isinstance(module, torch.nn.modules.batchnorm._BatchNorm):
            module.momentum = 0.3
        # The last norm of a residual branch starts at 0 in many networks, layer scales at 1e-6: the branch would be dead.
        for parameter in module.parameters(recurse=False):
            if parameter.numel() > 1 and parameter.abs().max() < 1e-4:
                torch.nn.init.normal_(parameter, std=0.2)
    with torch.no_grad():
        for _ in range(4):
            model(torch.randn(4, 3, size, size))
    return model.eval()


def export(model, x, file: Path, exporter: str, opset: int, dynamic: bool):
    arguments = dict(input_names=["image"], output_names=["logits"], opset_version=opset)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if exporter == "dynamo":
            shapes = {"dynamic_shapes": ({0: torch.export.Dim("batch", min=1, max=8)},)} if dynamic else {}
            torch.onnx.export(model, (x,), str(file), dynamo=True, verbose=False, external_data=False, **shapes, **arguments)
        else:
            axes = {"dynamic_axes": {"image": {0: "batch"}, "logits": {0: "batch"}}} if dynamic else {}
            torch.onnx.export(model, (x,), str(file), dynamo=False, **axes, **arguments)


def autograd(model, x: np.ndarray, target: int, dtype):
    network = model.to(dtype)
    image = torch.tensor(x, dtype=dtype, requires_grad=True)
    scores = network(image)
    (gradient,) = torch.autograd.grad(scores[0, target], image)
    return scores.detach().double().numpy(), gradient.double().numpy()


def distance(a, b) -> float:
    return float(np.linalg.norm(a - b) / np.linalg.norm(b))


def cosine(a, b) -> float:
    return float((a * b).sum() / (np.linalg.norm(a) * np.linalg.norm(b)))


def compile_explainer(file: Path, explainer: Path):
    run = subprocess.run([*SMOOTHGRAD, "compile", str(file), "-o", str(explainer)], capture_output=True, text=True, timeout=600)
    return run.returncode, run.stderr.strip().splitlines()


def measure(model, file: Path, explainer: Path, size: int) -> dict:
    """The explainer against float64 autograd at a random input away from switches, or the best of a few."""
    session = onnxruntime.InferenceSession(str(explainer), providers=["CPUExecutionProvider"])
    target = 7
    best = None
    for seed in range(INPUTS):
        x = np.random.default_rng(seed).standard_normal((1, 3, size, size)).astype(np.float32)
        _, single = autograd(model, x, target, torch.float32)
        scores, exact = autograd(model, x, target, torch.float64)
        cotangent = np.zeros(scores.shape, np.float32)
        cotangent[0, target] = 1
        feeds = {"image": x, "cotangent": cotangent}
        logits, gradient = session.run(["scores", "gradient"], feeds)
        found = dict(
            logits=distance(logits, scores),
            gradient=distance(gradient, exact),
            cosine=cosine(gradient, exact),
            torch=distance(single, exact),
            inputs=seed + 1,
        )
        if found["gradient"] > 2e-2:
            found |= against_differences(model, x, target, dict(ours=gradient, autograd=exact))
        if best is None or found["gradient"] < best["gradient"]:
            best = found
        if found["gradient"] < 1e-5:
            break
    forward = onnxruntime.InferenceSession(str(file), providers=["CPUExecutionProvider"])
    return best | dict(ratio=ratio(lambda: session.run(["gradient"], feeds), lambda: forward.run(None, {"image": x})))


def against_differences(model, x, target: int, gradients: dict, step=1e-4) -> dict:
    """How far each gradient is from central differences of the network in float64, along a few directions."""
    network = model.double()
    errors = {key: 0.0 for key in gradients}
    for seed in range(3):
        d = np.random.default_rng(100 + seed).standard_normal(x.shape)
        with torch.no_grad():
            above, below = (network(torch.tensor(x + sign * step * d))[0, target].item() for sign in (1, -1))
        for key, gradient in gradients.items():
            error = abs((gradient * d).sum() - (above - below) / (2 * step)) / np.linalg.norm(gradient)
            errors[key] = max(errors[key], float(error))
    return {f"{key} against differences": error for key, error in errors.items()}


def ratio(explain, forward, rounds=5) -> float:
    """The fastest of a few runs of one, in those of the other, taken in turns."""
    seconds = {explain: [], forward: []}
    for _ in range(rounds):
        for timed in seconds:
            start = time.perf_counter()
            timed()
            seconds[timed].append(time.perf_counter() - start)
    return min(seconds[explain]) / min(seconds[forward])


def other(label: str):
    """`name` or `name:size` of any further timm network."""
    name, _, size = label.partition(":")
    return name, int(size or 224), {}


def examine(label: str, exporter: str, opset: int, dynamic: bool) -> dict:
    name, size, extra = ARCHITECTURES.get(label) or other(label)
    row = dict(network=label, model=name, exporter=exporter, opset=opset)
    with tempfile.TemporaryDirectory() as folder:
        file, explainer = Path(folder) / "model.onnx", Path(folder) / "explainer.onnx"
        try:
            model = create(name, size, extra)
            export(model, torch.randn(1, 3, size, size), file, exporter, opset, dynamic)
            graph = onnx.load(str(file), load_external_data=False)
        except Exception as error:  # the exporter's failures are not ours
            return {**row, "status": "not exported", "note": str(error).splitlines()[0][:160]}
        row |= dict(nodes=len(graph.graph.node), opset=next(o.version for o in graph.opset_import if o.domain in ("", "ai.onnx")))
        try:
            code, lines = compile_explainer(file, explainer)
            note = " ".join(line for line in lines if line)[-300:]
            if code != 0:
                return {**row, "status": "refused" if "cannot differentiate" in note else "crashed", "note": note}
            row |= measure(model, file, explainer, size)
        except Exception as error:
            return {**row, "status": "crashed", "note": str(error)[:300]}
    right = row["logits"] < 1e-4 and (row["gradient"] < 1e-5 or (row["gradient"] < 2e-2 and row["cosine"] > 0.9998))
    # timm's LeViT and EfficientFormer: autograd contradicts the network's own differences.
    if not right and row.get("autograd against differences", 0) > 1e-1 and row.get("ours against differences", 1) < 1e-3:
        return {**row, "status": "ok", "note": "as float64 differences of the network say; PyTorch's autograd does not"}
    return {**row, "status": "ok" if right else "wrong", "note": ""}


def table(rows: list[dict]) -> str:
    lines = [
        "| network | timm | exporter | opset | nodes | result | input | gradient, rel. L2 | PyTorch float32, rel. L2 | explainer ÷ forward | note |",
        "| --- | --- | --- | ---: | ---: | --- | ---: | ---: | ---: | ---: | --- |",
    ]
    for row in rows:
        number = lambda key, form: format(row[key], form) if key in row else ""
        lines.append(
            f"| {row['network']} | {row['model']} | {row['exporter']} | {row['opset']} | {row.get('nodes', '')} | {row['status']} "
            f"| {row.get('inputs', '')} | {number('gradient', '.1e')} | {number('torch', '.1e')} | {number('ratio', '.2f')} | {row['note']} |"
        )
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default=",".join(ARCHITECTURES))
    parser.add_argument("--exporter", default="torchscript,dynamo")
    parser.add_argument("--opset", type=int, help="default 17 for torchscript, 20 for dynamo")
    parser.add_argument("--dynamic-batch", action="store_true")
    parser.add_argument("--table", type=Path, help="also write the table to this file")
    parser.add_argument("--json", type=Path, help="also write the rows to this file")
    options = parser.parse_args()
    torch.set_num_threads(2)
    rows = []
    for label in options.only.split(","):
        for exporter in options.exporter.split(","):
            opset = options.opset or (17 if exporter == "torchscript" else 20)
            rows.append(examine(label, exporter, opset, options.dynamic_batch))
            print(json.dumps(rows[-1]), flush=True)
    counts = {status: sum(row["status"] == status for row in rows) for status in ("ok", "refused", "wrong", "crashed", "not exported")}
    summary = ", ".join(f"{count} {status}" for status, count in counts.items())
    print(summary)
    if options.table:
        options.table.write_text(table(rows) + f"\n{summary}\n")
    if options.json:
        options.json.write_text(json.dumps(rows, indent=1) + "\n")
    raise SystemExit(1 if counts["wrong"] or counts["crashed"] else 0)


if __name__ == "__main__":
    main()
