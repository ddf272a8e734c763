// Filters: what they take, and the names that lead nowhere.

import { expect, test } from "vitest";
import { bareOnly, descriptionsWith, edited } from "../../test/description-rig.ts";
import {
  filterWords,
  type Filters,
  mustFit,
  neededHeads,
  neededHostImages,
  neededHypervisors,
  selectionOf,
} from "./selection.ts";

const nightlyDomu = edited("images/platforms/domu.yaml", "lane: every-run", "lane: nightly");

test("without filters a run takes the defaults of twinboot.yaml, and every series", async () => {
  expect(selectionOf(await descriptionsWith(nightlyDomu), {})).toEqual({
    series: ["s"],
    heads: ["main"],
    flavours: ["guest"],
    platforms: ["bare", "dom0"],
  });
});

test("the nightly lane takes what every run takes, and more; a platform by name comes first", async () => {
  const all = await descriptionsWith(nightlyDomu);
  const taken = (filters: Filters) => selectionOf(all, filters).platforms;
  expect(taken({ lane: "nightly" })).toEqual(["bare", "dom0", "domu"]);
  expect(taken({ lane: "every-run" })).toEqual(["bare", "dom0"]);
  expect(taken({ lane: "every-run", platform: ["domu"] })).toEqual(["domu"]);
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
    expect(() => selectionOf(all, { [what]: ["nope"] })).toThrow(`unknown ${what} nope`);
  expect(() => selectionOf(all, { head: ["main", "toString"] })).toThrow("unknown head toString");
});

test("a platform or a flavour that was named and would be in no cell is told, not left out", async () => {
  const all = await descriptionsWith({
    "images/architectures/um.yaml":
      "architecture: um\ndescribes: programs\nmake: um\ntarget: linux\nimage: linux\nmachine: x86_64\nguest: x86\n",
    "images/flavours/um.yaml":
      "flavour: um\narch: um\nbase: tinyconfig\nfragments: [guest.config]\n",
  });
  const fit = (filters: Filters) => mustFit(all, filters, selectionOf(all, filters));
  expect(() => fit({ flavour: ["um"] })).toThrow(
    "--flavour um is for um, and no chosen platform is: it would be in no cell",
  );
  expect(() => fit({ flavour: ["guest", "um"], platform: ["bare"] })).toThrow("--flavour um is");
  expect(() => fit({ flavour: ["um"], platform: ["bare"] })).toThrow(
    "--platform bare is for x86_64",
  );
  for (const good of [{}, { flavour: ["all"] }, { platform: ["bare"] }])
    expect(() => fit(good)).not.toThrow();
});

test("a flavour that a platform is for boots there alone, and nothing else boots there", async () => {
  const all = await descriptionsWith({
    "images/flavours/numa.yaml":
      "flavour: numa\narch: x86_64\nbase: tinyconfig\nfragments: [guest.config]\n",
    ...edited("images/platforms/domu.yaml", "entry: domu", "entry: domu\nflavour: numa"),
  });
  const fit = (filters: Filters) => mustFit(all, filters, selectionOf(all, filters));
  expect(() => fit({ flavour: ["guest"], platform: ["domu"] })).toThrow(
    "--platform domu is for numa",
  );
  expect(() => fit({ flavour: ["numa"], platform: ["bare"] })).toThrow("--platform bare is for");
  expect(() => fit({ flavour: ["numa"], platform: ["domu"] })).not.toThrow();
  const needed = (flavour: string) =>
    neededHostImages(all, selectionOf(all, { flavour: [flavour], platform: ["domu", "bare"] }));
  expect([needed("guest"), needed("numa")]).toEqual([[], ["dom0"]]);
});

test("the heads that series were written on are needed too, once each", async () => {
  const all = await descriptionsWith();
  expect(neededHeads(all, selectionOf(all, { head: ["next"] }))).toEqual(["next", "main"]);
  expect(neededHeads(all, selectionOf(all, {}))).toEqual(["main"]);
});

test("only the hypervisors and host images of chosen platforms are needed, those of a guest's host too", async () => {
  const all = await descriptionsWith();
  const bare = selectionOf(all, bareOnly);
  expect([neededHypervisors(all, bare), neededHostImages(all, bare)]).toEqual([[], []]);
  const dom0 = selectionOf(all, { platform: ["dom0"] });
  expect([neededHypervisors(all, dom0), neededHostImages(all, dom0)]).toEqual([["xen"], []]);
  const domu = selectionOf(all, { platform: ["domu"] });
  expect([neededHypervisors(all, domu), neededHostImages(all, domu)]).toEqual([["xen"], ["dom0"]]);
});

test("filters are told as they were typed; what leaves nothing out is not told", () => {
  expect(filterWords({ series: ["one", "two"], platform: ["bare"] })).toBe(
    "--series one,two --platform bare",
  );
  expect(filterWords({ platform: ["all"], lane: "nightly" })).toBe("");
  expect(filterWords({ lane: "every-run" })).toBe("--lane every-run");
});
