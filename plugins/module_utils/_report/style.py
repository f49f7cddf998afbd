# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How the pages look: light and dark, from a phone to a wide screen, and on paper. No font or image is loaded."""

from __future__ import annotations

_LIGHT = """
color-scheme: light;
--page: #f6f7f8; --card: #ffffff; --text: #1d2329; --quiet: #56616c; --line: #dde2e7; --field: #84909b;
--accent: #1f5fa8; --accent-soft: #d9e7f6; --hover: #f0f4f8;
--critical: #a8201a; --critical-soft: #fbe6e4; --warning: #7a4b00; --warning-soft: #fcefd3;
--information: #1f5fa8; --information-soft: #e2edf9; --clean: #1c6a3c; --clean-soft: #e0f2e6;
--neutral: #4d5862; --neutral-soft: #e8ecef;
"""
_DARK = """
color-scheme: dark;
--page: #14181c; --card: #1c2228; --text: #e6eaee; --quiet: #a3aeb8; --line: #323b44; --field: #73808c;
--accent: #8abdf5; --accent-soft: #24405e; --hover: #242c34;
--critical: #ff9d94; --critical-soft: #47201e; --warning: #f2c063; --warning-soft: #40310f;
--information: #8abdf5; --information-soft: #1d3550; --clean: #84d4a2; --clean-soft: #18382a;
--neutral: #b7c1ca; --neutral-soft: #2d363f;
"""

