import { describe, expect, test } from "vitest";
import { attributes, cellOf, flat, shownText } from "../test/read-html.ts";
import { consolesFixture, runFixture } from "../test/run-fixture.ts";
import { renderHtml } from "./html.ts";

const run = runFixture();
const page = renderHtml(run, consolesFixture());
const failed = "cell-sid-hypervisor-sysfs-guest-xen-pv-dom0";

describe("the page", () => {
  test("says the verdict first, in its title and in its one main heading", () => {
    const sentence = "11 of 16 cells pass; 1 fails, 4 are blocked.";
    expect(page.match(/<h1>(.*?)<\/h1>/gu)).toEqual([`<h1>${sentence}</h1>`]);
    expect(page).toContain(`<title>${sentence} Twinboot run 12</title>`);
    expect(page.indexOf("<h1>")).toBeLessThan(page.indexOf("<table"));
  });

  test("needs nothing but itself: no script, no request, and a policy that forbids both", () => {
    expect(page).toContain(
      `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    );
    expect(page).not.toMatch(/<(?:script|link|img|iframe|object|embed|form|base|svg)\b/iu);
    expect(page).not.toMatch(/\s(?:src|srcset|style|on\w+)="|url\(|@import/iu);
    expect(attributes(page, "href").filter((target) => !target.startsWith("#"))).toEqual([]);
  });

  test("has a target for every link, and every target once", () => {
    const ids = attributes(page, "id");
    expect(new Set(ids).size).toBe(ids.length);
    const targets = [...attributes(page, "href"), ...attributes(page, "aria-labelledby")];
    expect(
      targets.map((target) => target.replace("#", "")).filter((id) => !ids.includes(id)),
    ).toEqual([]);
  });

  test("closes every element that it opens", () => {
    const open: string[] = [];
    for (const [, close, name = ""] of page.matchAll(/<(\/?)([a-z]\w*)/gu)) {
      if (["meta"].includes(name)) continue;
      if (close) expect(open.pop()).toBe(name);
      else open.push(name);
    }
    expect(open).toEqual([]);
  });

  test("leads from every cell of the matrix to the section of just that cell", () => {
    const matrix = page.match(/<table class="matrix">[^]*?<\/table>/u)?.[0] ?? "";
    const links = [...matrix.matchAll(/<td class="([\w-]+)"><a href="#([^"]*)"/gu)];
    expect(links).toHaveLength(16);
    for (const [, verdict = "", anchor = ""] of links)
      expect(cellOf(page, anchor)).toContain(`<article class="cell ${verdict}"`);
  });

  test("tells the verdict by word and sign as well as by colour", () => {
    expect(flat(shownText(cellOf(page, failed)))).toContain("✗ fail");
  });

  test("gives every table header its scope", () => {
    const headers = page.match(/<th\b[^>]*>/gu) ?? [];
    expect(headers.length).toBeGreaterThan(50);
    expect(headers.filter((header) => !/ scope="(?:row|col)"/u.test(header))).toEqual([]);
  });
});

describe("the grounds of the page", () => {
  const text = flat(shownText(page));

  test("show how each patch fared on each head", () => {
    const table = page.match(/<table class="patches">[^]*?<\/table>/u)?.[0] ?? "";
    const rows = (table.match(/<tr>[^]*?<\/tr>/gu) ?? []).map((row) => flat(shownText(row)));
    expect(rows[2]).toMatch(
      /^xen\/sysfs: Use the generic .* ✓ merged .* ✗ conflict \(1 hunk\) why in the way: drivers\/xen/u,
    );
    expect(rows[3]).toMatch(
      /✓ clean .* ⊘ blocked why waits for xen-sysfs-use-generic-type.patch$/u,
    );
  });

  test("say which kernels are one image and which are not", () => {
    expect(text).toContain("2 of 3 kernels are proved as one image");
    expect(text).toContain("Proved on 3 of 4 platforms; not on xen-pv-dom0.");
  });

  test("show pins, hypervisors, the host with its proof of KVM, and every step", () => {
    expect(text).toContain("linux-source-7.2 7.2.13-1 (sid)");
    expect(text).toContain("xen 4.17.5");
    expect(text).toContain("KVM not used: /dev/kvm opens, but the guest died");
    expect(text).toContain("build-kernel 2 0 5 min 27 s");
    expect(text).toContain("boot bare-q35 sid pass (run 11)");
  });

  test("show what an error said and what to type next, and that KVM was proved", () => {
    const [trace] = run.traces;
    if (!trace) throw new Error("the fixture has no trace");
    const broken = {
      ...trace,
      status: "error" as const,
      message: "no space",
      hint: "./twinboot gc",
    };
    const host = { ...run.host, kvm: true, kvmBecause: "a guest booted with KVM" };
    const other = flat(shownText(renderHtml(runFixture({ traces: [broken], host }), new Map())));
    expect(other).toContain("import-head sid error no space ./twinboot gc");
    expect(other).toContain("KVM proved to work: a guest booted with KVM");
  });
});
