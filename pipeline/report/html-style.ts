// How the page looks: calm, system fonts, one column, light and dark. Verdict colours only where a verdict is.

/** The whole style sheet; nothing in it asks for a file. */
export const pageStyle = `
:root {
  color-scheme: light dark;
  --paper: #fbfaf8; --raised: #ffffff; --ink: #1f2328; --soft: #5d646d; --rule: #dedbd5; --faint: #f1efeb;
  --link: #1f5aa8; --focus: #1f5aa8; --mark: #ffe9a8; --mark-ink: #3b2c00;
  --good: #1c6b3c; --good-paper: #e5f2e9; --bad: #a5231d; --bad-paper: #fbe7e4;
  --held: #7d5300; --held-paper: #f8eed8; --quiet: #5d646d; --quiet-paper: #ecebe8;
  --sans: system-ui, -apple-system, "Segoe UI", "Noto Sans", "Helvetica Neue", Arial, sans-serif;
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", "Noto Sans Mono", "DejaVu Sans Mono", Consolas, monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #16181b; --raised: #1d2024; --ink: #e4e3df; --soft: #a0a6ad; --rule: #33373c; --faint: #24272c;
    --link: #8db9f2; --focus: #8db9f2; --mark: #57460f; --mark-ink: #fff3cf;
    --good: #86cf9f; --good-paper: #1b3225; --bad: #f49a91; --bad-paper: #43211f;
    --held: #e3bd6f; --held-paper: #3a2f18; --quiet: #a0a6ad; --quiet-paper: #2a2d32;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-padding-top: 1rem; }
body {
  margin: 0 auto; padding: 3.5rem 1.5rem 4rem; max-width: 66rem;
  background: var(--paper); color: var(--ink); font: 1rem/1.6 var(--sans);
}
h1, h2, h3, p, dl, dd, ol, ul, pre { margin: 0; }
h1 { font-size: clamp(1.6rem, 1.1rem + 2.2vw, 2.4rem); line-height: 1.2; letter-spacing: -0.02em; font-weight: 650; max-width: 24em; text-wrap: balance; }
h2 { font-size: 1.25rem; letter-spacing: -0.01em; font-weight: 650; margin-bottom: 1rem; }
h3 { font-size: 1rem; font-weight: 650; }
small { font-size: 0.8125rem; font-weight: 400; color: var(--soft); }
a { color: var(--link); text-underline-offset: 0.15em; text-decoration-thickness: 0.06em; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; border-radius: 3px; }
code, pre { font-family: var(--mono); font-size: 0.8125rem; }
code { overflow-wrap: anywhere; }
p, li, dd, th, td, h1, h3 { overflow-wrap: anywhere; }
.to-main { position: absolute; left: -100vw; }
.to-main:focus { left: 1rem; top: 1rem; background: var(--raised); padding: 0.5rem 1rem; }

header { padding-left: 1.25rem; border-left: 4px solid var(--quiet); }
header.pass { border-color: var(--good); }
header.fail { border-color: var(--bad); }
header.blocked, header.base-broken, header.infra, header.inconclusive { border-color: var(--held); }
.eyebrow { color: var(--soft); font-size: 0.875rem; margin-bottom: 0.5rem; }
.eyebrow > * { white-space: nowrap; }
.eyebrow > *::before { content: "\\B7"; margin: 0 0.35em; }
.lead { color: var(--soft); font-size: 1.0625rem; margin-top: 0.75rem; max-width: 42em; }
section { margin-top: 3.5rem; }
section > h3 { margin: 1.5rem 0 0.5rem; }
footer { margin-top: 4rem; padding-top: 1rem; border-top: 1px solid var(--rule); color: var(--soft); font-size: 0.875rem; }

.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 0.9375rem; font-variant-numeric: tabular-nums; }
th, td { text-align: left; vertical-align: top; padding: 0.5rem 1rem 0.5rem 0; border-bottom: 1px solid var(--rule); }
thead th { font-size: 0.8125rem; font-weight: 600; color: var(--soft); vertical-align: bottom; }
tbody th { font-weight: 500; }
th small, td small { display: block; }
td ul { padding: 0; list-style: none; margin-top: 0.35rem; }
.number { text-align: right; }
.number:last-child { padding-right: 0; }
.matrix th, .matrix td, .patches td { min-width: 7.5rem; overflow-wrap: normal; }
.matrix tbody th { font-weight: 600; }
.matrix td { padding: 0; }
.matrix td a { display: block; padding: 0.5rem 1rem 0.5rem 0; text-decoration: none; }
.matrix td a:hover .badge { text-decoration: underline; }
.matrix small { font-size: 0.75rem; }
.none { color: var(--soft); font-size: 0.8125rem; }
.matrix td.none { padding: 0.5rem 0; }
.patches tbody th { min-width: 14rem; }
.patches code { overflow-wrap: break-word; }
.patches td { min-width: 9rem; }

.badge {
  display: inline-flex; align-items: baseline; gap: 0.4em; padding: 0.05rem 0.6rem; border-radius: 1rem; white-space: nowrap;
  font-size: 0.875rem; font-weight: 600; color: var(--held); background: var(--held-paper);
}
.badge.pass { color: var(--good); background: var(--good-paper); }
.badge.fail { color: var(--bad); background: var(--bad-paper); }
.badge.skip { color: var(--quiet); background: var(--quiet-paper); }
.sign { font-weight: 700; }

.findings { padding: 0; list-style: none; display: grid; gap: 1.25rem; }
.findings b { margin-left: 0.35rem; }
.where { color: var(--soft); font-size: 0.9375rem; }
.findings a { margin-right: 0.25rem; }

.cell, .ground { border-top: 1px solid var(--rule); padding: 1.25rem 0; }
.cell h3 { display: flex; justify-content: space-between; align-items: baseline; gap: 1rem; }
.cell:target { box-shadow: -1.25rem 0 0 var(--paper), calc(-1.25rem - 4px) 0 0 var(--focus); }
.finding { margin: 0.75rem 0; padding: 0.9rem 1.1rem; background: var(--faint); border-radius: 6px; }
.act { color: var(--soft); font-size: 0.9375rem; }
.act b { color: var(--ink); }
.reason { margin-left: 0.5rem; padding: 0 0.45rem; border: 1px solid var(--rule); border-radius: 4px; font: 0.75rem var(--mono); }
.place { margin-top: 0.6rem; font-size: 0.875rem; color: var(--soft); }
.quote { margin-top: 0.3rem; white-space: pre-wrap; overflow-wrap: anywhere; max-height: 24rem; overflow: auto; }
.finding .console { max-height: none; margin-top: 0.4rem; }
.note { color: var(--soft); font-size: 0.875rem; margin-top: 0.5rem; }

.facts { display: grid; gap: 0.2rem; margin-top: 0.6rem; font-size: 0.9375rem; }
.facts > div { display: grid; grid-template-columns: 8.5rem 1fr; gap: 1rem; }
.facts dt { color: var(--soft); }
details { margin-top: 0.6rem; }
summary { cursor: pointer; font-size: 0.9375rem; font-weight: 600; width: fit-content; }
.count { font-weight: 400; color: var(--soft); }
details > .scroll { margin-top: 0.35rem; padding-left: 1.1rem; }
details table { font-size: 0.875rem; }

.console {
  margin-top: 0.5rem; padding: 0.75rem 0; max-height: 34rem; overflow: auto; border: 1px solid var(--rule); border-radius: 6px;
  background: var(--raised); font-size: 0.75rem; line-height: 1.55; tab-size: 8;
}
.console > * { display: inline-block; min-width: 100%; padding: 0 1rem 0 4.25rem; text-indent: -4.25rem; }
.console > [data-n]::before {
  content: attr(data-n); display: inline-block; width: 4.25rem; padding-right: 1.25rem; text-indent: 0; text-align: right; color: var(--soft);
}
.console mark { background: var(--mark); color: var(--mark-ink); font-weight: 600; }
.console mark::before { color: inherit; }
.console .gap { padding: 0.35rem 1rem; text-indent: 0; color: var(--soft); font-family: var(--sans); background: var(--faint); }

@media (max-width: 40rem) {
  body { padding: 2rem 1rem 3rem; }
  section { margin-top: 2.5rem; }
  .matrix thead th:first-child, .matrix tbody th { position: sticky; left: 0; background: var(--paper); min-width: 6rem; max-width: 7rem; }
  .matrix th, .matrix td { min-width: 5rem; padding-right: 0.5rem; }
  .matrix td a { padding-right: 0; }
  .matrix .badge { font-size: 0.75rem; padding: 0.05rem 0.45rem; }
  .matrix thead th:first-child, .matrix tbody th { font-size: 0.875rem; }
  .facts > div { grid-template-columns: 1fr; gap: 0; }
  .facts { gap: 0.5rem; }
  .facts dt { font-size: 0.8125rem; }
  .console > * { padding-left: 3.5rem; text-indent: -3.5rem; }
  .console > [data-n]::before { width: 3.5rem; padding-right: 0.75rem; }
}
@media print {
  body { max-width: none; padding: 0; font-size: 10pt; }
  .console { max-height: none; }
  .cell { break-inside: avoid-page; }
}
`;
