# %% [markdown]
# # Mneme from Python
# A memory is a folder. This one is made by `make demo`; where it is not there yet, the clip is memorized here.
# Run the cells in an editor that knows `# %%`, or the whole file: `python demos/python_api.py`.

# %%
from pathlib import Path

import mneme

demos = Path(__file__).resolve().parent
memory = mneme.open(demos / ".memory", preset="embedded")

# %% [markdown]
# ## Memorize
# Indexing the same file again changes nothing; a broken run goes on where it stopped.

# %%
report = memory.index(demos / "demo.mp4", started_at="2026-06-01T09:00Z")
print(f"{report.stream}: {report.clips} clips, {report.entries} entries, {report.seconds:.1f} s")

# %% [markdown]
# ## Who was there
# Faces and voices became people by themselves; the names are the ones they gave.

# %%
for person in memory.people():
    via = sorted({appearance.via for appearance in person.appearances})
    print(f"{person.display}: {' and '.join(via)}")

# %% [markdown]
# ## Search
# One hit is one moment, with the place to play it.

# %%
for hit in memory.search("spare battery", k=3):
    print(f"{hit.span.start:5.1f} s  {hit.speaker}: {hit.text}  (found by {', '.join(hit.channels)})")

# %% [markdown]
# ## Ask
# An answer comes with the moments that prove it. What the memory does not hold is answered with None.

# %%
answer = memory.ask("Where is the spare battery now?")
print(answer.text, f"({answer.confidence:.2f})")
for citation in answer.citations:
    print(f"  {Path(citation.source).name} at {citation.span.start:.1f} s: {citation.text}")
for step in answer.steps:
    print(f"  round {step.round}: {step.action} {step.query!r}")

# %%
print(memory.ask("What is the name of Emma's dog?").text)

# %% [markdown]
# ## What is known
# Facts are statements put together; a later one about the same thing ends the earlier one.

# %%
for fact in memory.facts():
    print(f"{fact.subject} | {fact.predicate} | {fact.object}" + ("" if fact.is_current else "  (no longer)"))

# %%
memory.close()
