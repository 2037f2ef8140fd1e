"""Expected pixels and tensors for the tests of @smoothgrad/image, from Pillow and numpy (scikit-image for one photo).

    python scripts/pillow-fixtures.py            (in packages/image; written with Pillow 13.0, numpy 2.4, scikit-image 0.26)

Writes src/fixtures/fixtures.json (what is where) and src/fixtures/fixtures.bin (the bytes, little endian).
The photo is a crop of skimage.data.chelsea() (Stefan van der Walt, CC0); everything else is synthetic or seeded noise.
Large results are kept as SHA-256 of the pixels and a few tensor elements, so that real sizes are covered by few bytes.
"""

import hashlib
import json
import math
from pathlib import Path

import numpy as np
import skimage.data
from PIL import Image, ImageOps

FOLDER = Path(__file__).parent.parent / "src" / "fixtures"
FILTERS = {
    "nearest": Image.Resampling.NEAREST,
    "box": Image.Resampling.BOX,
    "bilinear": Image.Resampling.BILINEAR,
    "hamming": Image.Resampling.HAMMING,
    "bicubic": Image.Resampling.BICUBIC,
    "lanczos": Image.Resampling.LANCZOS,
}
blob = bytearray()


def store(array):
    """Appends the array, 4-byte aligned, and says where it is."""
    array = np.ascontiguousarray(array)
    blob.extend(b"\0" * (-len(blob) % 4))
    offset = len(blob)
    blob.extend(array.astype(array.dtype.newbyteorder("<")).tobytes())
    return {"offset": offset, "length": int(array.size), "type": str(array.dtype)}


def digest(array):
    return hashlib.sha256(np.ascontiguousarray(array).tobytes()).hexdigest()


def stored_image(array):
    height, width = array.shape[:2]
    return {"width": width, "height": height, "channels": 1 if array.ndim == 2 else array.shape[2], "data": store(array)}


