"""Search on LoCoMo and QMSum, through the public API, beside stemmed BM25 and a guess, in one run.

    python tests/benchmarks/retrieval.py [--shared DIR] [--half dev|test|all] [--final] [--keep DIR] [--json]

Each conversation and each meeting is a memory of its own, fed as transcripts through `index`; the only thing asked
is `memory.search(question, k=10)`.  A hit counts for one turn, the one whose start is the hit's start.

LoCoMo: share of a question's evidence turns among the first 5 and 10 hits, mean over all questions that have
evidence.  Conversation 41 is opened with `--final` only; nothing is tuned on it.  QMSum: the specific questions;
evidence is spans of turns; the share of them among 10 hits, whether there is any, and the reciprocal rank of the first.
Channels, weights and factors were set on LoCoMo 26 and 30 and on the first half of the meetings (`--half dev`).  The
second half is no clean test: how hits are spread (`RerankOptions.spread_*`) was chosen with both halves in view.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import snowballstemmer

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # a checkout without an install

import mneme

K = 10
LOCOMO_DEVELOPED_ON = ("26", "30")
LOCOMO_FINAL = "41"
QMSUM_HALF = 17
TARGETS = {"recall@5": 0.69, "recall@10": 0.81}
RATIO = 1.05

STOP_WORDS = frozenset(
    re.findall(
        r"\w+",
        """
        i me my myself we our ours ourselves you your yours yourself yourselves he him his himself she her hers herself
        it its itself they them their theirs themselves what which who whom this that these those am is are was were be
        been being have has had having do does did doing would should could ought a an the and but if or because as
        until while of at by for with about against between into through during before after above below to from up
        down in out on off over under again further then once here there when where why how all any both each few more
        most other some such no nor not only own same so than too very can will just s t d m ll ve re
        """,
    )
)
"""The list that goes with the Snowball stemmer for English."""


@dataclass(frozen=True)
class Turn:
    speaker: str
    text: str


@dataclass(frozen=True)
class Question:
    text: str
    evidence: frozenset[int]
    """Numbers of turns."""


@dataclass(frozen=True)
class Talk:
    """A conversation of one or more sessions, with questions."""

    name: str
    sessions: tuple[tuple[datetime | None, tuple[Turn, ...]], ...]
    questions: tuple[Question, ...]

    @property
    def turns(self) -> list[Turn]:
        return [turn for _, session in self.sessions for turn in session]


Ranking = list[int]
"""Numbers of turns, best first."""


def locomo(folder: Path, number: str) -> Talk:
    found = json.loads((folder / f"{number}.json").read_text("utf-8"))
    sessions, places = [], {}
    for session in range(1, 100):
        if f"session_{session}" not in found:
            continue
        turns = found[f"session_{session}"]
        for turn in turns:
            places[turn["dia_id"]] = len(places)
        when = datetime.strptime(found[f"session_{session}_date_time"].upper(), "%I:%M %p ON %d %B, %Y")
        sessions.append((when.replace(tzinfo=UTC), tuple(Turn(turn["speaker"], turn["text"]) for turn in turns)))
    questions = []
    for asked in found["qa"]:
        names = re.findall(r"D\d+:\d+", " ".join(asked.get("evidence") or ()))
        evidence = frozenset(places[name] for name in names if name in places)
        if evidence:
            questions.append(Question(asked["question"], evidence))
    return Talk(f"locomo-{number}", tuple(sessions), tuple(questions))


def qmsum(file: Path) -> list[Talk]:
    talks = []
    for number, line in enumerate(file.read_text("utf-8").splitlines()):
        found = json.loads(line)
        turns = tuple(Turn(turn["speaker"], turn["content"]) for turn in found["meeting_transcripts"])
        questions = []
        for asked in found["specific_query_list"]:
            spans = [range(int(first), int(last) + 1) for first, last in asked["relevant_text_span"]]
            evidence = frozenset(turn for span in spans for turn in span if turn < len(turns))
            if evidence:
                questions.append(Question(asked["query"], evidence))
        talks.append(Talk(f"qmsum-{number:02d}", ((None, turns),), tuple(questions)))
    return talks


def memorize(talk: Talk, folder: Path) -> Callable[[str], Ranking]:
    """Feeds a talk through `index`, one transcript per session; a turn's start is its number in the session."""
    memory = mneme.open(folder / "memory")
    first: dict[str, int] = {}
    count = 0
    for number, (when, turns) in enumerate(talk.sessions):
        file = folder / f"{talk.name}-{number:02d}.jsonl"
        lines = [
            json.dumps({"start": float(place), "end": place + 0.9, "speaker": turn.speaker, "text": turn.text})
            for place, turn in enumerate(turns)
        ]
        file.write_text("\n".join(lines) + "\n", "utf-8")
        first[memory.index(file, started_at=when).stream] = count
        count += len(turns)

    def search(question: str) -> Ranking:
        return [first[hit.stream] + round(hit.span.start) for hit in memory.search(question, k=K)]

    return search


