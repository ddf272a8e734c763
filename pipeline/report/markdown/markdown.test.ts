import { describe, expect, test } from "vitest";
import { hostileRun } from "../../test/hostile-run.ts";
import { harmless, hostileTexts } from "../../test/hostile-texts.ts";
import { panicText, runFixture } from "../../test/run-fixture.ts";
import { code, fenced, plain } from "../safe/markdown-escape.ts";
import { renderMarkdown } from "./markdown.ts";

const text = renderMarkdown(runFixture());

function sectionOf(markdown: string, title: string): string {
  return markdown.split(/^## /mu).find((section) => section.startsWith(`${title}\n`)) ?? "";
}

/** The lines outside of fences, and each fence as its lines. */
function partsOf(markdown: string): { readonly lines: string[]; readonly fences: string[][] } {
  const lines: string[] = [];
  const fences: string[][] = [];
  let fence = "";
  for (const line of markdown.split("\n")) {
    const opening = line.match(/^(`{3,})text$/u)?.[1];
    if (!fence && opening) {
      fence = opening;
      fences.push([]);
    } else if (fence && line === fence) fence = "";
    else if (fence) fences.at(-1)?.push(line);
    else lines.push(line);
  }
  return { lines, fences };
}

/** What is left of a line when everything that cannot be syntax is taken away. */
function skeletonOf(line: string): string {
  const syntax = line.replace(/&(?:\w+|#\d+);|\\[*_[\]~!{}]/gu, "").match(/[|`<>*_#[\]!~$\\@{}]/gu);
  return (syntax ?? []).join("");
}

describe("the Markdown", () => {
  test("says the verdict first", () => {
    expect(text.split("\n")[0]).toBe("# ✗ 11 of 16 cells pass; 1 fails, 4 are blocked.");
  });

  test("shows the matrix with signs, words and the runs of reused boots", () => {
    const matrix = sectionOf(text, "Matrix").split("\n");
    expect(matrix).toContain(
      "| platform | sid base | sid hypervisor-sysfs | bookworm-6.12 base | bookworm-6.12 hypervisor-sysfs |",
    );
    expect(matrix).toContain("| bare-q35 | ✓ pass (run 11) | ✓ pass | ✓ pass | ⊘ blocked |");
    expect(matrix).toContain("| xen-pv-dom0 | ✓ pass | ✗ fail | ✓ pass | ⊘ blocked |");
    expect(matrix.indexOf("| **Xen** |  |  |  |  |")).toBe(
      matrix.findIndex((line) => line.startsWith("| xen-pv-dom0")) - 1,
    );
  });

  test("says of an emulated interface that it is one", () => {
    const [cell] = runFixture().cells;
    if (!cell) throw new Error("the fixture has no cell");
    const emulated = { ...cell, realness: "emulated-interface" as const };
    const markdown = renderMarkdown(runFixture({ cells: [emulated] }));
    expect(markdown).toContain("| **Emulated interfaces** |");
  });

  test("shows of each finding whose it is, and the line that decided in a fence", () => {
    const findings = sectionOf(text, "Findings");
    expect(findings).toContain("### ✗ fail: sid hypervisor-sysfs on xen-pv-dom0");
    expect(findings).toContain("**Who must act: the series.**");
    expect(findings).toContain(`console.log, line 260:\n\n\`\`\`text\n${panicText}\n\`\`\``);
    expect(findings).toContain(
      "### ⊘ blocked: bookworm-6.12 hypervisor-sysfs on bare-q35, bare-microvm",
    );
  });

  test("shows how each patch fared on each head, with the hunks in the way", () => {
    const patches = sectionOf(text, "Patches");
    expect(patches).toContain("| patch | subject | sid | bookworm-6.12 |");
    expect(patches).toContain("Use the generic type attribute | merged | conflict (1 hunk) |");
    expect(patches).toContain("- `xen-sysfs-use-generic-type.patch` on bookworm-6.12: conflict");
    expect(patches).toContain("  - waits for xen-sysfs-use-generic-type.patch");
  });

  test("says which kernel is one image, by short digest and full build-id", () => {
    const kernels = sectionOf(text, "Kernels")
      .split("\n")
      .filter((line) => line.startsWith("- "));
    expect(kernels[0]).toMatch(
      /`[0-9a-f]{12}`, build-id `01d5605d864f1305321cd0ba44f45d9b0ba16c5b`/u,
    );
    expect(kernels[0]).toContain("One image:");
    expect(kernels[1]).toContain("Proved on 3 of 4 platforms; not on xen-pv-dom0.");
    expect(kernels[1]).not.toContain("One image");
  });

  test("shows pins, hypervisors, the proof of KVM, reused boots and times", () => {
    expect(sectionOf(text, "Heads")).toContain(
      "| sid | warning | 7.2.13 | linux-source-7.2 7.2.13-1 (sid) |",
    );
    expect(sectionOf(text, "Hypervisors")).toContain("- xen 4.17.5, `");
    expect(sectionOf(text, "Host and accelerator")).toContain(
      "- KVM was not used: /dev/kvm opens, but the guest died",
    );
    expect(sectionOf(text, "Reused boots")).toContain("1 of 12 boots is reused, from run 11.");
    expect(sectionOf(text, "Time by kind of step")).toContain(
      "| build-kernel | 2 | 0 | 5 min 27 s |",
    );
  });

  test("has no section about nothing", () => {
    const passed = runFixture().cells.filter((cell) => cell.verdict === "pass" && !cell.reused);
    const markdown = renderMarkdown(runFixture({ cells: passed, hypervisors: [] }));
    expect(markdown).not.toMatch(/^## (?:Findings|Reused boots|Hypervisors)/mu);
  });
});

describe("the budget of the Markdown", () => {
  const conflicts = Array.from({ length: 20 }, (_, index) => `file-${index}.c ${"@@".repeat(140)}`);
  const many = runFixture({
    series: Array.from({ length: 400 }, (_, index) => ({
      name: `series-${index}`,
      head: "sid",
      patches: [{ patch: "a.patch", subject: "a", result: "conflict", conflicts }],
    })),
  });

  test("is 900 KiB: what is too much is dropped from the end on, and said at the top", () => {
    const markdown = renderMarkdown(many);
    expect(Buffer.byteLength(markdown)).toBeLessThanOrEqual(900 * 1024);
    const dropped = markdown.match(/(\d+) of 400 tables \(Patches\)/u)?.[1];
    expect(markdown.match(/^### series-/gmu)).toHaveLength(400 - Number(dropped));
    expect(markdown.indexOf("Left out to stay within 900 KiB")).toBeLessThan(
      markdown.indexOf("## Matrix"),
    );
  });

  test.each([2000, 3000, 4000, 6000])(
    "holds for %i bytes, and the verdict is never lost",
    (limit) => {
      const markdown = renderMarkdown(runFixture(), limit);
      expect(Buffer.byteLength(markdown)).toBeLessThanOrEqual(limit);
      expect(markdown).toMatch(/^# ✗ 11 of 16 cells pass/u);
      expect(markdown.includes("Left out")).toBe(!markdown.includes("## Time by kind of step"));
    },
  );

  test("says nothing where nothing was dropped", () => {
    expect(text).not.toContain("Left out");
  });
});

describe("a hostile text in the Markdown", () => {
  test.each(hostileTexts)("leaves all syntax as it was: %s", (_, hostile) => {
    const [own, other] = [hostile, harmless(hostile)].map((one) =>
      partsOf(renderMarkdown(hostileRun(one))),
    );
    expect(own?.lines.map(skeletonOf)).toEqual(other?.lines.map(skeletonOf));
    expect(own?.fences.map((fence) => fence.length)).toEqual(
      other?.fences.map((fence) => fence.length),
    );
  });

  test.each(hostileTexts)("mentions, links and orders nothing: %s", (_, hostile) => {
    const { lines, fences } = partsOf(renderMarkdown(hostileRun(hostile)));
    // An entity is shown as its character, but no filter sees it as one of the word.
    const outside = lines.join("\n").replace(/&(?:\w+|#\d+);/gu, "\u00B7");
    expect(outside).not.toMatch(/@\w|#\d|GH-\d|:\/\/|www\.|::/u);
    expect([...lines, ...fences.flat()].join("\n")).not.toMatch(/^\s*::|##\[/mu);
    expect(outside.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
  });

  test.each([
    ["a|b", "a&#124;b"],
    ["<b>&", "&lt;b&gt;&amp;"],
    ["*a* _b_", String.raw`\*a\* \_b\_`],
    ["`x`", "&#96;x&#96;"],
    [String.raw`a\|b`, "a&#92;&#124;b"],
    ["@torvalds", "&#64;&#8203;torvalds"],
    ["::error::x", ":&#8203;:error:&#8203;:x"],
    ["- item", "&#8203;- item"],
    ["1. item", "&#8203;1. item"],
    ["7.2.13", "7.2.13"],
    ["a\nb", "a b"],
  ])("%j is written as %j", (from, to) => {
    expect(plain(from)).toBe(to);
  });

  test("is code only where it is a plain name", () => {
    expect(code("a-b_c/d.patch")).toBe("`a-b_c/d.patch`");
    expect(code("a`b")).toBe("a&#96;b");
    expect(code("a|b")).not.toContain("|");
  });

  test("cannot end the fence that it stands in, and keeps its own back-ticks", () => {
    const [opening = "", ...rest] = fenced(["````", "a `` b"]).split("\n");
    expect(opening).toBe("`````text");
    expect(rest).toEqual(["````", "a `` b", "`````"]);
  });
});
