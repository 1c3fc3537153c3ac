import numpy as np
from mneme.encoders.transcripts import TranscriptReader
from mneme.encoders.types import ObservationKind, Sense
from mneme.streams.types import Sound, Span, Utterance


def test_an_utterance_is_a_turn_with_the_transcripts_own_speaker():
    (found,) = TranscriptReader().push(Utterance(Span(1.5, 3.0), "Anna Keller", "我叫王明。"))
    assert (found.kind, found.span, found.label, found.text) == (
        ObservationKind.TURN,
        Span(1.5, 3.0),
        "Anna Keller",
        "我叫王明。",
    )
    assert found.vector is None
    assert found.confidence == 1.0


def test_empty_utterances_and_other_items_pass_by():
    reader = TranscriptReader()
    assert not list(reader.push(Utterance(Span(0, 1), "Anna", "  ")))
    assert not list(reader.push(Sound(0.0, np.zeros(160, np.float32))))
    assert not list(reader.end_clip(30.0))
    assert not list(reader.flush())


def test_after_a_break_it_goes_on_at_the_clips_end():
    reader: Sense = TranscriptReader()
    reader.end_clip(30.0)
    again = TranscriptReader()
    again.restore(reader.snapshot())
    assert again.resume_from == reader.resume_from == 30.0
    assert again.snapshot() == reader.snapshot()
