"""Whether a text is what was said, or what a recognizer makes of a language that it does not know.

A recognizer of one language turns every other into fluent nonsense.  What gives it away is that it is unsure of
its own words, and that it loops.  Measured with moonshine tiny-en: mean log-probability per token -0.03 to -0.5 on
English (synthetic voices, fifteen accents, telephone, stage), -0.55 to -2 on 53 of 58 sentences by espeak in eleven
other languages; Mandarin comes nearest (3 of 4 believed when said first and alone, digits mostly), then Dutch.
Sentences that overlap in a meeting lie between.  No real speech in other languages was at hand.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageOptions:
    """When to believe a text."""

    log_probability: float = -0.55
    """Mean per token: above it speaks for the recognizer's language, below it against."""
    log_probability_strict: float = -0.3
    """The same for a text that repeats itself, and for few words in a long turn."""
    belief: float = 2.0
    """How far what was said before may sway a turn, in words × log-probability: long turns decide for themselves."""
    prior: float = 0.6
    """The belief at the beginning: somebody has chosen this recognizer."""
    words_per_second: float = 0.8
    """Fewer in a long turn are no speech: on noise and music moonshine says "you" or "thank you"."""
    long_turn: float = 2.0
    """Seconds from which a turn is long for that."""


class LanguageJudge:
    """Believes texts or not, one turn after the other; it holds one number."""

    def __init__(self, options: LanguageOptions | None = None) -> None:
        self._options = options or LanguageOptions()
        self.belief = self._options.prior
        """For the recognizer's language where positive; state to be kept in a snapshot."""

    def believes(self, text: str, confidence: float, seconds: float) -> bool:
        """Whether `text` is what was said in a turn of that length.

        Args:
            text: The recognizer's words.
            confidence: The geometric mean of its tokens' probabilities.
            seconds: Length of the turn.
        """
        options = self._options
        words = re.findall(r"\w+", text.lower())
        if not words:
            return False
        is_sparse = seconds >= options.long_turn and len(words) < options.words_per_second * seconds
        wanted = options.log_probability_strict if is_sparse or loops(words) else options.log_probability
        said = len(words) * (math.log(max(confidence, 1e-6)) - wanted)
        said = max(-1.5 * options.belief, min(1.5 * options.belief, said))
        verdict = said > 0 if is_sparse else said + self.belief > 0
        self.belief = max(-options.belief, min(options.belief, self.belief / 2 + said))
        return verdict


def loops(words: list[str]) -> bool:
    """Whether more than half of the words are the same few, over and over.

    A phrase counts from its third time in a row on, one of five words or more from its second.
    """
    covered = [False] * len(words)
    for size in range(1, len(words) // 2 + 1):
        least = 3 if size < 5 else 2
        start = 0
        while start + 2 * size <= len(words):
            phrase, times = words[start : start + size], 1
            while words[start + times * size : start + (times + 1) * size] == phrase:
                times += 1
            if times >= least:
                covered[start : start + times * size] = [True] * (times * size)
                start += times * size
            else:
                start += 1
    return 2 * sum(covered) > len(words)
