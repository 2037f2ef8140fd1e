"""Makes tests/fixtures/deepLift.json: DeepLIFT by Captum, in float64, on small random networks with maximum pooling.

Captum's unpooling writes: where two windows share a maximum, one contribution is lost, and the shares no longer add up to the
rise of the score. For windows that overlap it is given an unpooling that adds, as gradients do; `lost` is what was missing without.
Where a pooling takes an activation's result as it is, Captum's activation sees the gradient and not the multiplier (both hook the same
tensor): `Apart` gives them a tensor each.

    pip install -r scripts/requirements.txt captum==0.9.0
    python scripts/make-deeplift-fixture.py
"""

import base64
import io
import json
import pathlib

import torch
import torch.nn.functional as F
from captum.attr import DeepLift
from torch import nn

TARGET = 1


class Apart(nn.Module):
    def forward(self, x):
        return x.clone()


def network(pool, activation):
    return nn.Sequential(
        nn.Conv2d(3, 6, 3, padding=1),
        activation(),
        Apart(),
        pool(),
        nn.Conv2d(6, 8, 3, stride=2, padding=1),
        activation(),
        nn.AdaptiveAvgPool2d(1),
        nn.Flatten(),
        nn.Linear(8, 4),
    )


NETWORKS = {
    "side by side": (lambda: nn.MaxPool2d(2), nn.ReLU),
    "overlapping": (lambda: nn.MaxPool2d(3, 2), nn.ReLU),
    "overlapping, padded": (lambda: nn.MaxPool2d(3, 2, padding=1), nn.ReLU),
    "overlapping, stride 1": (lambda: nn.MaxPool2d(3, 1, padding=1), nn.ReLU),
    "leaky": (lambda: nn.MaxPool2d(2), nn.LeakyReLU),
    "elu": (lambda: nn.MaxPool2d(2), nn.ELU),
    "softplus": (lambda: nn.MaxPool2d(2), nn.Softplus),
    "tanh": (lambda: nn.MaxPool2d(3, 2), nn.Tanh),
    "sigmoid": (lambda: nn.MaxPool2d(2), nn.Sigmoid),
}


def adding_unpool(values, indices, kernel_size, stride, padding, output_size):
    """max_unpool2d whose values add up where indices meet."""
    images, channels = values.shape[:2]
    flat = values.new_zeros(images, channels, output_size[-2] * output_size[-1])
    return flat.scatter_add(2, indices.flatten(2), values.flatten(2)).reshape(output_size)


def rounded(tensor):
    """Nine digits tell every float32."""
    return [float(f"{value:.9g}") for value in tensor.flatten().tolist()]


def attribute(model, x, baseline, unpool):
    original, F.max_unpool2d = F.max_unpool2d, unpool
    try:
        values, gap = DeepLift(model).attribute(x, baseline, target=TARGET, return_convergence_delta=True)
    finally:
        F.max_unpool2d = original
    return values.detach(), gap.item()


def case(name, pool, activation, seed):
    torch.manual_seed(seed)
    model = network(pool, activation).eval()
    x, baseline = torch.randn(1, 3, 13, 13), 0.5 * torch.randn(1, 3, 13, 13)
    file = io.BytesIO()
    torch.onnx.export(model, (x,), file, input_names=["input"], output_names=["logits"], dynamo=False)
    exact = model.double()
    overlaps = "overlapping" in name or name == "tanh"
    values, gap = attribute(exact, x.double(), baseline.double(), adding_unpool if overlaps else F.max_unpool2d)
    _, lost = attribute(exact, x.double(), baseline.double(), F.max_unpool2d)
    assert abs(gap) < 1e-9, (name, gap)
    print(f"{name}: gap {gap:.1e}, by writing {lost:.1e}, shares up to {values.abs().max():.3f}")
    return {
        "name": name,
        "target": TARGET,
        "lost": lost,
        "model": base64.b64encode(file.getvalue()).decode(),
        "input": rounded(x),
        "baseline": rounded(baseline),
        "values": rounded(values),
    }


if __name__ == "__main__":
    cases = [case(name, *parts, seed) for seed, (name, parts) in enumerate(NETWORKS.items())]
    path = pathlib.Path(__file__).parent.parent / "tests/fixtures/deepLift.json"
    path.write_text(json.dumps({"cases": cases}) + "\n")
