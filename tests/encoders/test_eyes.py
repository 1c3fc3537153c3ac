from pathlib import Path

import numpy as np
import pytest
from mneme.encoders.eyes import Eyes, EyesOptions
from mneme.encoders.fake import FakeFaceDetector, FakeFaceEncoder, FakeSceneEncoder, FakeTextReader
from mneme.encoders.types import Observation, ObservationKind, Sense
from mneme.streams.types import Frame, Glimpse, Image, Sound


def fakes() -> Eyes:
    return Eyes(
        detector=FakeFaceDetector(), encoder=FakeFaceEncoder(), reader=FakeTextReader(), scenes=FakeSceneEncoder()
    )


def shot(i: int) -> Image:
    """Half a second of a film: a person and a sign up to 6 s, then somebody else elsewhere."""
    image = np.random.default_rng(i).integers(90, 110, (180, 320, 3), np.uint8)
    if i >= 12:
        image //= 3
    image[30:90, 100 + i : 160 + i] = (230, 10, 10) if i < 12 else (10, 10, 230)
    return FakeTextReader.write(image, "LAUNCH 14 MAY") if 4 <= i < 12 else image


FILM = [Frame(i * 0.5, shot(i)) for i in range(24)]


def form(seen: Observation) -> tuple:
    vector = None if seen.vector is None else seen.vector.tobytes()
    image = None if seen.image is None else seen.image.tobytes()
    return (seen.kind, seen.span, seen.text, seen.confidence, seen.region, seen.times, vector, image)


def watch(eyes: Eyes, frames: list[Frame], *, clips: tuple[float, ...] = ()) -> list[tuple]:
    seen: list[Observation] = []
    ends = list(clips)
    for frame in frames:
        while ends and frame.time >= ends[0]:
            seen += eyes.end_clip(ends.pop(0))
        seen += eyes.push(frame)
    return [form(one) for one in [*seen, *eyes.end_clip(12.0), *eyes.flush()]]


def test_faces_signs_and_scenes_come_out_of_frames() -> None:
    eyes = fakes()
    assert isinstance(eyes, Sense)
    seen = watch(eyes, FILM)
    assert [one[0] for one in seen].count(ObservationKind.FACE) == 2
    assert [one[2] for one in seen if one[0] is ObservationKind.SIGN] == ["LAUNCH 14 MAY"]
    scenes = [one[1] for one in seen if one[0] is ObservationKind.SCENE]
    assert [(span.start, span.end) for span in scenes] == [(0.0, 6.0), (6.0, 12.0)]


def test_after_a_clip_a_fresh_object_sees_what_the_old_one_would_have_seen() -> None:
    clips = (4.0, 8.0)
    whole = watch(fakes(), FILM, clips=clips)
    old, before = fakes(), []
    for frame in FILM:
        if frame.time >= 4.0:
            break
        before += [form(one) for one in old.push(frame)]
    before += [form(one) for one in old.end_clip(4.0)]
    new = fakes()
    new.restore(old.snapshot())
    assert new.resume_from == 4.0
    after = watch(new, [frame for frame in FILM if frame.time >= new.resume_from], clips=(8.0,))
    assert before + after == whole


def test_a_used_object_forgets_when_it_is_restored() -> None:
    used = fakes()
    for frame in FILM[:5]:
        list(used.push(frame))
    used.restore(b"")
    assert used.resume_from == 0.0
    assert watch(used, FILM) == watch(fakes(), FILM)


def test_what_has_no_model_does_not_come_and_sound_passes_by() -> None:
    eyes = Eyes(scenes=FakeSceneEncoder())
    assert list(eyes.push(Sound(0.0, np.zeros(1600, np.float32)))) == []
    assert {one[0] for one in watch(eyes, FILM)} == {ObservationKind.SCENE}
    assert watch(Eyes(), FILM) == []


def test_no_frames_give_no_observations() -> None:
    assert [*fakes().end_clip(3.0), *fakes().flush()] == []


def test_the_cost_is_counted_by_stage() -> None:
    eyes = fakes()
    watch(eyes, FILM)
    assert {"cuts", "face-detection", "faces", "signs", "scenes"} <= set(eyes.stages)
    assert sum(eyes.stages.values()) > 0


def test_an_option_reaches_its_stage() -> None:
    options = EyesOptions()
    assert options.faces.exemplars == 3
    assert options.signs.look_every == 1.0


# ── on real media with the real models ──────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def models() -> dict:
    from mneme.encoders.registry import available, load

    roles = {"face_detector": "dlib", "face": "dlib", "reader": "rapidocr", "scene": "efficientnet"}
    lacking = [why for why in available(roles).values() if why]
    if lacking:
        pytest.skip(lacking[0])
    return {
        "detector": load("face_detector", "dlib"),
        "encoder": load("face", "dlib"),
        "reader": load("reader", "rapidocr"),
        "scenes": load("scene", "efficientnet"),
    }


