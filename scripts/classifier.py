"""The bundled classifier seen from Python: its preparation of a photo, its labels, its predictions by ONNX Runtime.

Imported by the other scripts; run it with photos to print their top five: python scripts/classifier.py photos/cat.jpg
"""

import json
import pathlib
import sys

import numpy as np
import onnxruntime
from PIL import Image

ROOT = pathlib.Path(__file__).resolve().parent.parent
FOLDER = ROOT / "models" / "efficientnet-lite0"
MODEL = FOLDER / "model.onnx"
LABELS = {int(i): name for i, name in json.loads((FOLDER / "config.json").read_text())["id2label"].items()}
PREPARATION = json.loads((FOLDER / "preprocessor_config.json").read_text())


def prepare(photo):
    """An RGB photo (PIL) as a float32 tensor [1,3,224,224], by the steps and numbers of preprocessor_config.json."""
    width, height = photo.size
    shorter, edge = min(width, height), PREPARATION["size"]["shortest_edge"]
    resized = photo.resize((width * edge // shorter, height * edge // shorter), PREPARATION["resample"])
    crop = PREPARATION["crop_size"]
    left, top = (resized.width - crop["width"]) // 2, (resized.height - crop["height"]) // 2
    pixels = np.asarray(resized.crop((left, top, left + crop["width"], top + crop["height"])), np.float32)
    mean, std = (np.asarray(PREPARATION[key], np.float32) for key in ("image_mean", "image_std"))
    return np.ascontiguousarray(((pixels - mean) / std).transpose(2, 0, 1)[None])


def open_session():
    return onnxruntime.InferenceSession(MODEL, providers=["CPUExecutionProvider"])


def top_five(logits):
    """[(index, label, softmax probability)] of the five largest of 1000 logits, computed in float64."""
    exponentials = np.exp(np.float64(logits) - np.max(logits))
    probabilities = exponentials / exponentials.sum()
    return [(int(i), LABELS[int(i)], float(probabilities[i])) for i in np.argsort(-probabilities, kind="stable")[:5]]


if __name__ == "__main__":
    session = open_session()
    for path in sys.argv[1:]:
        (logits,) = session.run(["logits"], {"input": prepare(Image.open(path).convert("RGB"))})
        print(path)
        for index, label, probability in top_five(logits[0]):
            print(f"  {index:4d}  {probability:.3f}  {label}")
