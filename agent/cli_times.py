"""Times as people type them: ISO 8601, a bare date or a bare time of day (both local), or seconds of a stream."""

from __future__ import annotations

from datetime import UTC, datetime, time

from ..streams.errors import UsageError

FORMS = "2026-03-02, 2026-03-02T09:30, 2026-03-02T09:30:00+01:00 or 09:30 (today)"


def parse_time(text: str, *, option: str, now: datetime | None = None) -> datetime:
    """The moment (UTC) that `text` names. A bare date is its midnight; what has no zone is local.

    Raises:
        UsageError: it is not a time.
    """
    text = text.strip()
    moment = _iso(text, now or datetime.now().astimezone())
    if moment is None:
        is_number = text.replace(".", "", 1).isdigit()
        hint = "; seconds of a stream go with --stream ID" if is_number else ""
        msg = f"{option} {text!r} is not a time; write {FORMS}{hint}"
        raise UsageError(msg)
    return moment.astimezone(UTC)


def parse_when(text: str, *, option: str, has_stream: bool, now: datetime | None = None) -> datetime | float:
    """A moment as in `parse_time`, or seconds on the stream's clock where a stream is given."""
    if has_stream and not (len(text) == 8 and text.isdigit() and _iso(text, now or datetime.now().astimezone())):
        try:
            return float(text)
        except ValueError:
            pass  # then it is a time of the wall clock
    return parse_time(text, option=option, now=now)


def _iso(text: str, now: datetime) -> datetime | None:
    if ":" in text and "-" not in text[:5] and "T" not in text:
        try:
            of_day = time.fromisoformat(text)
        except ValueError:
            return None
        zone = of_day.tzinfo
        return datetime.combine(now.astimezone(zone).date(), of_day)
    if text.isdigit() and len(text) != 8:  # fromisoformat would take "12" for noon and "2026" for twenty past eight
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def clock(seconds: float) -> str:
    """Seconds of a stream as mm:ss, or h:mm:ss past an hour."""
    whole = max(0, int(seconds))
    hours, minutes = divmod(whole // 60, 60)
    return f"{hours}:{minutes:02d}:{whole % 60:02d}" if hours else f"{minutes:02d}:{whole % 60:02d}"


def local(moment: datetime | None) -> str:
    """A moment on the reader's own clock, "" where it is not known."""
    return "" if moment is None else moment.astimezone().strftime("%Y-%m-%d %H:%M:%S")