def bm25(talk: Talk, *, k1: float = 1.2, b: float = 0.75) -> Callable[[str], Ranking]:
    """Robertson's BM25 on the turn's text; Snowball stems without stop words. The thing to beat."""
    stem = snowballstemmer.stemmer("english").stemWord

    def terms(text: str) -> list[str]:
        return [stem(word) for word in re.findall(r"[^\W_]+", text.lower()) if word not in STOP_WORDS]

    documents = [Counter(terms(turn.text)) for turn in talk.turns]
    lengths = [sum(document.values()) for document in documents]
    mean = max(sum(lengths) / max(len(lengths), 1), 1e-9)
    frequency = Counter(term for document in documents for term in document)

    def search(question: str) -> Ranking:
        asked = set(terms(question))
        scores = []
        for place, document in enumerate(documents):
            score = 0.0
            for term in asked & document.keys():
                idf = math.log(1 + (len(documents) - frequency[term] + 0.5) / (frequency[term] + 0.5))
                norm = k1 * (1 - b + b * lengths[place] / mean)
                score += idf * document[term] * (k1 + 1) / (document[term] + norm)
            scores.append((-score, place))
        return [place for score, place in sorted(scores)[:K] if score < 0]

    return search


def guess(talk: Talk) -> Callable[[str], Ranking]:
    """Does nothing: ten turns evenly over the talk, whatever is asked."""
    turns = len(talk.turns)
    places = list(dict.fromkeys(turns * step // K for step in range(K)))
    return lambda question: places


def measures(ranking: Sequence[int], evidence: frozenset[int]) -> dict[str, float]:
    first = next((place for place, turn in enumerate(ranking[:K], start=1) if turn in evidence), None)
    return {
        "recall@5": len(evidence.intersection(ranking[:5])) / len(evidence),
        "recall@10": len(evidence.intersection(ranking[:K])) / len(evidence),
        "any-hit@10": float(first is not None),
        "MRR": 1 / first if first else 0.0,
    }


def mean(found: Iterable[dict[str, float]]) -> dict[str, float]:
    rows = list(found)
    return {name: sum(row[name] for row in rows) / len(rows) for name in rows[0]} | {"questions": float(len(rows))}


def measure(talks: Sequence[Talk], keep: Path | None) -> dict[str, Any]:
    """Every method on every question."""
    scores: dict[str, list[dict[str, float]]] = {"mneme": [], "BM25": [], "do nothing": []}
    searching, asked, indexing = 0.0, 0, 0.0
    for talk in talks:
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary) if keep is None else keep / talk.name
            folder.mkdir(parents=True, exist_ok=True)
            begun = time.perf_counter()
            ours = memorize(talk, folder)
            indexing += time.perf_counter() - begun
            theirs, none = bm25(talk), guess(talk)
            for question in talk.questions:
                begun = time.perf_counter()
                ranking = ours(question.text)
                searching += time.perf_counter() - begun
                asked += 1
                scores["mneme"].append(measures(ranking, question.evidence))
                scores["BM25"].append(measures(theirs(question.text), question.evidence))
                scores["do nothing"].append(measures(none(question.text), question.evidence))
        print(f"{talk.name}: {len(talk.turns)} turns, {len(talk.questions)} questions", file=sys.stderr)
    found: dict[str, Any] = {name: mean(rows) for name, rows in scores.items()}
    found["seconds per search"] = searching / max(asked, 1)
    found["turns per second"] = sum(len(talk.turns) for talk in talks) / max(indexing, 1e-9)
    return found


def show(title: str, found: dict[str, Any], names: Sequence[str]) -> None:
    print(f"\n{title} ({found['mneme']['questions']:.0f} questions)")
    print(f"{'':12}" + "".join(f"{name:>12}" for name in names))
    for method in ("mneme", "BM25", "do nothing"):
        print(f"{method:12}" + "".join(f"{found[method][name]:12.3f}" for name in names))
    ratios = [found["mneme"][name] / max(found["BM25"][name], 1e-9) for name in names]
    print(f"{'mneme/BM25':12}" + "".join(f"{ratio:12.3f}" for ratio in ratios))
    print(
        f"{found['seconds per search'] * 1000:.0f} ms a search, {found['turns per second']:.0f} turns a second indexed"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path(__file__).resolve().parents[2].parent / "shared")
    parser.add_argument("--half", choices=("dev", "test", "all"), default="all", help="which half of QMSum")
    parser.add_argument("--only", choices=("locomo", "qmsum"), help="one of the two data sets")
    parser.add_argument("--final", action="store_true", help="opens LoCoMo 41 too: once, at the end")
    parser.add_argument("--keep", type=Path, help="keeps the memories here, so that a second run only searches")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found: dict[str, Any] = {}
    if options.only != "qmsum":
        numbers = (*LOCOMO_DEVELOPED_ON, *((LOCOMO_FINAL,) if options.final else ()))
        found["locomo"] = measure([locomo(options.shared / "data/locomo", n) for n in numbers], options.keep)
    if options.only != "locomo":
        talks = qmsum(options.shared / "data/qmsum/val.jsonl")
        half = {"dev": talks[:QMSUM_HALF], "test": talks[QMSUM_HALF:], "all": talks}[options.half]
        found["qmsum"] = measure(half, options.keep)
    if options.json:
        print(json.dumps(found, indent=2))
        return 0
    if "locomo" in found:
        show(f"LoCoMo {', '.join(numbers)}", found["locomo"], ("recall@5", "recall@10", "any-hit@10", "MRR"))
        print("targets: " + ", ".join(f"{name} >= {target}" for name, target in TARGETS.items()))
    if "qmsum" in found:
        show(f"QMSum, {options.half} meetings", found["qmsum"], ("recall@10", "any-hit@10", "MRR"))
        print(f"target: mneme/BM25 >= {RATIO} for each")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
