"""`mneme people enroll`: photographs and voice samples say who somebody is, and are no appearances."""

from __future__ import annotations

import pytest
from mneme.encoders import registry
from mneme.memory.lock import WriteLock
from mneme.memory.privacy.policy import PrivacyPolicy
from mneme.memory.store import Store

import mneme as package
from tests.agent.people_media import BLUE, GREEN, RED, photo


def everything(mneme):
    return mneme("people", "--hidden", "--json").document["people"]


@pytest.fixture
def enroll(pair, fake_preset):
    """Runs `people enroll` with stand-ins for models."""
    return lambda *words: pair("people", "enroll", *words, *fake_preset)


def test_a_photograph_makes_a_person_in_a_memory_that_was_not_there(mneme, fake_preset, tmp_path):
    ran = mneme("people", "enroll", "Ada Byron", "--photo", photo(tmp_path / "ada.png", GREEN), *fake_preset)
    assert (ran.code, ran.out) == (0, "Ada Byron is enrolled by ada.png\n"), ran.err
    (person,) = everything(mneme)
    assert (person["name"], person["confirmed"], person["appearances"]) == ("Ada Byron", True, [])
    assert "photo, ada.png, enrolled" in mneme("people", "show", "Ada Byron").out
    ran = mneme("ask", "Who is there?", *fake_preset)
    assert (ran.code, "memorize something first" in ran.complaint) == (2, True)


def test_enrolling_is_no_appearance_and_no_recording(pair, enroll, tmp_path):
    before = {p["name"]: p["appearances"] for p in everything(pair)}
    moments = pair("timeline", "--json").document
    ran = enroll("Emma Clark", "--photo", photo(tmp_path / "emma.png", RED), "--why", "her passport", "--by", "vera")
    assert ran.code == 0, ran.err
    assert {p["name"]: p["appearances"] for p in everything(pair)} == before
    assert pair("timeline", "--json").document == moments
    assert [each["kind"] for each in pair("status", "--json").document["streams"]] == ["video"]
    with Store.open(pair.memory, mode="read") as store:
        (kept,) = [record for record in store.streams() if record.kind == "enrolled"]
        assert (kept.uri, kept.is_complete, kept.clips) == ("emma.png", True, 1)
        assert store.scan(stream=kept.id) == []
    ran = pair("timeline", "--stream", "emma.png")
    assert (ran.code, "no recording" in ran.complaint) == (2, True)
    entry = pair("people", "log", "--json").document["log"][-1]
    assert (entry["action"], entry["value"], entry["by"], entry["why"]) == (
        "enroll",
        "Emma Clark",
        "vera",
        "her passport",
    )
    assert "photo" in {part["kind"] for part in pair("people", "show", "Emma Clark", "--json").document["parts"]}


def test_the_same_file_again_changes_nothing_and_a_copy_is_the_same(pair, enroll, tmp_path):
    enroll("Emma Clark", "--photo", photo(tmp_path / "emma.png", RED))
    rows, people = pair("status", "--json").document["tables"], everything(pair)
    (tmp_path / "copy.png").write_bytes((tmp_path / "emma.png").read_bytes())
    for file in ("emma.png", "copy.png"):
        ran = enroll("Emma Clark", "--photo", tmp_path / file)
        assert (ran.code, "was enrolled before by" in ran.out) == (0, True)
        assert enroll("Emma Clark", "--photo", tmp_path / file, "--json").document["enrolled"] is False
    assert pair("status", "--json").document["tables"] == rows
    assert everything(pair) == people
    assert len(pair("people", "log", "--json").document["log"]) == 1


def test_undo_gives_back_exactly_the_people_of_before_and_enrolling_again_works(pair, enroll, tmp_path):
    before = everything(pair)
    words = ("Ada Byron", "--photo", photo(tmp_path / "ada.png", GREEN))
    enroll(*words)
    after = everything(pair)
    assert len(after) == len(before) + 1
    assert "enroll Ada Byron" in pair("people", "undo").out
    assert everything(pair) == before
    assert enroll(*words).out == "Ada Byron is enrolled by ada.png\n"
    assert everything(pair) == after


def test_several_files_are_one_decision(pair, enroll, tmp_path):
    files = [photo(tmp_path / "front.png", RED), photo(tmp_path / "side.jpg", RED, quality=95)]
    ran = enroll("Emma Clark", "--photo", files[0], "--photo", files[1], "--photo", files[0])
    assert ran.code == 0, ran.err
    assert len(pair("people", "log", "--json").document["log"]) == 1
    parts = pair("people", "show", "Emma Clark", "--json").document["parts"]
    assert sorted(part["source"] for part in parts if part["kind"] == "photo") == ["front.png", "side.jpg"]


def test_a_file_that_is_enrolled_as_somebody_else_is_refused(pair, enroll, tmp_path):
    file = photo(tmp_path / "emma.png", RED)
    enroll("Emma Clark", "--photo", file)
    people = everything(pair)
    ran = enroll("Martin Reed", "--photo", file)
    assert (ran.code, "enrolled as Emma Clark already" in ran.complaint) == (2, True)
    assert everything(pair) == people


