// Filters: what they take, and the names that lead nowhere.

import { expect, test } from "vitest";
import { descriptionsWith } from "../test/description-rig.ts";
import { neededHeads, neededHypervisors, selectionOf } from "./selection.ts";

test("without filters a run takes the defaults of twinboot.yaml, and every series", async () => {
  expect(selectionOf(await descriptionsWith(), {})).toEqual({
    series: ["s"],
    heads: ["main"],
    flavours: ["guest"],
    platforms: ["bare"],
  });
});

test("a filter takes just what it names, `all` takes everything", async () => {
  const filters = { head: ["next"], platform: ["all"], series: [] };
  expect(selectionOf(await descriptionsWith(), filters)).toEqual({
    series: [],
    heads: ["next"],
    flavours: ["guest"],
    platforms: ["bare", "dom0", "domu"],
  });
});

test("a name that leads nowhere is the user's mistake, with the names there are", async () => {
  const all = await descriptionsWith();
  for (const what of ["series", "head", "flavour", "platform"])
    expect(() => selectionOf(all, { [what]: ["nope"] })).toThrow(`--${what} nope`);
  expect(() => selectionOf(all, { head: ["main", "toString"] })).toThrow("--head toString");
});

test("the heads that series were written on are needed too, once each", async () => {
  const all = await descriptionsWith();
  expect(neededHeads(all, selectionOf(all, { head: ["next"] }))).toEqual(["next", "main"]);
  expect(neededHeads(all, selectionOf(all, {}))).toEqual(["main"]);
});

test("only the hypervisors of chosen platforms are needed", async () => {
  const all = await descriptionsWith();
  expect(neededHypervisors(all, selectionOf(all, {}))).toEqual([]);
  expect(neededHypervisors(all, selectionOf(all, { platform: ["all"] }))).toEqual(["xen"]);
});
