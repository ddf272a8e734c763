// A recorded boot of dom0 with two guests, played to the watch as it came.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { GuestPlatform } from "../model/described/platform.ts";
import { record } from "./record-line.ts";
import { readDescriptions } from "../plan/read/read-descriptions.ts";
import { controlPort, GuestsWatch, hostConsole, portOf } from "../steps/boot/guests-watch.ts";

const checkout = join(import.meta.dirname, "../..");
const consoles = join(checkout, "pipeline/test/console");
const { platforms } = readDescriptions(checkout);

function guest(name: string): GuestPlatform {
  const platform = platforms.get(name);
  if (platform && "host" in platform) return platform;
  throw new Error(`there is no guest ${name}`);
}

const pv = guest("xen-pv-domu");
const pvh = guest("xen-pvh-domu");
const secrets = {
  [hostConsole]: "00112233445566aa",
  [portOf(pv)]: "8899aabbccddeeff",
  [portOf(pvh)]: "8899aabbccddeeff",
};

/** The host's console in two parts: up to the line that holds a text, and what follows. */
function hostUpTo(text: string): [Buffer, Buffer] {
  const log = readFileSync(join(consoles, "shared-first-hangs.log"));
  const at = log.indexOf("\n", log.indexOf(text)) + 1;
  return [log.subarray(0, at), log.subarray(at)];
}

function consoleOf(platform: GuestPlatform): Buffer {
  return readFileSync(join(consoles, `shared-first-hangs-${platform.platform}.log`));
}

test("the guest that runs is the one that the host started last and has not ended", () => {
  const watch = new GuestsWatch(secrets, [pv, pvh]);
  expect(watch.seen.running).toBeUndefined();
  const [started, rest] = hostUpTo('"guest.started","value":"xen-pv-domu"');
  watch.onBytes(hostConsole, started);
  expect(watch.seen.running).toMatchObject({ platform: "xen-pv-domu", seen: { spoke: false } });
  watch.onBytes(portOf(pv), consoleOf(pv));
  expect(watch.seen.running?.seen.spoke).toBe(true);
  watch.onBytes(hostConsole, rest);
  expect(watch.seen.running).toBeUndefined();
  expect(watch.host.endedAt).toBeDefined();
});

test("one that was destroyed on request was killed for its reason, with the state that the host took", () => {
  const watch = new GuestsWatch(secrets, [pv, pvh]);
  const [started, rest] = hostUpTo('"guest.started","value":"xen-pv-domu"');
  watch.onBytes(hostConsole, started);
  watch.asked("silence");
  expect(watch.seen.running?.askedAt).toBeDefined();
  watch.onBytes(controlPort, Buffer.from("state xen-pv-domu rip: 40\nstate xen-pv-domu rs"));
  watch.onBytes(controlPort, Buffer.from("p: 7f\nstate nobody x\n"));
  watch.onBytes(hostConsole, rest);
  const { ended, state } = watch.endOf("xen-pv-domu");
  expect(ended).toEqual({ how: "killed", because: "silence" });
  expect(state).toBe("rip: 40\nrsp: 7f");
});

test("a clean end is a power-off with a last record; its console may come after the host's word", () => {
  const watch = new GuestsWatch(secrets, [pv, pvh]);
  for (const part of hostUpTo("guest.started")) watch.onBytes(hostConsole, part);
  expect(watch.endOf("xen-pvh-domu").ended.because).toBe("early-exit");
  watch.onBytes(portOf(pvh), consoleOf(pvh));
  expect(watch.endOf("xen-pvh-domu").ended).toEqual({ how: "exited", because: "power-off" });
});

test("when the host is gone, what ran was ended by it, and what did not was not reached", () => {
  const watch = new GuestsWatch(secrets, [pv, pvh]);
  watch.onBytes(hostConsole, hostUpTo('"guest.started","value":"xen-pv-domu"')[0]);
  expect(watch.endOf("xen-pv-domu").ended.because).toBe("host-ended");
  expect(watch.endOf("xen-pvh-domu").ended.because).toBe("not-reached");
});

test("what a guest says in the host's words, on its own console, is not the host's", () => {
  const watch = new GuestsWatch(secrets, [pv, pvh]);
  watch.onBytes(portOf(pv), hostUpTo("guest.started")[1]);
  expect(watch.seen.running).toBeUndefined();
});

test("a guest that is not ours is done once its console has all that proves it, at no line's end", () => {
  const foreign = guest("xen-pv-grub");
  const named = { ...secrets, [portOf(foreign)]: "8899aabbccddeeff" };
  const watch = new GuestsWatch(named, [foreign]);
  const started = { record: "fact", name: "guest.started", value: "xen-pv-grub" } as const;
  watch.onBytes(hostConsole, Buffer.from(`${record(0, started, secrets[hostConsole])}\n`));
  expect(watch.seen.running?.platform).toBe("xen-pv-grub");
  watch.onBytes(portOf(foreign), Buffer.from("  GNU GRUB  ver"));
  watch.onBytes(portOf(foreign), Buffer.from("sion 2.06\n\n"));
  expect(watch.seen.running?.seen.endedAt).toBeUndefined();
  watch.onBytes(portOf(foreign), Buffer.from("grub> "));
  expect(watch.seen.running?.seen.endedAt).toBeDefined();
});
