"""Runs an ONNX graph of convolutions with PyTorch, in any floating-point type, so that autograd can differentiate it.

Only the operators and forms of the bundled classifier are known; everything else is refused, nothing is guessed.
"""

import onnx
import torch
from onnx import numpy_helper
from torch.nn import functional


def load(path, dtype):
    """The classifier in `path` as a function from a tensor [N,3,H,W] to logits [N,C], computed in `dtype`.

    Float16 weights are widened (exactly) on the way to `dtype`.
    """
    graph = onnx.load(path).graph
    constants = {tensor.name: torch.from_numpy(numpy_helper.to_array(tensor).copy()) for tensor in graph.initializer}
    constants = {name: value.to(dtype) if value.is_floating_point() else value for name, value in constants.items()}
    ((input_name,), (output_name,)) = [value.name for value in graph.input], [value.name for value in graph.output]

    def run(x):
        values = {**constants, input_name: x}
        for node in graph.node:
            attributes = {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}
            if node.op_type not in OPERATORS:
                raise NotImplementedError(f"{node.op_type} ({node.name})")
            arguments = [values[name] for name in node.input]
            values[node.output[0]] = OPERATORS[node.op_type](*arguments, **attributes)
        return values[output_name]

    return run


def conv(x, w, b, kernel_shape, pads, strides, dilations, group):
    top, left, bottom, right = pads
    if (top, left) != (bottom, right):
        raise NotImplementedError(f"Conv with asymmetric pads {pads}")
    return functional.conv2d(x, w, b, stride=strides, padding=(top, left), dilation=dilations, groups=group)


def pad(x, pads, value, mode):
    if mode != b"constant":
        raise NotImplementedError(f"Pad with mode {mode}")
    starts, ends = pads.tolist()[: x.ndim], pads.tolist()[x.ndim :]
    last_axis_first = [amount for axis in reversed(range(x.ndim)) for amount in (starts[axis], ends[axis])]
    return functional.pad(x, last_axis_first, value=value.item())


def gemm(a, b, c, alpha=1.0, beta=1.0, transA=0, transB=0):
    return alpha * (a.T if transA else a) @ (b.T if transB else b) + beta * c


OPERATORS = {
    "Add": lambda a, b: a + b,
    # The weights already are in the type wanted, and nothing else is cast in this graph.
    "Cast": lambda x, to: x,
    "Clip": lambda x, low, high: torch.clamp(x, low.item(), high.item()),
    "Conv": conv,
    "Flatten": lambda x, axis=1: torch.flatten(x, axis),
    "Gemm": gemm,
    "GlobalAveragePool": lambda x: x.mean(dim=(2, 3), keepdim=True),
    "Pad": pad,
}
