"""PyTorch, Captum and PAIR for `npm run bench`: `torch_peers.py FILE THREADS PEERS [--timm NAME] [--batch N]`.

Each line `{"peer": name, "samples": n}` is a round. Without --batch all forms of the network are tried first, and the one that needs least
processor time runs the rounds; with it the first form of that batch runs, and nothing is tried.
"""

import argparse

import numpy
import torch
from answer_lines import answer_lines, describe, time_runs
from torch_forms import NOISE, TARGET, forms_of


def torch_run(form):
    """Forward pass and gradient of one logit, summed over the batch; weights frozen."""
    noisy = form.image + form.sigma * torch.randn(form.batch, *form.image.shape[1:])
    noisy = noisy.contiguous(memory_format=form.format).requires_grad_(True)
    return torch.autograd.grad(form.module(noisy)[:, TARGET].sum(), noisy)[0].sum(0)


def captum_run(form):
    from captum.attr import NoiseTunnel, Saliency

    image = form.image.contiguous(memory_format=form.format)
    return NoiseTunnel(Saliency(form.module)).attribute(
        image,
        target=TARGET,
        nt_type="smoothgrad",
        nt_samples=form.batch,
        stdevs=form.sigma,
        nt_samples_batch_size=form.batch,
        abs=False,
    )


def pair_run(form):
    """The library asks for one gradient at a time, in channels-last numpy arrays."""
    import saliency.core as saliency

    def gradients(images, call_model_args=None, expected_keys=None):
        tensor = torch.tensor(numpy.moveaxis(numpy.asarray(images), -1, 1), dtype=torch.float32)
        tensor = tensor.contiguous(memory_format=form.format).requires_grad_(True)
        found = torch.autograd.grad(form.module(tensor)[:, TARGET].sum(), tensor)[0]
        return {saliency.INPUT_OUTPUT_GRADIENTS: numpy.moveaxis(found.numpy(), 1, -1)}

    image = form.image[0].permute(1, 2, 0).numpy()
    saliency.GradientSaliency().GetSmoothedMask(
        image, gradients, {}, stdev_spread=NOISE, nsamples=form.batch, magnitude=False
    )


RUNS = {"torch": torch_run, "captum": captum_run, "pair": pair_run}


def cheapest_first(forms):
    """In the order of what plain autograd costs in them, with the reasons of those that fail."""
    found, reasons = [], []
    for form in forms:
        run = lambda form=form: torch_run(form)  # noqa: E731
        try:
            form.use()
            run()
            found.append((min(time_runs(run, 1, form.batch)["cpuMs"] for _ in range(2)), form))
        except Exception as error:
            reasons.append(f"{form.name}: {describe(error)}")
    return [form for _, form in sorted(found, key=lambda pair: pair[0])], reasons


def choose(peer, forms, reasons):
    """The first form in which the peer runs. PAIR takes one sample at a time, whatever it is given."""
    for form in forms:
        if peer == "pair" and form.batch > 1:
            continue
        try:
            form.use()
            return form, time_runs(lambda: RUNS[peer](form), 1, form.batch)["ms"]
        except Exception as error:
            reasons = [*reasons, f"{form.name}: {describe(error)}"]
    raise RuntimeError("; ".join(reasons) or "no form of the network could be had")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("file")
    parser.add_argument("threads", type=int)
    parser.add_argument("peers")
    parser.add_argument("--timm")
    parser.add_argument("--batch", type=int)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    forms, reasons = forms_of(options.file, options.timm, (options.batch,) if options.batch else (1, 4), not options.batch)
    if options.batch is None:
        forms, refused = cheapest_first(forms)
        reasons += refused
    chosen, ready = {}, {}
    for peer in options.peers.split(","):
        try:
            form, ms = (forms[0], None) if options.batch and forms else choose(peer, forms, reasons)
            chosen[peer] = form
            ready[peer] = {"ms": ms, "form": form.name}
        except Exception as error:
            ready[peer] = {"error": describe(error).removeprefix("RuntimeError: ")}

    def answer(question):
        form = chosen[question["peer"]].use()
        run = RUNS[question["peer"]]
        return time_runs(lambda: run(form), -(-question["samples"] // form.batch), form.batch)

    answer_lines({"peers": ready}, answer)


if __name__ == "__main__":
    main()
