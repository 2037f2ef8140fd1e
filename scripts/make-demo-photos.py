"""Makes photos/cat.jpg, coffee.jpg and cat-and-coffee.jpg from scikit-image's CC0 photographs (photos/CREDITS.md).

python scripts/make-demo-photos.py
"""

import hashlib

import skimage.data
from PIL import Image

from classifier import ROOT, open_session, prepare, top_five

PHOTOS = ROOT / "photos"
CATS = {281, 282, 285}  # tabby, tiger cat, Egyptian cat
ESPRESSO = 967


def side_by_side(cat, coffee):
    """400 x 300: the cat's face beside the cup.

    The columns are chosen so that the centre crop of the preparation (columns 69 to 331 of this picture) still holds
    an eye and the nose of the cat, and most of the cup, each large enough to be among the five likeliest classes.
    """
    coffee = coffee.resize((coffee.width * cat.height // coffee.height, cat.height), Image.Resampling.BICUBIC)
    left, right = cat.crop((130, 0, 345, cat.height)), coffee.crop((130, 0, 315, cat.height))
    picture = Image.new("RGB", (left.width + right.width, cat.height))
    picture.paste(left, (0, 0))
    picture.paste(right, (left.width, 0))
    return picture


def main():
    PHOTOS.mkdir(exist_ok=True)
    cat, coffee = Image.fromarray(skimage.data.chelsea()), Image.fromarray(skimage.data.coffee())
    wanted = {
        "cat.jpg": (cat, [CATS]),
        "coffee.jpg": (coffee, [{ESPRESSO}]),
        "cat-and-coffee.jpg": (side_by_side(cat, coffee), [CATS, {ESPRESSO}]),
    }
    session = open_session()
    for name, (photo, classes) in wanted.items():
        path = PHOTOS / name
        # No chroma subsampling: decoders upsample colour differently, and the pixels should be the same everywhere.
        photo.save(path, quality=92, subsampling=0, optimize=True)
        (logits,) = session.run(["logits"], {"input": prepare(Image.open(path))})
        predictions = top_five(logits[0])
        found = {index for index, _, _ in predictions}
        if not all(found & group for group in classes):
            raise SystemExit(f"{name}: the classifier does not see {classes} among its five likeliest: {predictions}")
        print(path.relative_to(ROOT), photo.size, hashlib.sha256(path.read_bytes()).hexdigest())
        print("  " + ", ".join(f"{index} {label} {probability:.3f}" for index, label, probability in predictions))


if __name__ == "__main__":
    main()
