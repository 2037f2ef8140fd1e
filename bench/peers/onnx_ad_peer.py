"""onnx-ad for `npm run bench`: `onnx_ad_peer.py FILE THREADS`. Each line `{"samples": n}` is a round.

Its reverse mode makes an ONNX model, which ONNX Runtime (Python) runs at batch 1.
"""

import sys

import numpy
import onnx
import onnxruntime
from answer_lines import answer_lines, describe, time_runs


def session_of(model: bytes, threads: int):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def with_batch_of_one(model):
    """Open dimensions are the batch: onnx-ad wants numbers."""
    for value in [*model.graph.input, *model.graph.output]:
        for dimension in value.type.tensor_type.shape.dim:
            if dimension.HasField("dim_param"):
                dimension.dim_value = 1
    return onnx.shape_inference.infer_shapes(model)


def main():
    file, threads = sys.argv[1], int(sys.argv[2])
    try:
        from onnx_ad import reverse

        model = with_batch_of_one(onnx.load(file))
        scores = [dimension.dim_value for dimension in model.graph.output[0].type.tensor_type.shape.dim]
        adjoint = reverse(model, layout="onnx")
        session = session_of(adjoint.SerializeToString(), threads)
        constants = {tensor.name for tensor in model.graph.initializer}
        image = next(value for value in model.graph.input if value.name not in constants)
        shape = [dimension.dim_value for dimension in image.type.tensor_type.shape.dim]
        feeds = {image.name: numpy.random.default_rng(1).standard_normal(shape, dtype=numpy.float32)}
        cotangent = numpy.zeros((*scores, 1), numpy.float32)
        cotangent[:, 1] = 1
        forward = None
        for value in session.get_inputs():
            if value.name in feeds:
                continue
            if value.name.startswith("adj"):
                feeds[value.name] = cotangent
            else:  # some graphs also take the forward pass's outputs
                forward = forward or session_of(model.SerializeToString(), threads)
                feeds[value.name] = forward.run([value.name], {image.name: feeds[image.name]})[0]
        run = lambda: session.run(["adj_" + image.name], feeds)  # noqa: E731
        run()
        ms = time_runs(run, 1)["ms"]
    except Exception as error:
        answer_lines({"error": describe(error)}, lambda _: {})
        return
    answer_lines(
        {"peers": {"onnx-ad": {"ms": ms, "form": "batch 1"}}},
        lambda question: time_runs(run, question["samples"]),
    )


if __name__ == "__main__":
    main()
