"""`mneme people show`: where names come from, parts, links with evidence; a page and a picture that stand alone."""

from __future__ import annotations

import base64
import io
import re
import shutil
import wave
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from mneme.agent import api
from mneme.agent.cli_people_show import may_be_lines
from mneme.agent.person_sheet import _lines
from mneme.agent.portraits import Portrait
from mneme.memory.store import Store
from mneme.memory.types import Decision, MayBe

HOSTILE = '<script>alert("x")</script> & "\'><img src=http://evil.example/x>'


class Page(HTMLParser):
    """The tags and the text of a page."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.words, self.open = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        if tag not in ("meta", "img", "br", "link"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)

    def all(self, wanted):
        return [attributes for tag, attributes in self.tags if tag == wanted]


def shown(pair, path, who="Emma Clark", *more):
    ran = pair("people", "show", who, "--html", path, *more)
    assert ran.code == 0, ran.err
    return Page(path.read_text(encoding="utf-8"))


def test_a_person_is_shown_with_names_parts_links_facts_and_decisions(pair):
    pair("people", "name", "Emma Clark", "Emma Clark", "--by", "vera", "--why", "I know her")
    out = pair("people", "show", "Emma Clark").out
    assert "confirmed" in out.splitlines()[0]
    assert "Emma Clark: decided by vera: I know her" in out
    assert "Emma Clark: label of a transcript, talk.mp4@00:00" in out
    assert re.search(r"\d face, talk\.mp4, 00:00-00:0\d, 00:0\d in all \(face-", out)
    assert re.search(r"face \d, voice \d: 0\.\d\d alone on the screen in 2 of 2 turns", out)
    assert "coffee" in out
    assert "decision-0001-" in out


def test_the_document_has_more_keys_and_keeps_those_that_are_fixed(pair):
    form = pair("people", "show", "Emma Clark", "--json").document
    assert {"people", "facts", "names", "parts", "links", "decisions"} <= set(form)
    (person,) = form["people"]
    assert {"id", "name", "names", "appearances", "confirmed", "tentative", "hidden"} <= set(person)
    (link,) = form["links"]
    assert 0.5 < link["probability"] <= 1.0
    units = {part["unit"]: part for part in form["parts"]}
    assert (units[link["face"]]["kind"], units[link["voice"]]["kind"]) == ("face", "label")
    assert link["reasons"][0] == "alone on the screen in 2 of 2 turns"
    assert {"on the screen in 0 of 2 turns of others"} <= set(link["reasons"])
    origin = form["names"][0]
    assert (origin["name"], origin["origin"], origin["count"], origin["believed"]) == ("Emma Clark", "label", 1, True)
    assert units[link["voice"]]["spans"] == [[0.5, 5.5]]


def test_a_page_needs_nothing_but_itself(pair, tmp_path):
    page = shown(pair, tmp_path / "emma.html")
    assert page.open == []
    assert page.all("html") == [{"lang": "en"}]
    assert not page.all("script") and not page.all("link")
    policy = next(each for each in page.all("meta") if each.get("http-equiv"))["content"]
    assert "default-src 'none'" in policy
    addresses = [value for _, a in page.tags for name, value in a.items() if name in ("src", "href")]
    assert addresses and all(address.startswith(("data:", "#")) for address in addresses)
    assert "http" not in (tmp_path / "emma.html").read_text().replace("http-equiv", "")
    assert all(each["alt"] for each in page.all("img"))
    assert "prefers-color-scheme: dark" in (tmp_path / "emma.html").read_text()


def test_a_page_has_faces_and_voice_samples_that_can_be_played(pair, tmp_path):
    page = shown(pair, tmp_path / "emma.html")
    pictures = [base64.b64decode(each["src"].partition(",")[2]) for each in page.all("img")]
    assert pictures and all(each.startswith(b"\xff\xd8\xff") for each in pictures)
    samples = [base64.b64decode(each["src"].partition(",")[2]) for each in page.all("audio")]
    assert 1 <= len(samples) <= 3
    for sample in samples:
        with wave.open(io.BytesIO(sample)) as file:
            assert (file.getnchannels(), file.getframerate(), file.getsampwidth()) == (1, 16_000, 2)
            assert 1.0 <= file.getnframes() / 16_000 <= 5.0
    words = " ".join(page.words)
    assert "please bring green tea for me" in words and "2 appearances as a table" in words


def test_voices_are_left_out_where_the_film_is_gone_or_another_one(pair, tmp_path):
    source = tmp_path / "gone"
    shutil.copytree(pair.memory.parent, source)  # the memory knows the film at the place where it was made
    with Store.open(pair.memory, mode="write") as store:
        (record,) = store.streams()
        film = pair.memory.parent / "talk.mp4"
        store.put_stream(replace(record, uri=str(film)))
    assert shown(pair, tmp_path / "there.html").all("audio")
    film.write_bytes(film.read_bytes() + b"more")
    assert not shown(pair, tmp_path / "another.html").all("audio")
    film.unlink()
    assert not shown(pair, tmp_path / "none.html").all("audio")


def test_names_and_reasons_cannot_become_part_of_the_page(pair, tmp_path):
    pair("people", "name", "Emma Clark", HOSTILE, "--why", HOSTILE, "--by", "<b>vera</b>")
    who = next(p["id"] for p in pair("people", "--json").document["people"] if p["confirmed"])
    page = shown(pair, tmp_path / "eve.html", who)
    assert not page.all("script") and not page.all("b")
    assert all(each["src"].startswith("data:image/jpeg;base64,") for each in page.all("img"))
    assert page.open == []
    assert any(HOSTILE in word for word in page.words)
    assert pair("people", "show", who, "--png", tmp_path / "eve.png").code == 0


def test_a_picture_is_drawn(pair, tmp_path):
    ran = pair("people", "show", "Emma Clark", "--png", tmp_path / "emma.png")
    assert ran.code == 0, ran.err
    assert (tmp_path / "emma.png").read_bytes().startswith(b"\x89PNG")
    pair("people", "name", "Emma Clark", r"$\frac{1}{0}$ 山田")
    assert pair("people", "show", "山田", "--png", tmp_path / "odd.png").code == 0


def test_a_picture_and_a_page_say_what_was_taken_back(pair, tmp_path):
    pair("people", "name", "Emma Clark", "Ada")
    pair("people", "undo")
    with api.open(pair.memory) as memory:
        profile = memory.profile("Emma Clark")
    drawn = _lines(Portrait(profile, (), ()), (), left_out=0)
    (line,) = [line for line in drawn if "name Ada" in line]
    assert "taken back by decision-0002" in line
    assert any("taken back by decision-0002" in word for word in shown(pair, tmp_path / "emma.html").words)


def test_somebody_who_is_not_sure_is_shown_with_the_reason(pair):
    with api.open(pair.memory) as memory:
        profile = memory.profile("Emma Clark")
    assert may_be_lines(profile) == []
    weak = replace(profile, person=replace(profile.person, is_tentative=True))
    assert may_be_lines(weak) == ["somebody else: what is seen or heard of them does not tell"]


@pytest.mark.parametrize("option", ["html", "png"])
def test_what_cannot_be_written_is_one_line(pair, tmp_path, option):
    folder = tmp_path / f"folder.{option}"
    folder.mkdir()
    for path in (
        folder,
        tmp_path / "none" / f"x.{option}",
        tmp_path / "emma.txt",
        tmp_path / ("n" * 300 + f".{option}"),
    ):
        ran = pair("people", "show", "Emma Clark", f"--{option}", path)
        assert (ran.code, f"--{option}" in ran.complaint) == (2, True), path
    assert list(folder.iterdir()) == []


def test_no_picture_of_a_hidden_person_is_given_out_unless_asked_for(pair, tmp_path):
    who = next(p["id"] for p in pair("people", "--json").document["people"] if p["name"] == "Emma Clark")
    pair("people", "hide", "Emma Clark")
    assert pair("people", "show", who, "--html", tmp_path / "x.html").code == 2
    assert not (tmp_path / "x.html").exists()


def test_a_thumbnail_outside_the_memory_is_never_read(pair, tmp_path):
    from mneme.agent.portraits import _picture

    media = pair.memory / "media"
    secret = tmp_path / "secret.jpg"
    secret.write_bytes(b"\xff\xd8\xffsecret")
    assert _picture(media, f"../../../{secret.name}") == b""
    assert _picture(media, str(secret)) == b""
    (media / "text.jpg").write_bytes(b"no picture")
    assert _picture(media, "text.jpg") == b""
    (media / "link.jpg").symlink_to(secret)
    assert _picture(media, "link.jpg") == b""


def test_a_decision_of_the_machine_is_said_to_be_its_own(pair, tmp_path):
    with Store.open(pair.memory, mode="write") as store:
        units = next(person for person in store.people() if person.name == "Emma Clark").units
        store.append_decision(Decision("decision-0001-machine", "joined", units, "p1 into p2", by="mneme"))
    assert "the machine's own" in " ".join(shown(pair, tmp_path / "emma.html").words)


def test_whom_else_somebody_may_be_is_said_unless_that_one_is_hidden(pair, tmp_path):
    with Store.open(pair.memory, mode="write") as store:
        emma, martin = store.people()
        store.put_people([replace(emma, is_tentative=True, may_be=(MayBe(martin.id, 0.41),)), martin])
    assert "Emma Clark ?" in pair("people").out
    out = pair("people", "show", emma.id).out
    assert f"Martin Reed ({martin.id}): 0.41" in out
    (form,) = pair("people", "show", emma.id, "--json").document["may_be"]
    assert form == {"id": martin.id, "name": "Martin Reed", "probability": 0.41}
    assert f"Martin Reed ({martin.id}): 0.41" in " ".join(shown(pair, tmp_path / "emma.html", emma.id).words)
    with Store.open(pair.memory, mode="write") as store:
        store.put_people([store.people()[0], replace(martin, is_hidden=True)])
    assert "Martin" not in pair("people", "show", emma.id).out
