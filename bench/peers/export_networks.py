"""Exports timm networks with random weights to ONNX, for `npm run bench`: `python export_networks.py FOLDER [NAME ...]`.

Batch 1, opset 17, BatchNormalization statistics taken from noise. Speed does not depend on what a network has learned, as long
as its activations are alive. `resnet18-open` leaves batch, height and width open.
"""

import sys
import warnings
from pathlib import Path

import networks
import torch

OPEN = "-open"
NAMES = [
    "resnet18",
    "resnet50",
    "vgg16",
    "inception_v3",
    "mobilenetv2_100",
    "efficientnet_lite0",
    "efficientnet_b0",
    "vit_tiny_patch16_224",
    "convnext_atto",
    "resnet18" + OPEN,
]


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name in sys.argv[2:] or NAMES:
        file = folder / f"{name}.onnx"
        if file.exists():
            continue
        model, size = networks.create(name.removesuffix(OPEN))
        axes = {"image": {0: "N", 2: "H", 3: "W"}, "logits": {0: "N"}} if name.endswith(OPEN) else None
        # Written under another name first: an interrupted export must not be taken for a network.
        unfinished = file.with_suffix(".part")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            torch.onnx.export(
                model,
                (torch.randn(1, 3, size, size),),
                str(unfinished),
                dynamo=False,
                opset_version=17,
                input_names=["image"],
                output_names=["logits"],
                dynamic_axes=axes,
            )
        unfinished.rename(file)
        print(file, flush=True)


if __name__ == "__main__":
    main()
