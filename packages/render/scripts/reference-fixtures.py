"""Write src/fixtures/reference.json: the numbers the tests of scaling, text, PNG and terminal are held against.

    python scripts/reference-fixtures.py           (from packages/render; needs numpy, pillow and matplotlib for its DejaVu Sans)
"""

import base64
import io
import json
from pathlib import Path

import matplotlib
import numpy as np
import PIL
from PIL import Image, ImageDraw, ImageFont
from PIL.PngImagePlugin import PngInfo

RNG = np.random.default_rng(2017)
OVERSAMPLE = 16


def scaling() -> dict:
    m = RNG.standard_normal((3, 9, 13)).astype(np.float32)
    v = m.astype(float)
    total = v.sum(0)
    reduced = {
        "absolute": {
            "sum": np.abs(v).sum(0),
            "max": np.abs(v).max(0),
            "mean": np.abs(v).mean(0),
            "l2": np.linalg.norm(v, axis=0),
        },
        "signed": {"sum": total, "mean": v.mean(0)},
        "positive": {"sum": np.maximum(total, 0), "mean": np.maximum(v.mean(0), 0)},
    }
    scaled = {}
    for sign, by_reduction in reduced.items():
        r = by_reduction["sum"]
        limit = np.percentile(np.abs(r), 99)
        scaled[sign] = {"limit": limit, "data": np.clip(r / limit, -1, 1).ravel().tolist()}
    listed = {s: {k: a.ravel().tolist() for k, a in by.items()} for s, by in reduced.items()}
    return {"shape": list(m.shape), "map": m.ravel().tolist(), "reduced": listed, "scaled": scaled}


def percentiles() -> dict:
    values = RNG.standard_normal(101).astype(np.float32)[:97]
    points = [0, 1, 12.5, 50, 90, 99, 99.9, 100]
    return {"values": values.tolist(), "p": points, "expected": [float(np.percentile(values.astype(float), p)) for p in points]}


def glyph(file: str, character: str, size: int) -> dict:
    """One letter at `size` pixels an em, box-averaged from 16 times the size, pen at (8, 24) of a 32 x 32 white picture."""
    font = ImageFont.truetype(file, size * OVERSAMPLE, layout_engine=ImageFont.Layout.BASIC)
    picture = Image.new("L", (32 * OVERSAMPLE, 32 * OVERSAMPLE), 255)
    ImageDraw.Draw(picture).text((8 * OVERSAMPLE, 24 * OVERSAMPLE), character, 0, font, anchor="ls")
    return {"character": character, "size": size, "pixels": np.asarray(picture.reduce(OVERSAMPLE)).ravel().tolist()}


def text() -> dict:
    fonts = Path(matplotlib.get_data_path()) / "fonts/ttf"
    faces = {"regular": str(fonts / "DejaVuSans.ttf"), "bold": str(fonts / "DejaVuSans-Bold.ttf")}
    sentence = "SmoothGrad, n = 50, 15 % noise: σ = 0.15 × (max − min) — Größe"
    out = {"sentence": sentence}
    for weight, file in faces.items():
        big = ImageFont.truetype(file, 1000, layout_engine=ImageFont.Layout.BASIC)
        advances = sum(big.getlength(c) for c in sentence) / 1000
        out[weight] = {"ems": advances, "glyphs": [glyph(file, c, s) for c, s in [("g", 13), ("é", 15), ("σ", 18), ("W", 26)]]}
    return out


def png() -> dict:
    picture = RNG.integers(0, 256, (4, 5, 3), np.uint8)
    info = PngInfo()
    info.add_text("Comment", "another chunk")
    info.add_text("smoothgrad", '{"label":"gro\\u00dfe Katze","n":50}')
    file = io.BytesIO()
    Image.fromarray(picture).save(file, "PNG", pnginfo=info)
    return {"file": base64.b64encode(file.getvalue()).decode(), "provenance": {"label": "große Katze", "n": 50}}


def terminal() -> dict:
    picture = RNG.integers(0, 256, (10, 14, 3), np.uint8)
    boxes = []
    for width, height in [(7, 5), (1, 1), (28, 20)]:
        small = Image.fromarray(picture).resize((width, height), Image.Resampling.BOX if width <= 14 else Image.Resampling.NEAREST)
        boxes.append({"width": width, "height": height, "data": np.asarray(small).ravel().tolist()})
    return {"width": 14, "height": 10, "data": picture.ravel().tolist(), "boxes": boxes}


def main() -> None:
    parts = {"scaling": scaling(), "percentiles": percentiles(), "text": text(), "png": png(), "terminal": terminal()}
    lines = [f'  "versions": "numpy {np.__version__}, pillow {PIL.__version__}, matplotlib {matplotlib.__version__}"']
    lines += [f'  "{name}": {json.dumps(part, ensure_ascii=False, separators=(",", ":"))}' for name, part in parts.items()]
    target = Path(__file__).parent.parent / "src/fixtures/reference.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main()
