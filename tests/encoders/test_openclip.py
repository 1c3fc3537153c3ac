import json
import time
from pathlib import Path

import numpy as np
import pytest
from mneme.encoders.openclip import OpenClipSceneEncoder, OpenClipTextEncoder
from mneme.encoders.registry import load
from mneme.streams.errors import ModelError, ModelMissing
from mneme.streams.types import Frame

TINY = {
    "embed_dim": 16,
    "vision_cfg": {"image_size": 32, "layers": 1, "width": 32, "head_width": 16, "patch_size": 16},
    "text_cfg": {"context_length": 77, "vocab_size": 49408, "width": 32, "heads": 2, "layers": 1},
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model of random weights, as the hub lays them out."""
    import open_clip
    import torch
    from safetensors.torch import save_file

    place = tmp_path_factory.mktemp("tiny-clip")
    (place / "open_clip_config.json").write_text(json.dumps({"model_cfg": TINY, "preprocess_cfg": {}}))
    torch.manual_seed(0)
    network = open_clip.CLIP(
        TINY["embed_dim"], open_clip.CLIPVisionCfg(**TINY["vision_cfg"]), open_clip.CLIPTextCfg(**TINY["text_cfg"])
    )
    state = {name: tensor.contiguous() for name, tensor in network.state_dict().items()}
    save_file(state, str(place / "open_clip_model.safetensors"))
    return place


def frames(count: int) -> list[Frame]:
    rng = np.random.default_rng(0)
    return [Frame(i, rng.integers(0, 255, (48, 64, 3), np.uint8)) for i in range(count)]


def test_pictures_and_words_share_one_space_and_one_model(folder: Path) -> None:
    pictures, words = OpenClipSceneEncoder(folder=folder), OpenClipTextEncoder(folder=folder)
    assert pictures.info == words.info
    assert pictures.info.dim == 16
    assert pictures._model is words._model
    assert pictures.encode(frames(2)).shape == words.encode(["a dog", "a cat"]).shape == (2, 16)


def test_a_vector_does_not_depend_on_what_it_is_encoded_with(folder: Path) -> None:
    pictures, words = OpenClipSceneEncoder(folder=folder), OpenClipTextEncoder(folder=folder)
    assert np.array_equal(pictures.encode(frames(3))[2], pictures.encode(frames(3)[2:])[0])
    rows = words.encode(["a dog", "", "a cat"])
    assert np.array_equal(rows[2], words.encode(["a cat"])[0])
    assert not rows[1].any()
    assert np.linalg.norm(rows[2]) == pytest.approx(1, abs=1e-5)
    assert pictures.tags(frames(2)) == [[], []]


def test_other_weights_have_another_version(folder: Path, tmp_path: Path) -> None:
    from mneme.encoders.openclip import _fingerprint

    for path in folder.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    assert _fingerprint(tmp_path) == _fingerprint(folder)
    weights = bytearray((tmp_path / "open_clip_model.safetensors").read_bytes())
    weights[-3] ^= 1
    (tmp_path / "open_clip_model.safetensors").write_bytes(weights)
    assert _fingerprint(tmp_path) != _fingerprint(folder)


def test_a_model_that_is_not_there_is_known_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    start = time.perf_counter()
    with pytest.raises(ModelMissing, match="folder"):
        load("scene", "openclip", folder=str(tmp_path))
    with pytest.raises(ModelMissing, match="hub's cache"):
        load("text", "openclip", repository="nobody/has-this-model")
    assert time.perf_counter() - start < 5  # 0.5 s when nothing else runs; open_clip itself takes 46 s to give up


def test_a_broken_model_gives_one_line(tmp_path: Path) -> None:
    (tmp_path / "open_clip_config.json").write_text(json.dumps({"model_cfg": TINY}))
    (tmp_path / "open_clip_model.safetensors").write_bytes(b"no weights")
    with pytest.raises(ModelError, match="not an OpenCLIP model") as raised:
        OpenClipSceneEncoder(folder=tmp_path)
    assert "\n" not in str(raised.value)