def formula_image(width, height):
    """A picture the tests can make themselves: integer arithmetic only."""
    y, x, c = np.meshgrid(np.arange(height), np.arange(width), np.arange(3), indexing="ij")
    return ((x * x * 3 + y * x * 7 + y * y * (c + 1) + c * 91) // 64 % 256).astype(np.uint8)


def resize(array, size, name):
    return np.asarray(Image.fromarray(array).resize(size, FILTERS[name]))


def resize_cases(images):
    targets = {
        "noise": [(9, 7), (41, 29), (23, 40), (50, 17), (1, 1), (23, 17)],
        "grey": [(13, 8), (57, 3), (1, 31), (80, 60)],
        "row": [(11, 1), (90, 1), (5, 4)],
        "column": [(1, 12), (1, 70), (3, 5)],
        "dot": [(4, 3)],
        "photo": [(36, 25)],
        # Steps that are not exact in binary: the nearest filter accumulates them.
        "line": [(700, 1), (333, 2), (97, 1)],
        "stripes": [(5, 3), (61, 50)],
    }
    return [
        {"image": key, "filter": name, "width": w, "height": h, "sha256": digest(result)}
        | ({"data": store(result)} if result.size <= 1200 else {})
        for key, sizes in targets.items()
        for (w, h) in sizes
        for name in FILTERS
        for result in [resize(images[key], (w, h), name)]
    ]


def large_resize_cases():
    sizes = [((640, 480), (256, 192)), ((640, 480), (299, 299)), ((300, 451), (224, 337)), ((97, 131), (640, 480))]
    # Around the point from which Pillow 13 resizes the columns first, and far beyond it.
    sizes += [((120, 320), (60, 200)), ((120, 320), (60, 199)), ((90, 400), (32, 142)), ((90, 60), (200, 40))]
    return [
        {"from": list(source), "filter": name, "width": w, "height": h, "sha256": digest(resize(formula_image(*source), (w, h), name))}
        for source, (w, h) in sizes
        for name in FILTERS
    ]


def centre_crop(array, width, height):
    """First row floor((H - h) / 2), zeros beyond the border (Hugging Face's center_crop)."""
    out = np.zeros((height, width) + array.shape[2:], array.dtype)
    top, left = (array.shape[0] - height) // 2, (array.shape[1] - width) // 2
    for y in range(height):
        for x in range(width):
            if 0 <= top + y < array.shape[0] and 0 <= left + x < array.shape[1]:
                out[y, x] = array[top + y, left + x]
    return out


def prepare(array, recipe):
    """Pillow and numpy float32, step by step in the order of a Hugging Face image processor."""
    image = Image.fromarray(array)
    if recipe["channels"] == "L":
        image = image.convert("L")
    rule = recipe["resize"]
    if rule["mode"] == "exact":
        size = (rule["width"], rule["height"])
    else:
        short, long = min(image.size), max(image.size)
        other = int(rule["size"] * long / short)
        size = (rule["size"], other) if image.width <= image.height else (other, rule["size"])
    pixels = np.asarray(image.resize(size, FILTERS[recipe["filter"]]))
    if "crop" in recipe:
        pixels = centre_crop(pixels, recipe["crop"]["width"], recipe["crop"]["height"])
    values = pixels.reshape(pixels.shape[0], pixels.shape[1], -1).astype(np.float32)
    if recipe["channels"] == "BGR":
        values = values[..., ::-1]
    values = values * np.float32(recipe["rescale"])
    values = (values - np.array(recipe["mean"], np.float32)) / np.array(recipe["std"], np.float32)
    return pixels, values.transpose(2, 0, 1)


def recipes():
    edge = lambda size: {"mode": "shortest-edge", "size": size}
    side = lambda size: {"width": size, "height": size}
    half = {"mean": [0.5] * 3, "std": [0.5] * 3}
    imagenet = {"mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225]}
    raw = {"mean": [0], "std": [1]}
    return {
        "efficientnet-lite0": {"resize": edge(256), "filter": "bicubic", "crop": side(224), "rescale": 1, "mean": [127] * 3, "std": [128] * 3, "channels": "RGB"},
        "inception-v3-nsfw": {"resize": edge(299), "filter": "bilinear", "crop": side(299), "rescale": 1 / 255, **raw, "channels": "RGB"},
        "mobilenet": {"resize": edge(256), "filter": "bicubic", "crop": side(224), "rescale": 1 / 255, **half, "channels": "RGB"},
        "squeezenet-1.1": {"resize": edge(256), "filter": "bicubic", "crop": side(227), "rescale": 1, "mean": [103.939, 116.779, 123.68], "std": [1] * 3, "channels": "BGR"},
        "tiny-darknet": {"resize": edge(256), "filter": "bicubic", "crop": side(224), "rescale": 1 / 255, **raw, "channels": "RGB"},
        "vit-tiny": {"resize": edge(248), "filter": "bicubic", "crop": side(224), "rescale": 1 / 255, **half, "channels": "RGB"},
        "torchvision": {"resize": edge(256), "filter": "bilinear", "crop": side(224), "rescale": 1 / 255, **imagenet, "channels": "RGB"},
        "exact": {"resize": {"mode": "exact", "width": 160, "height": 128}, "filter": "lanczos", "rescale": 1 / 255, **imagenet, "channels": "RGB"},
        "bgr-std": {"resize": edge(70), "filter": "box", "crop": {"width": 65, "height": 61}, "rescale": 1 / 255, "mean": [0.4, 0.45, 0.5], "std": [0.2, 0.25, 0.3], "channels": "BGR"},
        "padded": {"resize": edge(41), "filter": "hamming", "crop": {"width": 90, "height": 46}, "rescale": 1 / 255, **imagenet, "channels": "RGB"},
        "grey": {"resize": {"mode": "exact", "width": 28, "height": 28}, "filter": "bilinear", "rescale": 1 / 255, "mean": [0.1307], "std": [0.3081], "channels": "L"},
    }


def pipeline_cases():
    """Real recipes at their real size: hash of the pixels, every 997th element of the tensor [C,H,W]."""
    cases = []
    for source in [(500, 375), (333, 417)]:
        array = formula_image(*source)
        for name, recipe in recipes().items():
            pixels, tensor = prepare(array, recipe)
            cases.append(
                {"name": name, "from": list(source), "recipe": recipe, "height": pixels.shape[0], "width": pixels.shape[1]}
                | {"sha256": digest(pixels), "stride": 997, "elements": store(tensor.reshape(-1)[::997].astype(np.float32))}
            )
    return cases


def photo_pipeline(photo):
    """One whole tensor of a real photo, in both layouts' common order [C,H,W]."""
    recipe = recipes()["torchvision"] | {"resize": {"mode": "shortest-edge", "size": 41}, "crop": {"width": 36, "height": 36}}
    pixels, tensor = prepare(photo, recipe)
    return {"recipe": recipe, "pixels": store(pixels), "tensor": store(tensor.astype(np.float32))}


def orientation_cases(array):
    image = Image.fromarray(array)
    cases = []
    for orientation in range(1, 9):
        tagged = image.copy()
        tagged.getexif()[0x0112] = orientation
        cases.append({"orientation": orientation} | stored_image(np.asarray(ImageOps.exif_transpose(tagged))))
    return cases


def alpha_table():
    """Every value (row) at every alpha (column) over white."""
    value, alpha = np.meshgrid(np.arange(256), np.arange(256), indexing="ij")
    rgba = np.stack([value, value, value, alpha], axis=-1).astype(np.uint8)
    white = Image.new("RGBA", (256, 256), (255, 255, 255, 255))
    result = np.asarray(Image.alpha_composite(white, Image.fromarray(rgba)))[..., 0]
    return {"sha256": digest(result), "every17": store(result[::17, ::17])}


def main():
    rng = np.random.default_rng(20170612)
    noise = lambda *shape: rng.integers(0, 256, shape, dtype=np.uint8)
    images = {
        "noise": noise(17, 23, 3),
        "grey": noise(29, 41),
        "row": noise(1, 37, 3),
        "column": noise(33, 1),
        "dot": noise(1, 1, 3),
        "photo": np.ascontiguousarray(skimage.data.chelsea()[70:131, 130:227]),
        "line": noise(1, 501),
        # Black and white stripes: overshoot of the negative lobes is clipped at both ends.
        "stripes": np.where((np.indices((19, 31)).sum(0) // 3 % 2)[..., None], 255, 0).astype(np.uint8).repeat(3, axis=2),
    }
    fixtures = {
        "images": {key: stored_image(array) for key, array in images.items()},
        "resize": resize_cases(images),
        "largeResize": large_resize_cases(),
        "luminance": {"photo": store(np.asarray(Image.fromarray(images["photo"]).convert("L")))},
        "orientation": {"image": stored_image(noise(4, 3, 3)), "cases": []},
        "alpha": alpha_table(),
        "pipelines": pipeline_cases(),
        "photo": photo_pipeline(images["photo"]),
    }
    upright = fixtures["orientation"]["image"]["data"]
    array = np.frombuffer(bytes(blob[upright["offset"] : upright["offset"] + upright["length"]]), np.uint8).reshape(4, 3, 3)
    fixtures["orientation"]["cases"] = orientation_cases(array)
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "fixtures.bin").write_bytes(bytes(blob))
    (FOLDER / "fixtures.json").write_text(json.dumps(fixtures, indent=1, default=float) + "\n")
    print(f"{len(blob)} bytes, {math.ceil((FOLDER / 'fixtures.json').stat().st_size / 1000)} kB of JSON")


main()
