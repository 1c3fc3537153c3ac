"""WebVTT and SubRip as they are found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mneme.streams.captions import parse_captions


def turns(text: str) -> list[tuple[float, float, str, str]]:
    return [(u.span.start, u.span.end, u.speaker, u.text) for u in parse_captions(text).utterances]


def srt(*texts: str) -> str:
    """One cue a second."""
    return "".join(f"{n + 1}\n00:00:{n:02d},000 --> 00:00:{n + 1:02d},000\n{text}\n\n" for n, text in enumerate(texts))


def test_voices_of_webvtt() -> None:
    text = (
        "WEBVTT - weekly\nKind: captions\n\nNOTE made by a tool\nsecond line\n\nSTYLE\n::cue { color: red }\n\n"
        "intro\n00:01.250 --> 00:04.500 align:start position:10%\n"
        "<v Anna Keller>Good <b>morning</b>,\n<i>everyone</i>.</v>\n\n"
        "01:00:05.000 --> 01:00:06.000\n<v.loud Bob>Yes?</v> <v Anna Keller>No &amp; yes.\n"
    )
    assert turns(text) == [
        (1.25, 4.5, "Anna Keller", "Good morning, everyone."),
        (3605.0, 3606.0, "Bob", "Yes?"),
        (3605.0, 3606.0, "Anna Keller", "No & yes."),
    ]


def test_names_before_the_words_are_speakers() -> None:
    text = srt("Anna Keller: Good morning.", "BEN: Hi, so here's the thing: it works.", "- Dr. Lee (on phone): Yes.")
    assert [(speaker, words) for _, _, speaker, words in turns(text)] == [
        ("Anna Keller", "Good morning."),
        ("BEN", "Hi, so here's the thing: it works."),
        ("Dr. Lee", "Yes."),
    ]


@pytest.mark.parametrize("label", ["Speaker 1", "Ludwig van Beethoven", "[Anna]", "José", "Анна", "王芳", "O'Neil"])
def test_names_of_many_forms(label: str) -> None:
    spoken = turns(srt(f"{label}: hello", f"{label}: again"))
    assert [(s, t) for _, _, s, t in spoken] == [(label.strip("[]"), "hello"), (label.strip("[]"), "again")]


def test_chinese_colons_need_no_space() -> None:
    assert turns(srt("讲师：你好", "学生：你好！"))[0][2:] == ("讲师", "你好")


@pytest.mark.parametrize(
    "words",
    [
        "Note: this is only a remark",
        "the plan is this: we wait",
        "It is 12:30 now",
        "see http://example.org",
        "Well, you know: no",
    ],
)
def test_not_everything_before_a_colon_is_a_speaker(words: str) -> None:
    plain = ["plain words without anything"] * 20
    assert ("", words) in [(s, t) for _, _, s, t in turns(srt(words, *plain))]


def test_two_speakers_in_one_cue_are_two_turns() -> None:
    spoken = turns(srt("- Anna: Tea?\n- Ben: Yes,\nplease.", "Anna: Here."))
    assert [(s, t) for _, _, s, t in spoken] == [("Anna", "Tea?"), ("Ben", "Yes, please."), ("Anna", "Here.")]


def test_cues_of_several_lines_are_joined_also_over_empty_lines_in_subrip() -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000\none\n\ntwo\n2019\n2\n00:00:03,000 --> 00:00:04,000\nthree\n"
    assert [t for *_, t in turns(text)] == ["one two 2019", "three"]


def test_files_that_mix_both_forms_are_read() -> None:
    text = "WEBVTT\n\n1\n00:00:01,5 --> 00:00:02\nA\n2\n0:03.25 --> 0:04.125 \nB\n"
    assert turns(text) == [(1.5, 2.0, "", "A"), (3.25, 4.125, "", "B")]


def test_tags_entities_and_style_codes_do_not_become_words() -> None:
    text = srt(r"{\an8}<font color=red>R&amp;D</font> is 2 < 3 &lt;ok&gt;", "<00:00:01.500>karaoke<c> words</c>")
    assert [t for *_, t in turns(text)] == ["R&D is 2 < 3 <ok>", "karaoke words"]


def test_broken_times_are_counted_with_their_lines_and_their_words_left_out() -> None:
    parsed = parse_captions(
        "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\ngood\n\n00:00:0x.000 --> 00:00:09.000\nlost\n\n"
        "00:99:00.000 --> 00:99:61.000\nlost\n\n00:00:05.000 --> 00:00:04.000\nends before it begins\n"
    )
    assert [u.text for u in parsed.utterances] == ["good", "ends before it begins"]
    assert parsed.utterances[1].span.duration == 0
    assert parsed.broken == [6, 9]


def test_times_are_rounded_once() -> None:
    text = "1\n00:00:00,100 --> 00:00:00,300\nx\n\n2\n00:01:01,234 --> 27:00:00,001\ny\n"
    assert [(s, e) for s, e, *_ in turns(text)] == [(0.1, 0.3), (61.234, 97200.001)]


def test_an_arrow_inside_words_is_no_cue() -> None:
    assert turns(srt("press A --> B to go"))[0][3] == "press A --> B to go"


@given(st.text(max_size=300))
def test_no_text_breaks_the_scanner(text: str) -> None:
    for utterance in parse_captions(text).utterances:
        assert utterance.text


@given(
    st.lists(
        st.text(st.characters(exclude_characters="\r\n<>&{}:：-–—•[]()", exclude_categories=["C", "Z"]), min_size=1),
        min_size=1,
        max_size=8,
    )
)
def test_words_come_out_as_they_went_in(words: list[str]) -> None:
    words = [f"w{word}" for word in words]
    assert [t for *_, t in turns(srt(*words))] == words