def frames_of(path: Path, start: float, end: float) -> list[Frame]:
    """Two frames a second."""
    import av

    found: list[Frame] = []
    with av.open(str(path)) as container:
        for picture in container.decode(video=0):
            time = float(picture.pts * picture.time_base)
            if time >= end:
                break
            if time >= start and (not found or time - found[-1].time >= 0.5 - 1e-6):
                found.append(Frame(time, picture.to_ndarray(format="rgb24")))
    return found


def test_the_kitchen_s_sign_and_faces_are_seen(shared: Path, models: dict) -> None:
    # truth: David 9.0-13.9 with the sign, then Anna and David together until 16.9
    frames = frames_of(shared / "media/video/kitchen.mp4", 8.5, 16.5)
    eyes = Eyes(**models)
    seen = [one for frame in frames for one in eyes.push(frame)] + list(eyes.end_clip(16.5))
    (sign,) = [one for one in seen if one.kind is ObservationKind.SIGN]
    assert sign.text == "SHOPPING: EGGS MILK RICE"
    assert abs(sign.span.start - 9.0) <= 0.5
    assert abs(sign.span.end - 13.9) <= 0.5
    faces = [one for one in seen if one.kind is ObservationKind.FACE and len(one.times) > 1]
    alone, *together = sorted(faces, key=lambda face: face.span.start)
    assert len(together) == 2
    assert set(together[0].times) & set(together[1].times)
    distances = sorted(float(np.linalg.norm(alone.vector - face.vector)) for face in together)
    assert distances[0] < 0.42 < distances[1], "David is David, Anna is not"


@pytest.mark.slow
@pytest.mark.parametrize("name", ["standup", "kitchen"])
def test_a_whole_scene_is_seen_within_its_budget(shared: Path, models: dict, name: str) -> None:
    import json

    truth = json.loads((shared / f"media/video/{name}.truth.json").read_text())
    eyes = Eyes(**models)
    seen: list[Observation] = []
    frames = frames_of(shared / f"media/video/{name}.mp4", 0, 1e9)
    for i, frame in enumerate(frames):
        if i and i % 60 == 0:
            seen += eyes.end_clip(frame.time)
        seen += eyes.push(frame)
    seen += eyes.end_clip(truth["duration"])
    signs = [one.text for one in seen if one.kind is ObservationKind.SIGN]
    assert signs == [sign["text"] for sign in truth["signs"]]
    for face in seen:
        if face.kind is ObservationKind.FACE:  # in nobody's picture, no face
            shown = [one for one in truth["visible"] if one["start"] - 0.5 <= face.span.middle < one["end"] + 0.5]
            x = face.region.center[0] * truth["size"][0]
            assert any(one["box"][0] - 20 <= x <= one["box"][2] + 20 for one in shown), face
    assert sum(eyes.stages.values()) < 0.8 * truth["duration"], eyes.stages  # 0.3 when nothing else runs


def with_glimpses(frames: list[Frame]) -> list[Frame | Glimpse]:
    """Ten glimpses a second: the frames' own brightness, with dark spots on the face, of which the lower ones move."""
    spots = np.kron(np.random.default_rng(5).integers(0, 90, (10, 10)), np.ones((6, 6), int)).astype(np.uint8)
    items: list[Frame | Glimpse] = []
    for i, frame in enumerate(frames):
        items.append(frame)
        for n in range(5):
            luma = np.full((180, 320), 140, np.uint8)
            face = spots.copy()
            face[42:54] = np.roll(face[42:54], 3 * (n % 2), axis=0)
            luma[30:90, 100 + i : 160 + i] -= face
            items.append(Glimpse(frame.time + n / 10, luma))
    return items


def test_lips_are_read_between_frames_and_a_fresh_object_reads_on_as_the_old_one() -> None:
    def traces(eyes: Eyes, items: list[Frame | Glimpse], ends: list[float]) -> list[bytes]:
        seen: list[Observation] = []
        for item in items:
            while ends and item.time >= ends[0]:
                seen += eyes.end_clip(ends.pop(0))
            seen += eyes.push(item)
        seen += eyes.flush()
        return [one.trace for one in seen if one.kind is ObservationKind.FACE]

    items = with_glimpses(FILM)
    eyes = fakes()
    assert eyes.takes_glimpses
    whole = traces(eyes, items, [3.0])
    assert all(max(trace) > 1 for trace in whole)
    assert eyes.stages["lips"] > 0
    old = fakes()
    for item in items:
        if item.time >= 3.0:
            break
        old.push(item)
    before = [one.trace for one in old.end_clip(3.0) if one.kind is ObservationKind.FACE]
    new = fakes()
    new.restore(old.snapshot())
    assert before + traces(new, [item for item in items if item.time >= 3.0], []) == whole


def test_without_faces_no_glimpses_are_taken() -> None:
    eyes = Eyes(scenes=FakeSceneEncoder())
    assert not eyes.takes_glimpses
    assert eyes.push(Glimpse(0.0, np.zeros((9, 16), np.uint8))) == []
