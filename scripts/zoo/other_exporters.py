"""Exports Keras networks with random weights to ONNX and compares what `smoothgrad compile` makes of them with GradientTape.

    python scripts/zoo/other_exporters.py [--only MobileNet,attention] [--how keras,9,13,18,11nchw] [--rows rows.jsonl] [--table zoo.md]

`keras` is `model.export(format="onnx")`; a number is tf2onnx with that operator set, `nchw` behind it with `inputs_as_nchw`.
Networks end in a softmax and take batches of any size; the reference is their twin in float64 without the softmax. The results
are those of zoo.py, `not exported` where ONNX Runtime does not load what the exporter wrote. Rows are added to those of
earlier runs in `--rows`, and the table is made of all.
"""

import argparse
import json
import logging
import os
import subprocess
import tempfile
import warnings
from pathlib import Path

os.environ |= dict(TF_CPP_MIN_LOG_LEVEL="3", CUDA_VISIBLE_DEVICES="-1")
import numpy as np
import onnx
import onnxruntime
import tensorflow as tf
import tf2onnx

import keras_networks

for name in ("tensorflow", "tf2onnx"):
    logging.getLogger(name).setLevel(logging.CRITICAL)
ROOT = Path(__file__).resolve().parents[2]
SMOOTHGRAD = ["node", str(ROOT / "packages/smoothgrad/bin/smoothgrad.js")]
INPUTS = 4
TARGET = 7


def export(model, shape, file: Path, how: str):
    if how == "keras":
        return model.export(str(file), format="onnx", verbose=False)
    function = tf.function(lambda image: model(image, training=False))
    signature = (tf.TensorSpec((None, *shape), tf.float32, name="image"),)
    layout = dict(inputs_as_nchw=["image"]) if how.endswith("nchw") else {}
    opset = int(how.removesuffix("nchw"))
    tf2onnx.convert.from_function(function, input_signature=signature, opset=opset, output_path=str(file), **layout)


def autodiff(exact, x):
    image = tf.constant(x, tf.float64)
    with tf.GradientTape() as tape:
        tape.watch(image)
        scores = exact(image, training=False)
        score = scores[0, TARGET]
    return scores.numpy(), tape.gradient(score, image).numpy()


def distance(a, b) -> float:
    return float(np.linalg.norm(a - b) / np.linalg.norm(b))


def cosine(a, b) -> float:
    return float((a * b).sum() / (np.linalg.norm(a) * np.linalg.norm(b)))


def measure(exact, explainer: Path, shape, limits, nchw: bool) -> dict:
    """The explainer against the tape at a random input away from switches, or the best of a few."""
    session = onnxruntime.InferenceSession(str(explainer), providers=["CPUExecutionProvider"])
    image = next(value.name for value in session.get_inputs() if value.name != "cotangent")
    found = []
    for seed in range(INPUTS):
        x = np.random.default_rng(seed).uniform(*limits, (1, *shape)).astype(np.float32)
        scores, wanted = autodiff(exact, x)
        cotangent = np.eye(scores.shape[1], dtype=np.float32)[[TARGET]]
        feeds = {image: x.transpose(0, 3, 1, 2) if nchw else x, "cotangent": cotangent}
        logits, gradient = session.run(["scores", "gradient"], feeds)
        gradient = gradient.transpose(0, 2, 3, 1) if nchw else gradient
        found.append(
            dict(
                scores=distance(logits, scores),
                gradient=distance(gradient, wanted),
                cosine=cosine(gradient, wanted),
                input=seed + 1,
            )
        )
        if found[-1]["gradient"] < 1e-5:
            break
    return min(found, key=lambda each: each["gradient"])


def examine(name: str, how: str, network) -> dict:
    model, exact, shape, limits = network
    row = dict(net=name, how=how)
    with tempfile.TemporaryDirectory() as folder:
        file, explainer = Path(folder) / "model.onnx", Path(folder) / "explainer.onnx"
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                export(model, shape, file, how)
            graph = onnx.load(str(file))
            row |= dict(opset=next(o.version for o in graph.opset_import if o.domain == ""), nodes=len(graph.graph.node))
            onnxruntime.InferenceSession(str(file), providers=["CPUExecutionProvider"])
        except Exception as error:  # the exporter's failures are not ours
            reason = (str(error).strip().splitlines() or [repr(error)])[-1]
            return row | dict(status="not exported", note=reason.split("failed:")[-1][:120])
        run = subprocess.run([*SMOOTHGRAD, "compile", str(file), "-o", str(explainer)], capture_output=True, text=True)
        if run.returncode != 0:
            note = " ".join(run.stderr.split()).removeprefix("smoothgrad: ")[:300]
            return row | dict(status="refused" if " at node " in note else "crashed", note=note)
        row |= measure(exact, explainer, shape, limits, how.endswith("nchw"))
    near = row["gradient"] < 2e-2 and row["cosine"] > 0.9998
    right = row["scores"] < 1e-4 and (row["gradient"] < 1e-5 or near)
    return row | dict(status="ok" if right else "wrong")


def table(rows: list[dict]) -> str:
    lines = [
        "| network | exported by | opset | nodes | result | input | gradient, rel. L2 | note |",
        "| --- | --- | ---: | ---: | --- | ---: | ---: | --- |",
    ]
    for row in rows:
        how = "Keras" if row["how"] == "keras" else "tf2onnx, NCHW" if row["how"].endswith("nchw") else "tf2onnx"
        gradient = f"{row['gradient']:.1e}" if "gradient" in row else ""
        opset = row.get("opset") or row["how"].removesuffix("nchw").replace("keras", "")
        cells = [row["net"], how, opset, row.get("nodes", ""), row["status"], row.get("input", ""), gradient, row.get("note", "")]
        lines.append("| " + " | ".join(str(cell).replace("|", "/") for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default=",".join([*keras_networks.SMALL, *keras_networks.APPLICATIONS]))
    parser.add_argument("--how", default="keras,9,18")
    parser.add_argument("--rows", type=Path, help="a file of rows, one a line; new ones take the place of old ones")
    parser.add_argument("--table", type=Path, help="also write the table to this file")
    options = parser.parse_args()
    lines = options.rows.read_text().splitlines() if options.rows and options.rows.exists() else []
    rows = {(row["net"], row["how"]): row for row in map(json.loads, lines)}
    for name in options.only.split(",") if options.only else []:
        network = keras_networks.create(name)
        for how in options.how.split(","):
            row = rows[name, how] = examine(name, how, network)
            print(json.dumps(row), flush=True)
            if options.rows:
                options.rows.write_text("".join(json.dumps(each) + "\n" for each in rows.values()))
    counts = {status: sum(row["status"] == status for row in rows.values()) for status in ("ok", "refused", "wrong", "crashed", "not exported")}
    summary = ", ".join(f"{count} {status}" for status, count in counts.items())
    print(summary)
    if options.table:
        options.table.write_text(table(list(rows.values())) + f"\n{summary}\n")
    raise SystemExit(1 if counts["wrong"] or counts["crashed"] else 0)


if __name__ == "__main__":
    main()
