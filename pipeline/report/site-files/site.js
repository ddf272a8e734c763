// The little that the pages do: filters of the matrix, and lines of a console as addresses.
// All state is the address's own hash, so that whatever is seen can be sent to somebody.
"use strict";

const filters = document.getElementById("filters");
if (filters) startFilters(filters);
for (const box of document.querySelectorAll(".console"))
  box.addEventListener("click", (event) => nameLine(event.target.closest("li")));

function startFilters(form) {
  const showAddress = () => {
    const wanted = new URLSearchParams(location.hash.slice(1));
    for (const select of form.querySelectorAll("select")) {
      const value = wanted.get(select.name) ?? "";
      const known = [...select.options].some((option) => option.value === value);
      select.value = known ? value : "";
    }
    applyFilters(form);
  };
  form.addEventListener("change", () => {
    writeAddress(form);
    applyFilters(form);
  });
  form.addEventListener("reset", () => {
    history.replaceState(null, "", location.pathname + location.search);
    // The fields are empty only after this event.
    setTimeout(() => applyFilters(form));
  });
  addEventListener("hashchange", showAddress);
  form.hidden = false;
  showAddress();
}

function writeAddress(form) {
  const chosen = [...new FormData(form)].filter(([, value]) => value);
  const hash = new URLSearchParams(chosen).toString();
  history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
}

function applyFilters(form) {
  const wanted = Object.fromEntries(new FormData(form));
  const table = document.querySelector(".matrix");
  const platforms = [...table.tHead.rows[0].cells].map((cell) => cell.dataset.platform);
  const shown = [...table.tBodies[0].rows].flatMap((row) => showRow(row, wanted, platforms));
  const used = new Set(shown);
  for (const row of table.rows)
    for (const [at, cell] of [...row.cells].entries()) cell.hidden = at > 0 && !used.has(at);
  form.querySelector("output").value =
    `${shown.length} ${shown.length === 1 ? "cell" : "cells"} shown`;
}

/** Gives the columns whose cells are shown in this row. */
function showRow(row, wanted, platforms) {
  const { head, series } = row.dataset;
  const ofRow = matches(wanted.head, head) && matches(wanted.series, series);
  const shown = [];
  for (const [at, cell] of [...row.cells].entries()) {
    if (at === 0) continue;
    const on = ofRow && matches(wanted.platform, platforms[at]) && isOf(cell, wanted.verdict);
    cell.classList.toggle("off", !on);
    if (on) shown.push(at);
  }
  row.hidden = shown.length === 0;
  return shown;
}

/** A cell that was not asked for has no verdict, and is never counted. */
function isOf(cell, verdict) {
  return !cell.classList.contains("none") && (!verdict || cell.classList.contains(verdict));
}

function matches(wanted, own) {
  return !wanted || wanted === own;
}

function nameLine(line) {
  if (line && !String(getSelection())) location.hash = line.id;
}
