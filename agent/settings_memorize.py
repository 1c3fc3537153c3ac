"""What memorizing needs beyond what reading needs: sources, windows, senses."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..encoders.ears import EarsOptions
from ..encoders.eyes import EyesOptions
from ..memory.memorize import MemorizeOptions
from ..memory.privacy.policy import PrivacyOptions
from ..streams.file import FileOptions


@dataclass(frozen=True, slots=True, kw_only=True)
class MemorizeSettings:
    """The options of each stage, from the source to the people."""

    file: FileOptions = field(default_factory=FileOptions)
    memorize: MemorizeOptions = field(default_factory=MemorizeOptions)
    eyes: EyesOptions = field(default_factory=EyesOptions)
    ears: EarsOptions = field(default_factory=EarsOptions)
    privacy: PrivacyOptions = field(default_factory=PrivacyOptions)
    """Of a new memory; one that has a policy keeps it (`mneme privacy` changes it)."""
