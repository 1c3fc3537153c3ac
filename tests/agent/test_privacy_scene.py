"""Enrolled only, on a real scene with real models: of whoever is not enrolled nothing but words is on the disk."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from mneme.encoders.types import ObservationKind
from mneme.memory.store import Store

from tests.agent.conftest import Mneme

pytestmark = pytest.mark.slow


def test_one_photograph_enrolled_gives_one_person_with_a_face_and_no_other_face_on_the_disk(
    mneme: Mneme, shared: Path
) -> None:
    from mneme.encoders.dlib_faces import DlibFaceDetector, DlibFaceEncoder

    photo = shared / "media" / "faces" / "p4_a.jpg"
    assert mneme("privacy", "--people", "enrolled").code == 0
    assert mneme("people", "enroll", "Anna", "--photo", photo).code == 0
    ran = mneme("index", shared / "media" / "video" / "standup.mp4", "--quiet")
    assert ran.code == 0, ran.err

    people = mneme("people", "--json").document["people"]
    assert [(person["name"], {each["via"] for each in person["appearances"]}) for person in people] == [
        ("Anna", {"face"})
    ]
    seconds = sum(each["end"] - each["start"] for each in people[0]["appearances"])
    assert 30 <= seconds <= 46, "Anna is on the screen for 43.9 s"

    with Store.open(mneme.memory, mode="read") as store:
        observations = store.observations()
        faces = [each for each in observations if each.kind is ObservationKind.FACE]
        assert {each.unit for each in faces} <= set(store.people()[0].units)
        turns = [each for each in observations if each.kind is ObservationKind.TURN]
        assert len(turns) >= 11
        assert {(each.vector is None, each.unit, each.label, each.trace) for each in turns} == {(True, "", "", b"")}
        assert all(clip.snapshot == b"" for record in store.streams() for clip in store.clips(record.id))
        kept_pictures = {each.thumbnail for each in faces}

    # Every picture on the disk, looked at twice as closely as when it was kept: whoever is found is Anna.
    detector, encoder = DlibFaceDetector(upsample=1), DlibFaceEncoder()
    picture = cv2.cvtColor(cv2.imread(str(photo)), cv2.COLOR_BGR2RGB)
    anna = encoder.encode(picture, [detector.detect(picture)[0][0]])[0]
    media = mneme.memory / "media"
    found = 0
    for path in sorted(media.rglob("*.jpg")):
        image = cv2.cvtColor(cv2.imread(str(path)), cv2.COLOR_BGR2RGB)
        image = np.asarray(cv2.resize(image, None, fx=2, fy=2), np.uint8)
        boxes = [region for region, _ in detector.detect(image)]
        if str(path.relative_to(media)) not in kept_pictures:
            assert boxes == [], f"{path.name} shows a face"
            continue
        assert len(boxes) == 1, f"{path.name} shows {len(boxes)} faces"
        assert float(encoder.encode(image, boxes)[0] @ anna) > 0.92
        found += 1
    assert found == len(kept_pictures)
    assert found >= 6
