"""The networks that peers run: timm's, with random weights, and ONNX files turned into PyTorch modules."""

import torch

# Loading torchvision registers fakes of operators that its build for another torch does not have.
torch.library.register_fake = lambda *_, **__: lambda f: f

SIZES = {"inception_v3": 299}


def create(name: str, alive: bool = True):
    """timm's network in evaluation mode, and the height and width of its input.

    `alive` takes the statistics of BatchNormalization from noise. What a speed is measured with does not need it.
    """
    import timm

    torch.manual_seed(1)
    size = SIZES.get(name, 224)
    model = timm.create_model(name, pretrained=False)
    if alive:
        for module in model.modules():
            if isinstance(module, torch.nn.modules.batchnorm._BatchNorm):
                module.momentum = 1.0
                # The last norm of a residual branch starts at 0: the exporter would fold the branch away.
                if module.weight is not None and not bool(module.weight.detach().any()):
                    torch.nn.init.constant_(module.weight, 0.5)
        model.train()
        with torch.no_grad():
            model(torch.randn(2, 3, size, size))
    return model.eval().requires_grad_(False), size


def from_onnx(path: str):
    """An ONNX file as a PyTorch module, and the shape of its image."""
    import onnx
    from onnx2torch import convert

    proto = onnx.load(path)
    constants = {tensor.name for tensor in proto.graph.initializer}
    image = next(value for value in proto.graph.input if value.name not in constants)
    shape = [dimension.dim_value or 1 for dimension in image.type.tensor_type.shape.dim]
    try:
        module = convert(proto)
    except KeyError:
        # Weights behind an Identity or a Cast: ONNX Runtime folds them.
        module = convert(_with_constants_folded(path))
    return module.eval().requires_grad_(False), shape


def _with_constants_folded(path: str):
    import os
    import tempfile

    import onnx
    import onnxruntime

    with tempfile.TemporaryDirectory() as folder:
        options = onnxruntime.SessionOptions()
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
        options.optimized_model_filepath = os.path.join(folder, "folded.onnx")
        options.log_severity_level = 4
        onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        return onnx.load(options.optimized_model_filepath)
