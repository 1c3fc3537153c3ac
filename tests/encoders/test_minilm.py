import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from mneme.encoders.minilm import MiniLMTextEncoder
from mneme.encoders.models import locate, verify
from mneme.streams.errors import ModelError

SENTENCES = [
    "That is a happy person",
    "That is a happy dog",
    "That is a very happy person",
    "Today is a sunny day",
    "Where are the car keys?",
    "a",
    "I put the car keys in the kitchen drawer, next to the fridge, and nobody has seen them since. " * 30,
    "早上好，大家好。",
]


@pytest.fixture(scope="module")
def encoder() -> MiniLMTextEncoder:
    if not verify("all-minilm-l6-v2"):
        pytest.skip("needs `mneme models pull`")
    return MiniLMTextEncoder()


def test_similarities_are_the_published_ones(encoder: MiniLMTextEncoder) -> None:
    # The model card's example (sentence similarity widget of the hub): 0.695, 0.943, 0.257.
    vectors = encoder.encode(SENTENCES)
    assert vectors[0] @ vectors[1:4].T == pytest.approx([0.695, 0.943, 0.257], abs=1e-3)


def torch_reference(texts: list[str]) -> np.ndarray:
    """The same network by torch's own functions."""
    import torch
    import torch.nn.functional as F  # noqa: N812
    from safetensors.torch import load_file
    from tokenizers import Tokenizer

    w = load_file(locate("all-minilm-l6-v2"))
    tokenizer = Tokenizer.from_file(str(locate("all-minilm-l6-v2-tokenizer")))
    tokenizer.no_padding()
    tokenizer.enable_truncation(256)

    def norm(x, name):
        return F.layer_norm(x, (384,), w[f"{name}.weight"], w[f"{name}.bias"], 1e-12)

    def linear(x, name):
        return F.linear(x, w[f"{name}.weight"], w[f"{name}.bias"])

    def encode(text):
        ids = torch.tensor(tokenizer.encode(text).ids)
        x = w["embeddings.word_embeddings.weight"][ids] + w["embeddings.position_embeddings.weight"][: len(ids)]
        x = norm(x + w["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
        for i in range(6):
            p = f"encoder.layer.{i}."
            parts = [linear(x, f"{p}attention.self.{part}") for part in ("query", "key", "value")]
            q, k, v = (part.view(-1, 12, 32).transpose(0, 1)[None] for part in parts)
            seen = F.scaled_dot_product_attention(q, k, v)[0].transpose(0, 1).reshape(-1, 384)
            x = norm(x + linear(seen, f"{p}attention.output.dense"), f"{p}attention.output.LayerNorm")
            inner = F.gelu(linear(x, f"{p}intermediate.dense"))
            x = norm(x + linear(inner, f"{p}output.dense"), f"{p}output.LayerNorm")
        return F.normalize(x.mean(0), dim=0).numpy()

    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    vectors = np.stack([encode(text) for text in texts])
    torch.set_num_threads(threads)
    return vectors


def test_vectors_agree_with_torch(encoder: MiniLMTextEncoder) -> None:
    assert np.abs(encoder.encode(SENTENCES) - torch_reference(SENTENCES)).max() < 1e-5


def test_a_vector_does_not_depend_on_what_it_is_encoded_with(encoder: MiniLMTextEncoder) -> None:
    together = encoder.encode(SENTENCES * 3)
    assert np.array_equal(together[: len(SENTENCES)], together[len(SENTENCES) : 2 * len(SENTENCES)])
    assert np.array_equal(encoder.encode(SENTENCES[::-1]), together[: len(SENTENCES)][::-1])
    for i, text in enumerate(SENTENCES):
        assert np.array_equal(encoder.encode([text])[0], together[i]), text


def test_empty_texts_give_zero_rows_and_no_texts_give_no_rows(encoder: MiniLMTextEncoder) -> None:
    vectors = encoder.encode(["", "  \n", "word"])
    assert not vectors[:2].any()
    assert np.linalg.norm(vectors[2]) == pytest.approx(1, abs=1e-5)
    assert encoder.encode([]).shape == (0, 384)
    assert encoder.encode(["", ""]).shape == (2, 384)


def test_what_stands_behind_256_tokens_does_not_count(encoder: MiniLMTextEncoder) -> None:
    vectors = encoder.encode(["word " * 254, "word " * 300, "word " * 200])
    assert np.array_equal(vectors[0], vectors[1])
    assert not np.array_equal(vectors[0], vectors[2])


def test_loading_and_a_query_need_no_torch() -> None:
    if not verify("all-minilm-l6-v2"):
        pytest.skip("needs `mneme models pull`")
    code = (
        "import sys; from mneme.encoders.registry import load; load('text', 'minilm').encode(['Where are my keys?']);"
        "print('torch' in sys.modules, 'huggingface_hub' in sys.modules)"
    )
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root)
    assert done.stdout.split() == ["False", "False"]


@pytest.mark.parametrize("content", [b"", b"not a tensor file at all", (40).to_bytes(8, "little") + b"{}"])
def test_broken_weights_give_one_line(encoder: MiniLMTextEncoder, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "model.safetensors"
    path.write_bytes(content)
    with pytest.raises(ModelError, match=r"models pull|not all-MiniLM"):
        MiniLMTextEncoder(weights=path)
    with pytest.raises(ModelError, match="not a tokenizer"):
        MiniLMTextEncoder(tokenizer=path)