def test_an_enrolled_photograph_can_be_split_off_again(pair, enroll, tmp_path):
    enroll("Emma Clark", "--photo", photo(tmp_path / "wrong.png", BLUE))
    ran = pair("people", "split", "Emma Clark", "--stream", "wrong.png", "--name", "Ada")
    assert ran.code == 0, ran.err
    kinds = {part["kind"] for part in pair("people", "show", "Ada", "--json").document["parts"]}
    assert kinds == {"photo"}
    assert "photo" not in {p["kind"] for p in pair("people", "show", "Emma Clark", "--json").document["parts"]}


def test_what_is_in_the_files_is_looked_at_before_anything_is_written(pair, enroll, tmp_path):
    good, text = photo(tmp_path / "good.png", RED), tmp_path / "text.png"
    text.write_text("not a picture at all")
    rows = pair("status", "--json").document["tables"]
    for words, complaint in (
        (["--photo", photo(tmp_path / "two.png", RED, BLUE)], "2 faces are in it; crop"),
        (["--photo", photo(tmp_path / "none.png")], "no face is found"),
        (["--photo", good, "--photo", text], "not a picture"),
        (["--photo", tmp_path / "missing.png"], "no such file"),
        (["--photo", tmp_path], "not a regular file"),
        ([], "nothing to enroll by"),
        (["--photo", good] * 33, "too many"),
    ):
        ran = enroll("Emma Clark", *words)
        assert (ran.code, complaint in ran.complaint) == (2, True), ran.complaint
    for name, complaint in (("", "is no name"), ("person-0123456789", "nobody is known"), ("x" * 201, "too long")):
        ran = enroll(name, "--photo", good)
        assert (ran.code, complaint in ran.complaint) == (2, True), ran.complaint
    assert pair("status", "--json").document["tables"] == rows
    assert len(pair("people", "log", "--json").document["log"]) == 0


def test_a_new_person_with_a_shorter_name_of_somebody_is_pointed_out(enroll, tmp_path):
    ran = enroll("Emma", "--photo", photo(tmp_path / "new.png", GREEN))
    assert (ran.code, "also known: Emma Clark" in ran.complaint) == (0, True), ran.err
    ran = enroll("Emma Clark", "--photo", photo(tmp_path / "emma.png", RED))
    assert (ran.code, "also known: Emma," in ran.complaint) == (0, True), ran.err


def test_what_the_settings_leave_out_is_told(pair, enroll, film, tmp_path):
    ran = enroll("Emma Clark", "--voice", film(tmp_path / "talk.wav", pictures=0))
    assert (ran.code, "leave out models.voice" in ran.complaint) == (2, True), ran.complaint


def test_a_memory_that_keeps_no_faces_takes_no_photograph(pair, enroll, tmp_path):
    with Store.open(pair.memory, mode="write") as store:
        store.put_privacy(PrivacyPolicy(faces=False))
    ran = enroll("Emma Clark", "--photo", photo(tmp_path / "emma.png", RED))
    assert (ran.code, "keeps no faces" in ran.complaint) == (2, True)


def test_somebody_without_a_name_is_enrolled_by_the_id_and_stays_without(pair, enroll, tmp_path):
    parts = pair("people", "show", "Martin Reed", "--json").document["parts"]
    face = next(part["number"] for part in parts if part["kind"] == "face")
    pair("people", "split", "Martin Reed", face)
    nameless = next(person for person in everything(pair) if person["name"] is None)
    assert enroll(nameless["id"], "--photo", photo(tmp_path / "m.png", BLUE)).code == 0
    after = next(person for person in everything(pair) if person["name"] is None)
    assert after["confirmed"]
    assert after["appearances"] == nameless["appearances"]


def test_somebody_else_who_writes_is_told_of_before_anything_is_looked_at(pair, enroll, tmp_path):
    lock = WriteLock(pair.memory / "lock")
    lock.acquire()
    try:
        ran = enroll("Emma Clark", "--photo", tmp_path / "missing.png")
        assert (ran.code, "is writing to the memory" in ran.complaint) == (2, True)
    finally:
        lock.release()


@pytest.mark.slow
def test_who_is_enrolled_by_a_photograph_is_known_in_a_film_that_comes_later_or_earlier(shared, tmp_path):
    missing = [registry.missing(role, name) for role, name in (("face", "dlib"), ("voice", "wespeaker"))]
    if any(missing):
        pytest.skip(f"needs the models: {missing}")
    film, faces = shared / "media" / "video" / "kitchen.mp4", shared / "media" / "faces"
    options = ["models.reader=null", "models.scene=null", "models.recognizer=null", "models.text=null"]
    with package.open(tmp_path / "m", overrides=options) as memory:
        memory.index(film)
        before = memory.people()
        enrolled = [memory.enroll(f"Guest {n}", photos=faces / f"p{n}_a.jpg")[0] for n in range(1, 7)]
        assert len(enrolled) == 6
        found = [p for p in memory.people() if p.appearances and (p.name or "").startswith("Guest")]
        assert found, "nobody of the film is one of the photographs"
        for _ in range(6):
            memory.undo()
        assert memory.people() == before
    with package.open(tmp_path / "later", overrides=options) as memory:
        for n in range(1, 7):
            memory.enroll(f"Guest {n}", photos=faces / f"p{n}_a.jpg")
        memory.index(film)
        assert {p.name for p in memory.people() if p.appearances and (p.name or "").startswith("Guest")} == {
            p.name for p in found
        }
