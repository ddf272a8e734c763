import { expect, test } from "vitest";
import { pathsOf, scanDiff } from "./diff-sections.ts";

const together = (text: string): string => {
  const { head, sections, tail } = scanDiff(text);
  return head + sections.map((one) => one.junk + one.header + one.body).join("") + tail;
};

test("lines that look like headers stay in the hunk that counts them", () => {
  const diff = "--- a/x\n+++ b/x\n@@ -1,3 +1,3 @@\n a\n--- b/y\n+++ a/y\n c\n-- \n2.39\n";
  const { sections, tail } = scanDiff(diff);
  expect(sections).toHaveLength(1);
  expect(tail).toBe("-- \n2.39\n");
  expect(together(diff)).toBe(diff);
});

test.each([
  ["Index: l/x\n=====================\n--- l.orig/x\n+++ l/x\n@@ -1 +1 @@\n-a\n+b\n", 1, "x", "x"],
  ["--- x.orig\t2001-01-01\n+++ x\t2001-01-02\n@@ -1 +1 @@\n-a\n+b\n", 0, "x", "x"],
  ["--- /dev/null\n+++ b/d/x\n@@ -0,0 +1 @@\n+b\n", 1, undefined, "d/x"],
  ["--- a/d/x\n+++ /dev/null\n@@ -1 +0,0 @@\n-b\n", 1, "d/x", undefined],
  ["diff --git a/b c b/b c\nold mode 100644\nnew mode 100755\n", 1, "b c", "b c"],
  ['diff --git "a/\\303\\244" "b/\\303\\244"\nold mode 100644\nnew mode 100755\n', 1, "Ã¤", "Ã¤"],
  ["diff --git a/x b/y\nsimilarity index 100%\nrename from x\nrename to y\n", 1, "x", "y"],
  ["--- a/../x\n+++ b/../x\n@@ -1 +1 @@\n-a\n+b\n", 1, "../x", "../x"],
  ["--- /etc/x\n+++ /etc/x\n@@ -1 +1 @@\n-a\n+b\n", 1, "/etc/x", "/etc/x"],
])("the paths of %j with -p%i", (diff, strip, before, after) => {
  const [section] = scanDiff(diff).sections;
  expect(section && pathsOf(section, strip)).toEqual({
    ...(before && { before }),
    ...(after && { after }),
  });
  expect(together(diff)).toBe(diff);
});

test.each([
  "@@ -1,3 +1,3 @@\n a\n-b\n+c\n",
  "@@ -1,3 +1,3 @@\n a\n-b\n+c\n-- \n2.39\n",
  "@@ -1,x @@\n",
])("a hunk that ends too early is told: %j", (hunk) => {
  expect(scanDiff(`--- a/x\n+++ b/x\n${hunk}`).problem).toMatch(/ends too early|is damaged/);
});
