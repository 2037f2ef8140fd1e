"""Write matplotlib's viridis and inferno as 8-bit tables: the fixture of the colour-map tests.

    python scripts/colormap-fixtures.py            (from packages/render; needs matplotlib)
    python scripts/colormap-fixtures.py --hex NAME (prints the table of src/colormaps/NAME.ts)

8 bit means rounded, as in matplotlib.colors.to_hex; Colormap(..., bytes=True) cuts off instead and is up to 1 lower.
"""

import json
import sys
from pathlib import Path

import matplotlib
import numpy as np

NAMES = ["inferno", "viridis"]


def table(name: str) -> list[list[int]]:
    colours = matplotlib.colormaps[name](np.arange(256))[:, :3]
    return np.rint(colours * 255).astype(int).tolist()


def main() -> None:
    if "--hex" in sys.argv:
        entries = ["".join(f"{c:02x}" for c in rgb) for rgb in table(sys.argv[-1])]
        for start in range(0, 256, 16):
            print("".join(entries[start : start + 16]))
        return
    target = Path(__file__).parent.parent / "src/colormaps/fixtures/matplotlib.json"
    lines = [f'  "matplotlib": "{matplotlib.__version__}"']
    lines += [f'  "{name}": {json.dumps(table(name), separators=(",", ":"))}' for name in NAMES]
    target.write_text("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main()
