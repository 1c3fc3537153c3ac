"""all-MiniLM-L6-v2 in plain numpy: sentences to 384 numbers, without torch.

A query is encoded some 20 ms after a cold start of 0.2 s, which keeps `ask` off torch's two seconds.
The network is BERT (Devlin et al. 2019, post-norm, erf GELU) with mean pooling (Reimers & Gurevych 2019).

The vector of a text does not depend on what it is encoded with.  BLAS picks its kernels by the shape of a
product, so the tokens of all texts stand below one another without padding and go through each layer in
blocks of exactly 64 rows; only attention is per text, in shapes that follow from the text alone.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController
from tokenizers import Tokenizer

from ..streams.errors import ModelError
from .models import locate
from .types import EncoderInfo

Matrix = NDArray[np.float32]

_LAYERS, _HEADS, _DIM = 6, 12, 384
_MAX_TOKENS = 256  # the model's own limit (sentence_bert_config.json)
_BLOCK = 64  # rows: the smallest product at which OpenBLAS is near its full speed, and one query's tokens
_BATCH = 1024  # tokens at a time: bounds the memory


class MiniLMTextEncoder:
    """Sentences to vectors of norm 1; bit for bit the same however they are batched."""

    def __init__(
        self, *, weights: Path | str | None = None, tokenizer: Path | str | None = None, threads: int = 1
    ) -> None:
        """Opens the files.

        Args:
            weights: A .safetensors file; where `mneme models pull` has put it by default.
            tokenizer: A tokenizer.json; likewise.
            threads: For BLAS while encoding. Two on two busy cores were ten times slower than one.

        Raises:
            ModelMissing: They are not there.
            ModelError: They are there and are something else.
        """
        weights_path = Path(weights) if weights else locate("all-minilm-l6-v2")
        tokenizer_path = Path(tokenizer) if tokenizer else locate("all-minilm-l6-v2-tokenizer")
        try:
            self._tokenizer = Tokenizer.from_file(str(tokenizer_path))
        except Exception as exc:  # tokenizers raises nothing narrower
            msg = f"{tokenizer_path}: not a tokenizer ({exc}); run `mneme models pull`"
            raise ModelError(msg) from exc
        self._blas = ThreadpoolController()
        self._threads = threads
        self._tokenizer.no_padding()  # the file asks for padding to 128, which would enter the mean
        self._tokenizer.enable_truncation(_MAX_TOKENS)
        tensors = _open_safetensors(weights_path)
        try:
            self._words = tensors["embeddings.word_embeddings.weight"]  # (30522, 384), stays on disk until asked
            self._places = tensors["embeddings.position_embeddings.weight"][:_MAX_TOKENS]
            self._places = self._places + tensors["embeddings.token_type_embeddings.weight"][0]
            self._norm = _norm_of(tensors, "embeddings.LayerNorm")
            self._layers = [_Layer(tensors, f"encoder.layer.{i}.") for i in range(_LAYERS)]
        except KeyError as exc:
            msg = f"{weights_path}: no tensor {exc}; not all-MiniLM-L6-v2"
            raise ModelError(msg) from exc

    @property
    def info(self) -> EncoderInfo:
        """The version is the beginning of the weights' sha256."""
        return EncoderInfo("all-MiniLM-L6-v2", "53aa5117", _DIM)

    def encode(self, texts: Sequence[str]) -> Matrix:
        """(n, 384), rows of norm 1; an empty text gives a zero row. Longer texts are cut at 256 tokens."""
        vectors = np.zeros((len(texts), _DIM), np.float32)
        tokens = [(i, self._tokenizer.encode(text).ids) for i, text in enumerate(texts) if text.strip()]
        batch: list[tuple[int, list[int]]] = []
        for n, item in enumerate(tokens):
            batch.append(item)
            if n + 1 == len(tokens) or sum(len(ids) for _, ids in batch) >= _BATCH:
                with self._blas.limit(limits=self._threads, user_api="blas"):
                    vectors[[i for i, _ in batch]] = self._run([ids for _, ids in batch])
                batch = []
        return vectors

    def _run(self, texts: list[list[int]]) -> Matrix:
        ends = np.cumsum([len(ids) for ids in texts])
        spans = [slice(int(end) - len(ids), int(end)) for ids, end in zip(texts, ends, strict=True)]
        blocks = -(-int(ends[-1]) // _BLOCK)
        state = np.zeros((blocks * _BLOCK, _DIM), np.float32)
        for ids, span in zip(texts, spans, strict=True):
            state[span] = self._words[ids] + self._places[: len(ids)]
        state = _normalize(state, self._norm)
        for layer in self._layers:
            state = layer(state, spans)
        pooled = np.stack([state[span].mean(0) for span in spans])
        norms = np.linalg.norm(pooled, axis=1, keepdims=True)
        return np.asarray(pooled / norms, np.float32)


class _Layer:
    """Self-attention and feed-forward, each with a residual and a norm after it."""

    def __init__(self, tensors: dict[str, Matrix], prefix: str) -> None:
        attention = f"{prefix}attention."
        parts = [_linear(tensors, f"{attention}self.{part}") for part in ("query", "key", "value")]
        self._qkv = (
            np.ascontiguousarray(np.concatenate([w for w, _ in parts], 1)),
            np.concatenate([b for _, b in parts]),
        )
        self._out = _linear(tensors, f"{attention}output.dense")
        self._out_norm = _norm_of(tensors, f"{attention}output.LayerNorm")
        self._up = _linear(tensors, f"{prefix}intermediate.dense")
        self._down = _linear(tensors, f"{prefix}output.dense")
        self._down_norm = _norm_of(tensors, f"{prefix}output.LayerNorm")

    def __call__(self, state: Matrix, spans: list[slice]) -> Matrix:
        heads = _product(state, self._qkv).reshape(-1, 3, _HEADS, _DIM // _HEADS)
        seen = np.zeros_like(state)
        for span in spans:
            query, key, value = heads[span].transpose(1, 2, 0, 3)  # each (heads, tokens, dim)
            scores = query @ key.transpose(0, 2, 1)  # (heads, tokens, tokens)
            scores *= np.float32((_DIM // _HEADS) ** -0.5)
            scores -= scores.max(-1, keepdims=True)
            np.exp(scores, out=scores)
            scores /= scores.sum(-1, keepdims=True)
            seen[span] = (scores @ value).transpose(1, 0, 2).reshape(-1, _DIM)
        state = _normalize(state + _product(seen, self._out), self._out_norm)
        fed = [
            _product(_gelu(_product(block, self._up)), self._down) for block in np.split(state, len(state) // _BLOCK)
        ]
        return _normalize(state + np.concatenate(fed), self._down_norm)


def _product(rows: Matrix, linear: tuple[Matrix, Matrix]) -> Matrix:
    """Gives rows @ weight + bias, as products of `_BLOCK` rows each."""
    weight, bias = linear
    product = (rows.reshape(-1, _BLOCK, rows.shape[1]) @ weight).reshape(len(rows), -1)
    product += bias
    return product


def _gelu(x: Matrix) -> Matrix:
    """GELU, x · Φ(x), with erf by Abramowitz & Stegun 7.1.26 (absolute error below 1.5e-7)."""
    z = np.abs(x)
    z *= np.float32(2**-0.5)
    t = np.float32(1) / (np.float32(1) + np.float32(0.3275911) * z)
    poly = np.float32(1.061405429) * t
    for c in (-1.453152027, 1.421413741, -0.284496736, 0.254829592):
        poly += np.float32(c)
        poly *= t
    z *= z
    np.negative(z, out=z)
    np.exp(z, out=z)
    z *= poly  # 1 - erf(|x| / √2)
    erf = np.copysign(np.float32(1) - z, x)
    erf += np.float32(1)
    erf *= x
    erf *= np.float32(0.5)
    return erf


def _normalize(x: Matrix, norm: tuple[Matrix, Matrix]) -> Matrix:
    """Layer norm with BERT's epsilon."""
    x = x - x.mean(1, keepdims=True)
    x /= np.sqrt((x * x).mean(1, keepdims=True) + np.float32(1e-12))
    x *= norm[0]
    x += norm[1]
    return x


def _norm_of(tensors: dict[str, Matrix], name: str) -> tuple[Matrix, Matrix]:
    return np.array(tensors[f"{name}.weight"]), np.array(tensors[f"{name}.bias"])


def _linear(tensors: dict[str, Matrix], name: str) -> tuple[Matrix, Matrix]:
    """The weight as (in, out), so that rows go through it from the left, and the bias."""
    return np.ascontiguousarray(tensors[f"{name}.weight"].T), np.array(tensors[f"{name}.bias"])


def _open_safetensors(path: Path) -> dict[str, Matrix]:
    """Float32 tensors of a .safetensors file as views of a memory map (the library's own reader copies).

    Layout: 8 bytes little-endian length, a JSON header of that length, then the data
    (https://github.com/huggingface/safetensors, "Format").
    """
    try:
        raw = np.memmap(path, np.uint8, "r")
        size = int.from_bytes(raw[:8].tobytes(), "little")
        header = json.loads(raw[8 : 8 + size].tobytes())
        data = raw[8 + size :]
        return {
            name: np.asarray(data[slice(*entry["data_offsets"])]).view(np.float32).reshape(entry["shape"])
            for name, entry in header.items()
            if name != "__metadata__" and entry["dtype"] == "F32"
        }
    except (OSError, ValueError, KeyError) as exc:
        msg = f"{path}: not a safetensors file ({exc}); run `mneme models pull`"
        raise ModelError(msg) from exc
