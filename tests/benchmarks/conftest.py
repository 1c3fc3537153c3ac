"""The benchmarks are programs: their folder is on the path when they run, and so it is for their tests."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
