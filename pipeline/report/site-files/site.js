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
  const used = new Set();
  let shown = 0;
  for (const row of table.tBodies[0].rows) {
    const ofRow =
      matches(wanted.head, row.dataset.head) && matches(wanted.series, row.dataset.series);
    let inRow = 0;
    for (const [at, cell] of [...row.cells].entries()) {
      if (at === 0) continue;
      const on =
        ofRow &&
        matches(wanted.platform, platforms[at]) &&
        matches(wanted.verdict, cell.className.split(" ")[0]) &&
        !cell.classList.contains("none");
      cell.classList.toggle("off", !on);
      if (on) used.add(at);
      inRow += on;
    }
    row.hidden = inRow === 0;
    shown += inRow;
  }
  for (const row of table.rows)
    for (const [at, cell] of [...row.cells].entries()) cell.hidden = at > 0 && !used.has(at);
  form.querySelector("output").value = `${shown} ${shown === 1 ? "cell" : "cells"} shown`;
}

function matches(wanted, own) {
  return !wanted || wanted === own;
}

function nameLine(line) {
  if (line && !String(getSelection())) location.hash = line.id;
}
