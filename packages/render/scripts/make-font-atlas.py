"""Rasterise DejaVu Sans into src/text/generated: the letters of titles and captions, so that no font is needed at run time.

    python scripts/make-font-atlas.py              (from packages/render; needs pillow and matplotlib, whose wheel ships the fonts)

Each glyph is a rectangle of 4-bit coverage (0 = outside, 15 = inside; two to a byte, high half first, row by row, glyph after
glyph without padding between rows), drawn unhinted at EM pixels an em; drawText averages it down to the size in use.
"""

import base64
import shutil
from pathlib import Path

import matplotlib
import numpy as np
from PIL import Image, ImageDraw, ImageFont, features

EM = 26
OVERSAMPLE = 8
SYMBOLS = "–—‘’“”„•…‰←↑→↓−∂∇√∞≈≠≤≥ΔΣαβγεμσ□"
CHARACTERS = [chr(c) for c in range(0x20, 0x7F)] + [chr(c) for c in range(0xA1, 0x100) if c != 0xAD] + list(SYMBOLS)
FACES = {"dejaVuSans": "DejaVuSans.ttf", "dejaVuSansBold": "DejaVuSans-Bold.ttf"}


def coverage(font: ImageFont.FreeTypeFont, character: str) -> tuple[int, int, np.ndarray]:
    """Left edge and top edge from the pen on the baseline, in EM pixels, and the glyph's coverage 0..15."""
    left, top, right, bottom = font.getbbox(character, anchor="ls")
    if right <= left or bottom <= top:
        return 0, 0, np.zeros((0, 0), np.uint8)
    x0, y0 = left // OVERSAMPLE, top // OVERSAMPLE
    width, height = -(-right // OVERSAMPLE) - x0, -(-bottom // OVERSAMPLE) - y0
    picture = Image.new("L", (width * OVERSAMPLE, height * OVERSAMPLE))
    ImageDraw.Draw(picture).text((-x0 * OVERSAMPLE, -y0 * OVERSAMPLE), character, 255, font, anchor="ls")
    cells = np.asarray(picture, float).reshape(height, OVERSAMPLE, width, OVERSAMPLE).mean((1, 3))
    return x0, y0, np.rint(cells / 17).astype(np.uint8)


def atlas(file: Path) -> tuple[list[str], bytes, int, int]:
    font = ImageFont.truetype(str(file), EM * OVERSAMPLE, layout_engine=ImageFont.Layout.BASIC)
    metrics, nibbles = [], []
    for character in CHARACTERS:
        left, top, cells = coverage(font, character)
        height, width = cells.shape
        advance = round(font.getlength(character) / OVERSAMPLE * 64)
        metrics.append(f"{advance} {left} {top} {width} {height}")
        nibbles.append(cells.ravel())
    flat = np.concatenate(nibbles)
    flat = np.append(flat, np.zeros(flat.size % 2, np.uint8)).reshape(-1, 2)
    ascent, descent = (round(v / OVERSAMPLE) for v in font.getmetrics())
    return metrics, (flat[:, 0] << 4 | flat[:, 1]).astype(np.uint8).tobytes(), ascent, descent


def main() -> None:
    fonts = Path(matplotlib.get_data_path()) / "fonts/ttf"
    target = Path(__file__).parent.parent / "src/text/generated"
    target.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(fonts / "LICENSE_DEJAVU", target / "LICENSE-DejaVu.txt")
    characters = "".join(CHARACTERS).replace("\\", "\\\\").replace("'", "\\'")
    for name, file in FACES.items():
        metrics, data, ascent, descent = atlas(fonts / file)
        (target / f"{name}.ts").write_text(
            f"// Written by scripts/make-font-atlas.py from {file}; licence: LICENSE-DejaVu.txt.\n"
            f"import type {{ FontAtlas }} from '../fontAtlas.ts';\n\n"
            f"export const {name}: FontAtlas = {{\n"
            f"  pixelsPerEm: {EM},\n  ascent: {ascent},\n  descent: {descent},\n"
            f"  characters:\n    '{characters}',\n"
            f"  metrics:\n    '{','.join(metrics)}',\n"
            f"  coverage:\n    '{base64.b64encode(data).decode()}',\n}};\n"
        )
        print(name, (target / f"{name}.ts").stat().st_size, "bytes, freetype", features.version("freetype2"))


if __name__ == "__main__":
    main()