_RULES = """
*, *::before, *::after { box-sizing: border-box; }
[hidden] { display: none !important; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0; background: var(--page); color: var(--text); line-height: 1.5;
  font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", Arial, sans-serif;
  font-size: 16px; overflow-wrap: anywhere; }
a { color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 1rem; top: 1rem; background: var(--card); padding: .5rem 1rem; z-index: 1; }
header, main, footer { max-width: 76rem; margin: 0 auto; padding: 0 1.25rem; }
header { display: flex; flex-wrap: wrap; gap: 1rem; align-items: flex-start; justify-content: space-between;
  padding-top: 2.25rem; padding-bottom: .5rem; }
header > div { flex: 1 1 16rem; min-width: 0; }
h1 { font-size: 1.75rem; line-height: 1.2; font-weight: 650; letter-spacing: -.015em; margin: 0 0 .35rem; }
h2 { font-size: 1.15rem; line-height: 1.3; font-weight: 650; margin: 0 0 .25rem; }
p { margin: 0 0 .5rem; max-width: 46rem; }
.quiet, footer, figcaption { color: var(--quiet); font-size: .9rem; }
footer { padding-top: 1rem; padding-bottom: 3rem; }
section { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 1.25rem 1.35rem;
  margin: 0 0 1.25rem; }
nav { margin: .25rem 0 1.25rem; display: flex; flex-wrap: wrap; gap: .35rem 1.1rem; }
button, input, select { font: inherit; color: inherit; }
.switch { flex: none; background: var(--card); border: 1px solid var(--field); border-radius: 999px; padding: .3rem .95rem;
  cursor: pointer; font-size: .9rem; }
.switch:hover { background: var(--hover); }

.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: .75rem; margin: .75rem 0 1.25rem;
  padding: 0; list-style: none; }
.tile { border-radius: 12px; padding: .8rem 1rem; background: var(--neutral-soft); color: var(--neutral); }
.tile strong { display: block; font-size: 1.85rem; line-height: 1.15; font-weight: 650; font-variant-numeric: tabular-nums; }
.tile span { font-size: .92rem; }
.critical.tile { background: var(--critical-soft); color: var(--critical); }
.warning.tile { background: var(--warning-soft); color: var(--warning); }
.information.tile { background: var(--information-soft); color: var(--information); }
.clean.tile { background: var(--clean-soft); color: var(--clean); }

.mark { display: inline-block; padding: .08rem .6rem; border-radius: 999px; font-size: .84rem; font-weight: 600;
  white-space: nowrap; background: var(--neutral-soft); color: var(--neutral); }
.critical.mark { background: var(--critical-soft); color: var(--critical); }
.warning.mark { background: var(--warning-soft); color: var(--warning); }
.information.mark { background: var(--information-soft); color: var(--information); }
.clean.mark { background: var(--clean-soft); color: var(--clean); }

.tools { display: flex; flex-wrap: wrap; gap: .6rem 1rem; align-items: end; margin: .75rem 0 .5rem; }
.tools label { display: grid; gap: .15rem; font-size: .84rem; color: var(--quiet); min-width: 0; }
.tools input, .tools select { background: var(--card); color: var(--text); border: 1px solid var(--field); border-radius: 8px;
  padding: 0 .6rem; height: 2.4rem; font-size: 1rem; max-width: 100%; }
.tools input { width: 17rem; }
.tools output { font-size: .9rem; color: var(--quiet); padding-bottom: .45rem; font-variant-numeric: tabular-nums; }
.tools .narrow { display: none; }

table { border-collapse: collapse; width: 100%; font-size: .95rem; }
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
th, td { text-align: left; vertical-align: top; padding: .55rem .9rem .55rem 0; border-bottom: 1px solid var(--line); }
tbody tr:last-child > * { border-bottom: 0; }
thead th { font-size: .84rem; font-weight: 600; color: var(--quiet); white-space: nowrap; vertical-align: bottom; }
tbody th { font-weight: 600; min-width: 8.5rem; }
tbody th .quiet { font-weight: 400; }
tbody tr:hover { background: var(--hover); }
thead button { all: unset; cursor: pointer; font-weight: 600; border-radius: 4px; }
thead button:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
thead button::after { content: "\\2195"; opacity: .45; padding-left: .35em; }
thead [aria-sort=ascending] button::after { content: "\\2191"; opacity: 1; }
thead [aria-sort=descending] button::after { content: "\\2193"; opacity: 1; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
th.number, td.number { padding-left: .9rem; padding-right: .9rem; }
.date { white-space: nowrap; font-variant-numeric: tabular-nums; }
.action { color: var(--quiet); min-width: 15rem; }
.name { min-width: 11rem; }
.none { color: var(--quiet); padding: .5rem 0; }

figure { margin: .75rem 0 0; }
svg { display: block; width: 100%; max-width: 100%; }
.trend { height: 11rem; }
.trend .area { fill: var(--accent-soft); }
.trend .line { fill: none; stroke: var(--accent); stroke-width: 2; vector-effect: non-scaling-stroke; stroke-linejoin: round; }
.trend .grid { stroke: var(--line); stroke-width: 1; vector-effect: non-scaling-stroke; }
.axis { display: flex; justify-content: space-between; color: var(--quiet); font-size: .84rem;
  font-variant-numeric: tabular-nums; }
.spark { width: 6.5rem; height: 1.5rem; display: inline-block; vertical-align: middle; }
.spark .line { fill: none; stroke: var(--accent); stroke-width: 1.5; vector-effect: non-scaling-stroke; }
.bars { list-style: none; margin: .5rem 0 0; padding: 0; display: grid; gap: .6rem; }
.bars li { display: grid; grid-template-columns: minmax(0, 22rem) minmax(0, 1fr) 10rem; gap: .2rem 1rem; align-items: center; }
.bars .when { text-align: right; font-variant-numeric: tabular-nums; font-size: .92rem; }
.bar { height: .7rem; }
.bar .track { fill: var(--neutral-soft); }
.bar .critical { fill: var(--critical); } .bar .warning { fill: var(--warning); }
.bar .information { fill: var(--information); } .bar .clean { fill: var(--clean); } .bar .neutral { fill: var(--neutral); }

@media (max-width: 52rem) {
  header { padding-top: 1.25rem; }
  header, main, footer { padding-left: .9rem; padding-right: .9rem; }
  section { padding: 1rem; }
  h1 { font-size: 1.45rem; }
  .tools label, .tools input, .tools select { width: 100%; }
  .tools .narrow { display: grid; }
  table, tbody, tbody tr, tbody th, tbody td { display: block; width: 100%; min-width: 0; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tbody tr { border-bottom: 1px solid var(--line); padding: .7rem 0; }
  tbody tr:last-child { border-bottom: 0; }
  tbody tr:hover { background: none; }
  tbody th, tbody td, tbody .number { position: relative; border: 0; padding: .12rem 0 .12rem 7rem; text-align: left; }
  tbody th::before, tbody td::before { content: attr(data-label); position: absolute; left: 0; width: 6.5rem; padding-top: .1rem;
    color: var(--quiet); font-size: .84rem; font-weight: 400; white-space: normal; }
  tbody td.empty { display: none; }
  .bars li { grid-template-columns: minmax(0, 1fr) auto; }
  .bars .bar { grid-column: 1 / -1; grid-row: 2; }
}
@media (prefers-reduced-motion: no-preference) { .switch, tbody tr { transition: background .12s; } }
@media print {
  .tools, .switch, .skip, nav { display: none; }
  section { border: 0; padding: 0; break-inside: auto; }
  tr { break-inside: avoid; }
}
"""

STYLE = f"""
:root {{{_LIGHT}}}
@media (prefers-color-scheme: dark) {{ :root:not([data-theme=light]) {{{_DARK}}} }}
:root[data-theme=dark] {{{_DARK}}}
@media print {{ :root, :root:not([data-theme=light]), :root[data-theme=dark] {{{_LIGHT}}} }}
{_RULES}"""
