"""Makes golden/*.npz and golden/index.json: gradients of the bundled classifier by PyTorch's autograd in float64.

What every key means, and what was measured, is in golden/README.md. Takes about 15 seconds on two cores.

python scripts/make-golden.py
"""

import hashlib
import json

import numpy as np
import onnx
import onnxruntime
import PIL
import torch
from PIL import Image

from classifier import LABELS, MODEL, ROOT, open_session, prepare, top_five
from onnx_in_torch import load

GOLDEN = ROOT / "golden"
# The classes explained: the likeliest of each photo, and for the picture with two things the likeliest cat as well.
TARGETS = {"cat": [282], "coffee": [967], "cat-and-coffee": [967, 285]}
SMOOTHED, SAMPLES, NOISE_LEVEL = "cat", 8, 0.15
# A linear congruential generator modulo 2^32 (multiplier and increment: Numerical Recipes, 1992, section 7.1).
MULTIPLIER, INCREMENT, SEED_STEP = 1664525, 1013904223, 40503


def fixed_noise(sample, shape):
    """Uniform noise with mean 0 and variance 1, float32: the same on every machine and in every language."""
    state = SEED_STEP * (sample + 1)
    values = np.empty(int(np.prod(shape)), np.float32)
    for i in range(values.size):
        state = (MULTIPLIER * state + INCREMENT) % 2**32
        values[i] = (((state >> 8) + 0.5) / 2**24 - 0.5) * 3.4641016151377544
    return values.reshape(shape)


def gradient(model, x, target, dtype):
    """d logit[target] / d x in `dtype`, as a float64 array of the shape of x."""
    leaf = torch.tensor(x, dtype=dtype, requires_grad=True)
    (result,) = torch.autograd.grad(model(leaf)[0, target], leaf)
    return result.numpy().astype(np.float64)


def distance(a, b):
    """Relative L2 distance of a from b."""
    return float(np.linalg.norm(a - b) / np.linalg.norm(b))


def finite_differences(model, x, target, derivative):
    """[[central difference along d, gradient . d]] in float64 for three random unit directions d."""
    generator, step, pairs = np.random.default_rng(0), 1e-6, []
    for _ in range(3):
        direction = generator.standard_normal(x.shape)
        direction /= np.linalg.norm(direction)
        with torch.no_grad():
            ahead, behind = (model(torch.tensor(x + s * step * direction))[0, target].item() for s in (1, -1))
        pairs.append([(ahead - behind) / (2 * step), float(np.sum(derivative * direction))])
    return pairs


def explain(models, x, target):
    """The float64 gradient for one class, and how far float32 and another way of computing are from it."""
    exact = gradient(models[torch.float64], x, target, torch.float64)
    single = gradient(models[torch.float32], x, target, torch.float32)
    with torch.backends.mkldnn.flags(enabled=False):
        other = gradient(models[torch.float32], x, target, torch.float32)
    return exact, {
        "target": target,
        "label": LABELS[target],
        "float32VersusFloat64": distance(single, exact),
        "float32WithoutOneDnnVersusFloat64": distance(other, exact),
        "finiteDifferenceAndAutograd": finite_differences(models[torch.float64], x, target, exact),
    }


def smooth(models, x, target):
    """The arrays of the fixed-noise SmoothGrad and its float32 distance. The noisy tensors are rounded to float32."""
    sigma = np.float32(NOISE_LEVEL * (float(x.max()) - float(x.min())))
    noise = [fixed_noise(k, x.shape) for k in range(SAMPLES)]
    noisy = [x + sigma * n for n in noise]
    means = {
        dtype: np.mean([gradient(models[dtype], sample, target, dtype) for sample in noisy], axis=0) for dtype in models
    }
    facts = {
        "photo": SMOOTHED,
        "target": target,
        "samples": SAMPLES,
        "noiseLevel": NOISE_LEVEL,
        "sigma": float(sigma),
        "float32VersusFloat64": distance(means[torch.float32], means[torch.float64]),
        "noise": {
            "multiplier": MULTIPLIER,
            "increment": INCREMENT,
            "seedStep": SEED_STEP,
            "firstFourOfEachSample": [n.ravel()[:4].astype(float).tolist() for n in noise],
            "sha256OfEachSample": [hashlib.sha256(n.astype("<f4").tobytes()).hexdigest() for n in noise],
            "mean": float(np.mean(noise, dtype=np.float64)),
            "variance": float(np.var(noise, dtype=np.float64)),
            "largestCorrelationOfTwoSamples": float(np.abs(np.corrcoef([n.ravel() for n in noise]) - np.eye(SAMPLES)).max()),
        },
    }
    return {"sigma": sigma, "smoothgrad_fixed_noise": means[torch.float64].astype(np.float32)}, facts


def make(name, models, session):
    """Writes golden/<name>.npz; returns its entry in index.json."""
    path = ROOT / "photos" / f"{name}.jpg"
    x = prepare(Image.open(path))
    (runtime,) = session.run(["logits"], {"input": x})
    with torch.no_grad():
        logits = {dtype: model(torch.tensor(x, dtype=dtype)).numpy() for dtype, model in models.items()}
    exact = logits[torch.float64]
    if int(exact.argmax()) != TARGETS[name][0]:
        raise SystemExit(f"{name}: the likeliest class is {exact.argmax()}, expected {TARGETS[name][0]}")

    explained = [explain(models, x, target) for target in TARGETS[name]]
    arrays = {"input": x, "logits": exact}
    for prefix, (derivative, facts) in zip(("", "second_"), explained):
        arrays[f"{prefix}target"] = np.int64(facts["target"])
        arrays[f"{prefix}gradient"] = derivative.astype(np.float32)
    entry = {
        "photo": f"photos/{name}.jpg",
        "photoSha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "predictions": [{"index": i, "label": label, "probability": p} for i, label, p in top_five(exact[0])],
        "logitsFloat32VersusOnnxRuntime": float(np.abs(logits[torch.float32] - runtime).max() / np.abs(runtime).max()),
        "logitsFloat64VersusOnnxRuntime": float(np.abs(exact - runtime).max() / np.abs(exact).max()),
        "gradients": [facts for _, facts in explained],
    }
    if name == SMOOTHED:
        smoothed, entry["smoothGrad"] = smooth(models, x, TARGETS[name][0])
        arrays |= smoothed
    np.savez_compressed(GOLDEN / f"{name}.npz", **arrays)
    entry["arrays"] = {key: f"{np.asarray(a).dtype}{list(np.shape(a))}" for key, a in arrays.items()}
    return entry


def main():
    GOLDEN.mkdir(exist_ok=True)
    models = {dtype: load(MODEL, dtype) for dtype in (torch.float64, torch.float32)}
    session = open_session()
    index = {
        "model": {"file": MODEL.relative_to(ROOT).as_posix(), "sha256": hashlib.sha256(MODEL.read_bytes()).hexdigest()},
        "versions": {m.__name__: m.__version__ for m in (torch, onnx, onnxruntime, np, PIL)},
        "files": {name: make(name, models, session) for name in TARGETS},
    }
    (GOLDEN / "index.json").write_text(json.dumps(index, indent=2) + "\n")
    print(json.dumps(index, indent=2))


if __name__ == "__main__":
    main()
