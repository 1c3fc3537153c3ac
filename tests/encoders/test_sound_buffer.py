import numpy as np
from mneme.encoders.sound_buffer import SoundBuffer
from mneme.streams.types import SAMPLE_RATE, Sound

RAMP = np.arange(4 * SAMPLE_RATE, dtype=np.float32)


def fed(*cuts: int, start: float = 0.0) -> SoundBuffer:
    buffer = SoundBuffer()
    for low, high in zip((0, *cuts), (*cuts, len(RAMP)), strict=True):
        sound = Sound(start + low / SAMPLE_RATE, RAMP[low:high])
        if buffer.has_gap_before(sound):
            buffer.begin(sound)
        buffer.append(sound)
    return buffer


def test_what_is_read_does_not_depend_on_the_pieces():
    for buffer in (fed(), fed(1), fed(7, 8, 20_001), fed(*range(160, len(RAMP), 160))):
        assert (buffer.start, buffer.end) == (0, len(RAMP))
        assert np.array_equal(buffer.read(19_990, 20_020), RAMP[19_990:20_020])


def test_a_time_between_two_samples_falls_on_the_same_one_for_all_pieces():
    start = 1000.5 / SAMPLE_RATE
    assert fed(start=start).end == fed(*range(331, len(RAMP), 331), start=start).end


def test_dropping_keeps_the_rest_in_place():
    buffer = fed(1000, 5000)
    buffer.drop_before(3000)
    assert buffer.start == 3000
    assert np.array_equal(buffer.read(0, 3010), RAMP[3000:3010])
    assert buffer.resume_from == 1000 / SAMPLE_RATE


def test_jitter_is_no_gap_and_a_hole_is_one():
    buffer = fed()
    assert not buffer.has_gap_before(Sound(4.05, RAMP[:100]))
    assert buffer.has_gap_before(Sound(4.2, RAMP[:100]))
    buffer.append(Sound(4.05, RAMP[:100]))
    assert buffer.end == len(RAMP) + 100


def test_sound_that_was_heard_already_is_ignored():
    buffer = fed()
    buffer.append(Sound(3.0, RAMP[3 * SAMPLE_RATE :]))
    assert buffer.end == len(RAMP)
    buffer.append(Sound(3.5, np.concatenate([RAMP[: SAMPLE_RATE // 2], RAMP[:10]])))
    assert np.array_equal(buffer.read(len(RAMP), len(RAMP) + 99), RAMP[:10])


def test_after_a_restart_the_same_samples_stand_in_the_same_place_even_with_jitter():
    jitter = [0.0, 0.0004, -0.0003, 0.0002]
    items = [Sound(i + jitter[i], RAMP[i * SAMPLE_RATE : (i + 1) * SAMPLE_RATE]) for i in range(4)]
    whole = SoundBuffer()
    whole.begin(items[0])
    for item in items[:3]:
        whole.append(item)
    whole.drop_before(SAMPLE_RATE + 5000)
    again = SoundBuffer()
    again.set_state(whole.state())
    assert again.resume_from == whole.resume_from == items[1].time
    for buffer, given in ((whole, items[3:]), (again, items)):
        for item in given:
            assert not buffer.has_gap_before(item)
            buffer.append(item)
    assert (again.start, again.end) == (whole.start, whole.end)
    assert np.array_equal(again.read(0, again.end), whole.read(0, whole.end))
