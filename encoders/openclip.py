"""OpenCLIP (preset `standard`): pictures and words in one space, so that words find pictures.

The weights come from a local folder or from the hub's cache on this machine.  Nothing here opens a socket:
open_clip, asked for a model by its tag, tries the network for 46 s before it fails.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..streams.errors import ModelError, ModelMissing
from ..streams.types import Frame
from .types import EncoderInfo

REPOSITORY = "laion/CLIP-ViT-B-32-laion2B-s34B-b79K"
"""ViT-B/32 on LAION-2B (MIT), 512 numbers, 600 MB."""
_CONFIG = "open_clip_config.json"


@dataclass(frozen=True, slots=True, eq=False)
class _Model:
    network: Any
    transform: Any
    """A PIL picture to a tensor."""
    tokenizer: Any
    info: EncoderInfo


class OpenClipSceneEncoder:
    """Pictures to vectors that live with those of `OpenClipTextEncoder`. Gives no tags."""

    def __init__(self, *, folder: Path | str = "", repository: str = REPOSITORY, threads: int = 1) -> None:
        """Opens the model; the text encoder of the same one shares it.

        Args:
            folder: Holds `open_clip_config.json` and the weights; "" for the hub's cache.
            repository: The hub's name of the model, where no folder is given.
            threads: torch's, while encoding.

        Raises:
            ModelMissing: It is not there; known at once, without the network.
            ModelError: What is there is something else.
        """
        self._model = _open(_folder(folder, repository))
        self._threads = threads

    @property
    def info(self) -> EncoderInfo:
        """The version is the beginning of a hash of configuration and weights."""
        return self._model.info

    def encode(self, frames: Sequence[Frame]) -> NDArray[np.float32]:
        """(n, dim), rows of norm 1. One by one: a vector must not depend on its neighbours."""
        from PIL import Image as Picture

        rows = np.zeros((len(frames), self.info.dim), np.float32)
        for i, frame in enumerate(frames):
            picture = self._model.transform(Picture.fromarray(frame.image))[None]
            rows[i] = _run(self._model.network.encode_image, picture, self._threads)
        return rows

    def tags(self, frames: Sequence[Frame]) -> Sequence[Sequence[tuple[str, float]]]:
        """None: its pictures are found by words, not labelled with them."""
        return [[] for _ in frames]


class OpenClipTextEncoder:
    """Words to vectors that live with those of `OpenClipSceneEncoder`; for finding pictures, not sentences."""

    def __init__(self, *, folder: Path | str = "", repository: str = REPOSITORY, threads: int = 1) -> None:
        """As `OpenClipSceneEncoder`."""
        self._model = _open(_folder(folder, repository))
        self._threads = threads

    @property
    def info(self) -> EncoderInfo:
        """The same as the picture encoder's: one space."""
        return self._model.info

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, dim), rows of norm 1; an empty text gives a zero row."""
        rows = np.zeros((len(texts), self.info.dim), np.float32)
        for i, text in enumerate(texts):
            if text.strip():
                rows[i] = _run(self._model.network.encode_text, self._model.tokenizer([text]), self._threads)
        return rows


def _folder(folder: Path | str, repository: str) -> Path:
    if folder:
        place = Path(folder).expanduser()
        if not (place / _CONFIG).is_file():
            msg = f"no OpenCLIP model in {place} (it needs {_CONFIG} and the weights); set another folder"
            raise ModelMissing(msg)
        return place
    from huggingface_hub import try_to_load_from_cache

    found = try_to_load_from_cache(repository, _CONFIG)
    if not isinstance(found, str) or not _weights(Path(found).parent):
        msg = (
            f"OpenCLIP model {repository} is not in the hub's cache; run `hf download {repository}` where the hub can "
            "be reached, or set the option `folder` to a folder that holds it"
        )
        raise ModelMissing(msg)
    return Path(found).parent


def _weights(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.suffix in (".safetensors", ".bin", ".pth"))


@lru_cache(maxsize=1)
def _open(folder: Path) -> _Model:
    import open_clip

    try:
        config = json.loads((folder / _CONFIG).read_text())
        network, _, transform = open_clip.create_model_and_transforms(f"local-dir:{folder}", weights_only=True)
        tokenizer = open_clip.get_tokenizer(f"local-dir:{folder}")
        dim = int(config.get("model_cfg", config)["embed_dim"])
    except Exception as exc:  # open_clip, torch and safetensors raise many types of their own
        msg = f"{folder}: not an OpenCLIP model ({exc}); fetch it again or set another folder"
        raise ModelError(msg) from exc
    network.eval()
    return _Model(network, transform, tokenizer, EncoderInfo("openclip", _fingerprint(folder), dim))


def _fingerprint(folder: Path) -> str:
    """Eight hex digits from the configuration and from the weights' size and last 64 kB: reading all takes a second."""
    digest = hashlib.sha256((folder / _CONFIG).read_bytes())
    for path in _weights(folder)[:1]:
        size = path.stat().st_size
        with path.open("rb") as file:
            file.seek(max(0, size - 65_536))
            digest.update(size.to_bytes(8, "little") + file.read())
    return digest.hexdigest()[:8]


def _run(encode: Any, batch: Any, threads: int) -> NDArray[np.float32]:  # noqa: ANN401 - torch's
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(threads)
    try:
        with torch.inference_mode():
            vector = encode(batch)[0].float().numpy()
    finally:
        torch.set_num_threads(before)
    return np.asarray(vector / np.linalg.norm(vector), np.float32)
