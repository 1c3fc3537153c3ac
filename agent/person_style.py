"""How a person's page looks: light and dark, readable in print, no address in it."""

STYLE = """
:root { color-scheme: light dark; --back: #fff; --ink: #1a1a1a; --dim: #555; --line: #ccc;
  --face: #6baed6; --voice: #08519c; }
@media (prefers-color-scheme: dark) {
  :root { --back: #16181b; --ink: #ececec; --dim: #a8a8a8; --line: #3c4046; --face: #9ecae1; --voice: #4292c6; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem; max-width: 60rem; background: var(--back); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { margin: 0; } h2 { font-size: 1.15rem; margin: 1.6rem 0 .4rem; border-bottom: 1px solid var(--line); }
header p { margin: .2rem 0; color: var(--dim); }
a { color: inherit; } :focus-visible { outline: 3px solid var(--face); outline-offset: 2px; }
main:focus { outline: none; }
nav ul { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .3rem 1rem; }
.skip { position: absolute; left: -99rem; } .skip:focus { position: static; }
figure { margin: 0 0 .6rem; } figcaption { font-size: .85rem; color: var(--dim); }
.faces { display: grid; grid-template-columns: repeat(auto-fill, minmax(8rem, 1fr)); gap: .8rem; }
.faces img { width: 100%; aspect-ratio: 1; object-fit: cover; border-radius: .4rem; background: var(--line); }
audio { width: 100%; max-width: 30rem; }
.strip { display: flex; align-items: center; gap: .6rem; margin: .3rem 0; font-size: .85rem; }
.source { flex: 0 0 11rem; } .end { color: var(--dim); }
.track { position: relative; flex: 1; height: 1.2rem;
  background: color-mix(in srgb, var(--line) 40%, transparent); border-radius: .2rem; }
.track .bar { position: absolute; } .bar.face { top: 0; height: 60%; background: var(--face); }
.bar.voice { bottom: 0; height: 60%; background: var(--voice); }
.legend .bar { display: inline-block; width: 1rem; height: .7rem; }
.wide { overflow-x: auto; } table { border-collapse: collapse; font-size: .9rem; }
th, td { text-align: left; padding: .25rem .8rem .25rem 0; vertical-align: top; border-bottom: 1px solid var(--line); }
@media print { .skip, nav, audio { display: none; } }
"""
