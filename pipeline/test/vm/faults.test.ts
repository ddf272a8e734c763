import { describe, expect, it } from "vitest";
import { guestFaults, judgedFaults } from "./fault-rig.ts";

describe("a planted fault in a real guest", { tags: ["vm"] }, () => {
  it("gets its verdict, and none passes but the guest that only does not power off", async () => {
    const seen = await judgedFaults(guestFaults.map(({ fault }) => fault));
    expect(seen).toEqual(guestFaults);
  });
});
