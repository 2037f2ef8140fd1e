"""The forms in which PyTorch can run a network; which is fastest differs from network to network."""

import warnings

import networks
import torch

from answer_lines import describe

TARGET = 1
NOISE = 0.15


class Form:
    """A module, the memory format of its weights, and how many samples a run takes."""

    def __init__(self, source, module, shape, batch, channels_last):
        self.name = f"{source}, {'channels_last' if channels_last else 'contiguous'}, batch {batch}"
        self.format = torch.channels_last if channels_last else torch.contiguous_format
        self.batch = batch
        self.module = module
        generator = torch.Generator().manual_seed(1)
        self.image = torch.randn(1, *shape[1:], generator=generator)
        self.sigma = NOISE * float(self.image.max() - self.image.min())

    def use(self):
        """Sets the weights to this form's format: forms share a module."""
        self.module.to(memory_format=self.format)
        return self


def forms_of(file: str, timm_name: str | None, batches=(1, 4), alive=True):
    """All forms that can be had, and why others cannot: the module that a PyTorch user has, and the ONNX file turned into one."""
    sources, reasons = [], []
    if timm_name:
        module, size = networks.create(timm_name, alive)
        sources.append(("timm's module", module, [1, 3, size, size]))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            sources.append(("onnx2torch", *networks.from_onnx(file)))
        except Exception as error:
            reasons.append("onnx2torch: " + describe(error))
    forms = [
        Form(source, module, shape, batch, channels_last)
        for source, module, shape in sources
        for channels_last in (True, False)
        for batch in batches
    ]
    return forms, reasons
