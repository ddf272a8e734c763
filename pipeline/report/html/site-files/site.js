// The little that the pages do: filters of the matrix, and lines of a console as addresses.
// All state is the address's own hash, so that whatever is seen can be sent to somebody.
"use strict";

const filters = document.getElementById("filters");
if (filters) startFilters(filters);
for (const box of document.querySelectorAll(".console")) startConsole(box);

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
  const shown = [...document.querySelectorAll(".matrix")].map((table) =>
    filterTable(table, wanted),
  );
  const count = shown.reduce((sum, cells) => sum + cells, 0);
  form.querySelector("output").value = `${count} ${count === 1 ? "cell" : "cells"} shown`;
}

/** Rows, columns, groups and tables without a cell that is shown go. Gives the number of cells that stay. */
function filterTable(table, wanted) {
  const kernels = [...table.tHead.rows[0].cells].map((cell) => cell.dataset);
  const rows = [...table.querySelectorAll("tr[data-platform]")];
  const shown = rows.flatMap((row) => showRow(row, wanted, kernels));
  const used = new Set(shown);
  for (const row of rows.concat(table.tHead.rows[0]))
    for (const [at, cell] of [...row.cells].entries()) cell.hidden = at > 0 && !used.has(at);
  for (const body of table.tBodies)
    body.hidden = [...body.rows].every((row) => row.hidden || !row.dataset.platform);
  table.closest(".scroll").hidden = shown.length === 0;
  return shown.length;
}

/** Gives the columns whose cells are shown in this row. */
function showRow(row, wanted, kernels) {
  const ofRow = matches(wanted.platform, row.dataset.platform);
  const shown = [];
  for (const [at, cell] of [...row.cells].entries()) {
    if (at === 0) continue;
    const { head, series } = kernels[at];
    const ofColumn = matches(wanted.head, head) && matches(wanted.series, series);
    const on = ofRow && ofColumn && isOf(cell, wanted.verdict);
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

/** It opens at the line that decided; the page itself stays where it is. */
function startConsole(box) {
  box.addEventListener("click", (event) => nameLine(event.target.closest("li")));
  const line = box.querySelector("mark")?.closest("li");
  if (!line) return;
  const show = () => {
    const above = line.getBoundingClientRect().top - box.getBoundingClientRect().top;
    box.scrollTop += above - box.clientHeight / 3;
  };
  show();
  // The lines around it are laid out only now, and may be of another height than was thought.
  requestAnimationFrame(show);
}

function nameLine(line) {
  if (line && !String(getSelection())) location.hash = line.id;
}
