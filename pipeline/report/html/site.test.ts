import { describe, expect, test } from "vitest";
import { attributes, flat, shownText } from "../../test/read-html.ts";
import { runFixture } from "../../test/run-fixture.ts";
import { nightOf } from "../../model/record/night-of.ts";
import { historyOf } from "../facts/history.ts";
import { pageNamed, siteOf } from "../../test/site-rig.ts";

import { sitePages } from "./site.ts";

const run = runFixture();
const site = await siteOf(run);
const index = pageNamed(site, "index.html");
const failed = "cells/sid-hypervisor-sysfs-guest-xen-pv-dom0.html";

function navigation(page: string): string {
  return flat(shownText(page.match(/<nav[^]*?<\/nav>/u)?.[0] ?? ""));
}

describe("every page of the site", () => {
  test.each([...site])("asks for nothing but its own two files: %s", (path, page) => {
    const up = path.includes("/") ? "../" : "";
    expect(page.match(/<(?:script|link)\b[^>]*>/gu)).toEqual([
      `<link rel="stylesheet" href="${up}style.css">`,
      `<script src="${up}site.js" defer>`,
    ]);
    expect(shownText(attributes(page, "content").join(" "))).toContain(
      `default-src 'none'; style-src 'self'; script-src 'self'`,
    );
    expect(page).not.toMatch(/<(?:img|iframe|object|embed|base|style)\b/iu);
    expect(page).not.toMatch(/\s(?:srcset|style|on\w+)="|url\(|@import/iu);
  });

  test.each([...site])("has a target for every link, and every target once: %s", (path, page) => {
    const ids = attributes(page, "id");
    expect(new Set(ids).size).toBe(ids.length);
    for (const target of attributes(page, "href")) {
      const [to = "", hash] = target.split("#");
      const file = to ? new URL(to, `http://site/${path}`).pathname.slice(1) : path;
      if (["style.css", "site.js"].includes(file)) continue;
      const other = pageNamed(site, file);
      if (hash) expect(attributes(other, "id")).toContain(hash);
    }
  });

  test.each([...site])("closes every element that it opens: %s", (_, page) => {
    const open: string[] = [];
    for (const [, close, name = "", , empty] of page.matchAll(/<(\/?)([a-z]\w*)([^>]*?)(\/?)>/gu)) {
      if (["meta", "link"].includes(name) || empty) continue;
      if (close) expect(open.pop()).toBe(name);
      else open.push(name);
    }
    expect(open).toEqual([]);
  });

  test.each([...site])(
    "has one main heading, and a scope for every table header: %s",
    (_, page) => {
      expect(page.match(/<h1\b/gu)).toHaveLength(1);
      const headers = page.match(/<th\b[^>]*>/gu) ?? [];
      expect(headers.filter((header) => !/ scope="(?:row|col|rowgroup)"/u.test(header))).toEqual(
        [],
      );
    },
  );
});

test("certificates are linked to from every page of a site that has them, and from no other", async () => {
  const history = await historyOf([nightOf(run)]);
  const inputs = { run, history, consoleText: () => undefined };
  const pages = [...sitePages({ ...inputs, certificates: true })];
  for (const { path, content } of pages) {
    const up = path.includes("/") ? "../" : "";
    expect(attributes(content, "href")).toContain(`${up}certificates/index.html`);
  }
  for (const { content } of sitePages(inputs)) expect(content).not.toContain("certificates/");
});

describe("the first page", () => {
  test("says the verdict first, in its title and in its main heading", () => {
    const sentence = "11 of 16 cells pass; 1 fails, 4 are blocked.";
    expect(index).toContain(`<h1>${sentence}</h1>`);
    expect(index).toContain(`<title>${sentence} - Twinboot run 12</title>`);
    expect(index.indexOf("<h1>")).toBeLessThan(index.indexOf("<table"));
  });

  test("leads from every cell of the matrix to the page of just that cell", () => {
    const matrix = index.match(/<table class="matrix">[^]*?<\/table>/u)?.[0] ?? "";
    const links = [...matrix.matchAll(/<td class="([\w-]+)"><a href="([^"]*)"/gu)];
    expect(links).toHaveLength(16);
    for (const [, verdict = "", path = ""] of links)
      expect(pageNamed(site, path)).toContain(`<header class="${verdict}">`);
  });

  test("names below its main heading what failed and where", () => {
    expect(flat(shownText(index.match(/<header[^]*?<\/header>/u)?.[0] ?? ""))).toContain(
      "hypervisor-sysfs on sid fails on xen-pv-dom0.",
    );
  });

  test("calls the kernel without a series unpatched, in a finding as in the matrix", async () => {
    const cells = run.cells.map((cell) =>
      cell.verdict === "fail" ? { ...cell, series: "base" } : cell,
    );
    const page = pageNamed(await siteOf(runFixture({ cells })), "index.html");
    expect(flat(shownText(page))).toContain("the series must act unpatched sid on xen-pv-dom0");
    expect(shownText(page)).not.toContain("sid base");
  });

  test("says once which boots are of an older run, and marks only those", () => {
    const text = flat(shownText(index));
    expect(text).toContain("1 of 12 boots is reused, from run 11.");
    expect(text.match(/run 11/gu)).toHaveLength(2);
  });

  test("links only to pages that have something to show", async () => {
    expect(navigation(index)).toMatch(/^Verdicts Patches Run run 12/u);
    const bare = pageNamed(await siteOf(runFixture({ series: [] })), "index.html");
    expect(navigation(bare)).toMatch(/^Verdicts Run run 12/u);
  });

  test("tells the verdict by word and sign as well as by colour", () => {
    expect(flat(shownText(pageNamed(site, failed)))).toContain("✗ fail");
  });

  test("cannot make two cells share a page", async () => {
    const cells = run.cells.map((cell) => Object.assign({}, cell, { head: "<", platform: ">" }));
    const paths = [...(await siteOf(runFixture({ cells }))).keys()].filter((path) =>
      path.startsWith("cells/"),
    );
    expect(paths).toHaveLength(cells.length);
    expect(paths.filter((path) => !/^cells\/[\w-][\w.-]*\.html$/u.test(path))).toEqual([]);
  });
});

describe("the other pages", () => {
  const runPage = flat(shownText(pageNamed(site, "run.html")));

  test("show how each patch fared on each head", () => {
    const table =
      pageNamed(site, "patches.html").match(/<table class="patches">[^]*?<\/table>/u)?.[0] ?? "";
    const rows = (table.match(/<tr>[^]*?<\/tr>/gu) ?? []).map((row) => flat(shownText(row)));
    expect(rows[2]).toMatch(
      /^xen\/sysfs: Use the generic .* ✓ merged .* ✗ conflict \(1 hunk\) why in the way: drivers\/xen/u,
    );
    expect(rows[3]).toMatch(
      /✓ clean .* ⊘ blocked why waits for xen-sysfs-use-generic-type.patch$/u,
    );
  });

  test("say which kernels are one image and which are not", () => {
    expect(flat(shownText(index))).toContain("2 of 3 kernels are proved as one image");
    expect(runPage).toContain("Proved on 3 of 4 platforms; not on xen-pv-dom0.");
  });

  test("show pins, hypervisors, the host with its proof of KVM, and every step", () => {
    expect(runPage).toContain("linux-source-7.2 7.2.13-1 (sid)");
    expect(runPage).toContain("xen 4.17.5");
    expect(runPage).toContain("KVM not used: /dev/kvm opens, but the guest died");
    expect(runPage).toContain("build-kernel 2 0 5 min 27 s");
    expect(runPage).toContain("boot bare-q35 sid pass (run 11)");
  });

  test("show what an error said and what to type next, and that KVM was proved", async () => {
    const [trace] = run.traces;
    if (!trace) throw new Error("the fixture has no trace");
    const broken = {
      ...trace,
      status: "error" as const,
      message: "no space",
      hint: "./twinboot gc",
    };
    const host = { ...run.host, kvm: true, kvmBecause: "a guest booted with KVM" };
    const other = await siteOf(runFixture({ traces: [broken], host }));
    const text = flat(shownText(pageNamed(other, "run.html")));
    expect(text).toContain("import-head sid error no space ./twinboot gc");
    expect(text).toContain("KVM proved to work: a guest booted with KVM");
  });
});
