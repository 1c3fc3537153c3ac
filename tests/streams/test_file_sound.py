"""The sound of media files: where each sample lies in time, and how loud it is."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest
from mneme.streams.types import SAMPLE_RATE

from tests.streams.media import clicks, even, loud_times, read, sounds, tone, write_film


@pytest.mark.parametrize(("rate", "layout"), [(16_000, "mono"), (44_100, "stereo"), (48_000, "5.1"), (8_000, "mono")])
def test_sound_of_any_rate_is_placed_to_the_millisecond(tmp_path: Path, rate: int, layout: str) -> None:
    samples = clicks([0.5, 1.25, 2.75], 3.5, rate=rate)
    path = write_film(tmp_path / "a.mkv", sound=[(0.0, samples)], rate=rate, layout=layout, audio_codec="flac")
    items = read(path)
    assert loud_times(items) == pytest.approx([0.5, 1.25, 2.75], abs=0.001)
    assert sum(len(s.samples) for s in sounds(items)) == pytest.approx(3.5 * SAMPLE_RATE, abs=2)


def test_mixing_channels_does_not_amplify(tmp_path: Path) -> None:
    path = write_film(tmp_path / "a.wav", sound=[(0.0, tone(1.0, level=0.9))], layout="stereo", audio_codec="pcm_s16le")
    peak = max(float(np.abs(s.samples).max()) for s in sounds(read(path)))
    assert peak == pytest.approx(0.9, abs=0.02)


def test_a_gap_is_a_jump_of_time_and_never_closes_up(tmp_path: Path) -> None:
    first, second = clicks([0.5], 1.0), clicks([0.25], 1.0)
    path = write_film(tmp_path / "a.mkv", sound=[(0.0, first), (7.25, second)], audio_codec="pcm_s16le")
    items = read(path)
    assert loud_times(items) == pytest.approx([0.5, 7.5], abs=0.002)
    chunks = sounds(items)
    gaps = [(a.end, b.time) for a, b in itertools.pairwise(chunks) if b.time - a.end > 0.01]
    assert gaps == [(pytest.approx(1.0, abs=0.002), pytest.approx(7.25, abs=0.002))]


def test_many_gaps_do_not_add_up(tmp_path: Path) -> None:
    """Counting samples would be off by 50 x 0.2 s at the end."""
    pieces = [(n * 1.2, clicks([0.5], 1.0)) for n in range(50)]
    path = write_film(tmp_path / "a.mkv", sound=pieces, audio_codec="pcm_s16le")
    assert loud_times(read(path)) == pytest.approx([n * 1.2 + 0.5 for n in range(50)], abs=0.002)


def test_a_tiny_gap_is_filled_with_silence(tmp_path: Path) -> None:
    path = write_film(tmp_path / "a.mkv", sound=[(0.0, tone(1.0)), (1.08, clicks([0.5], 1.0))], audio_codec="pcm_s16le")
    chunks = sounds(read(path))
    assert all(a.end == b.time for a, b in itertools.pairwise(chunks))
    assert loud_times(chunks)[-1] == pytest.approx(1.58, abs=0.002)


def test_overlapping_sound_is_trimmed(tmp_path: Path) -> None:
    path = write_film(tmp_path / "a.nut", sound=[(0.0, tone(1.0)), (0.6, clicks([0.8], 1.0))], audio_codec="pcm_s16le")
    chunks = sounds(read(path))
    assert all(a.end == b.time for a, b in itertools.pairwise(chunks))
    assert chunks[-1].end == pytest.approx(1.6, abs=0.05)  # the packets of both alternate: within the tolerance
    assert loud_times(chunks)[-1] == pytest.approx(1.4, abs=0.05)


def test_chunks_end_at_multiples_of_their_length(tmp_path: Path) -> None:
    path = write_film(tmp_path / "a.mkv", sound=[(0.3, tone(2.0)), (5.1, tone(1.0))], frames=even(7))
    for chunk in sounds(read(path, chunk=1.0)):
        assert int(chunk.time) == int(np.nextafter(chunk.end, 0)), "a chunk goes over a whole second"


def test_silence_is_sound_too(tmp_path: Path) -> None:
    path = write_film(tmp_path / "a.mp4", sound=[(0.0, np.zeros(SAMPLE_RATE * 2, np.float32))])
    items = read(path)
    assert sum(len(s.samples) for s in sounds(items)) >= SAMPLE_RATE * 2
    assert max(float(np.abs(s.samples).max()) for s in sounds(items)) < 1e-3


def test_samples_that_are_no_numbers_become_silence(tmp_path: Path) -> None:
    samples = tone(1.0)
    samples[4000:4100] = np.nan
    samples[6000] = 1e30
    path = write_film(tmp_path / "a.wav", sound=[(0.0, samples)], audio_codec="pcm_f32le")
    heard = np.concatenate([s.samples for s in sounds(read(path))])
    assert np.isfinite(heard).all()
    assert np.abs(heard).max() <= 1.0
    assert np.abs(heard[10_000:] - tone(1.0)[10_000:]).max() < 1e-3
