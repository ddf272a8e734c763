// What the clocks of a shared boot must know while it runs: which guest the host runs now, and what it said of each.

import type { BootEnd, BootEndCause } from "../../model/boot/boot-record.ts";
import type { Sightings } from "../../model/boot/boot-clock.ts";
import type { Heard } from "../../model/boot/cpu-use.ts";
import type { GuestRecord } from "../../model/boot/guest-record.ts";
import type { ClockReading } from "../../model/boot/clock-reading.ts";
import { type GuestPlatform, isForeign } from "../../model/described/platform.ts";
import type { SharedSightings } from "../../model/boot/shared-clock.ts";
import { BootWatch } from "./boot-watch.ts";

/** The host's console; its control port; the port of a guest's console. */
export const hostConsole = "com1";
export const controlPort = "tb.control";
export function portOf({ platform }: GuestPlatform): string {
  return `tb.${platform}`;
}

type Guest = {
  readonly platform: GuestPlatform;
  readonly watch: BootWatch;
  startedAt?: number;
  endedAt?: number;
  /** How it ended, in the host's word: `poweroff`, `crash`, `destroyed`, ... */
  word?: string;
  nudgedAt?: number;
  nudges: number;
  asked?: { readonly at: number; readonly because: BootEndCause };
  readonly state: string[];
};

/** What is known of a guest when the machine is gone. */
export type GuestEnd = {
  readonly ended: BootEnd;
  readonly seconds: number;
  readonly clock: readonly ClockReading[];
  readonly heard: Heard;
  /** How often its host was woken up for it. */
  readonly nudged: number;
  /** From its start to its end, by our own monotonic clock. */
  readonly span: readonly [fromMs: number, toMs: number];
  /** The vCPUs' state as the host took it before it destroyed the guest. */
  readonly state: string;
};

const neverStarted: GuestEnd = {
  ended: { how: "killed", because: "not-reached" },
  seconds: 0,
  clock: [],
  heard: { tests: {} },
  nudged: 0,
  span: [0, 0],
  state: "",
};

export class GuestsWatch {
  readonly #host: BootWatch;
  readonly #guests: ReadonlyMap<string, Guest>;
  #running: Guest | undefined;
  #idleSince = performance.now();
  #controlRest = "";

  /** `nonces`: by console and port. */
  constructor(nonces: Readonly<Record<string, string>>, platforms: readonly GuestPlatform[]) {
    const own = (console: string) => ({ [console]: nonces[console] ?? "" });
    this.#host = new BootWatch(own(hostConsole), hostConsole, (body) => this.#onHostRecord(body));
    const guest = (platform: GuestPlatform): Guest => {
      const texts = isForeign(platform) ? platform.evidence.console : [];
      const port = portOf(platform);
      const watch = new BootWatch(own(port), port, () => undefined, texts);
      return { platform, watch, nudges: 0, state: [] };
    };
    this.#guests = new Map(platforms.map((platform) => [platform.platform, guest(platform)]));
  }

  /** The host's own sightings. */
  get host(): Sightings {
    return this.#host.seen;
  }

  get seen(): SharedSightings {
    const shared = { host: this.#host.seen, idleSince: this.#idleSince };
    const guest = this.#running;
    if (!guest) return shared;
    const { platform, clocks } = guest.platform;
    const asked = guest.asked ? { askedAt: guest.asked.at } : {};
    const nudged = guest.nudgedAt === undefined ? {} : { nudgedAt: guest.nudgedAt };
    return {
      ...shared,
      running: { platform, clocks, seen: guest.watch.seen, ...asked, ...nudged },
    };
  }

  onBytes(console: string, chunk: Buffer): void {
    if (console === hostConsole) this.#host.onBytes(console, chunk);
    else if (console === controlPort) this.#onControl(chunk);
    else
      for (const { watch, platform } of this.#guests.values())
        if (portOf(platform) === console) watch.onBytes(console, chunk);
  }

  /** Remembers that the host was woken up, in case it sleeps and not the guest. */
  nudged(): void {
    if (!this.#running) return;
    this.#running.nudgedAt = performance.now();
    this.#running.nudges += 1;
  }

  /** Remembers that the host was asked to destroy the guest that runs, and why. */
  asked(because: BootEndCause): void {
    if (this.#running) this.#running.asked = { at: performance.now(), because };
  }

  /** To be asked when the machine is gone and every port is drained. */
  endOf(platform: string): GuestEnd {
    const guest = this.#guests.get(platform);
    if (!guest?.startedAt) return { ...neverStarted };
    const toMs = guest.endedAt ?? performance.now();
    const ms = toMs - guest.startedAt;
    return {
      ended: endedOf(guest),
      seconds: Math.round(ms / 100) / 10,
      clock: guest.watch.clock,
      heard: guest.watch.heard,
      nudged: guest.nudges,
      span: [guest.startedAt, toMs],
      state: guest.state.join("\n"),
    };
  }

  #onHostRecord(body: GuestRecord): void {
    if (body.record !== "fact") return;
    const [name = "", ...words] = body.value.split(" ");
    const guest = this.#guests.get(name);
    if (guest && body.name === "guest.started") this.#start(guest);
    if (guest && body.name === "guest.ended") this.#end(guest, words.join(" "));
  }

  #start(guest: Guest): void {
    guest.startedAt ??= performance.now();
    guest.watch.begin();
    this.#running = guest;
  }

  #end(guest: Guest, word: string): void {
    guest.endedAt = performance.now();
    guest.word = word;
    this.#running = undefined;
    this.#idleSince = guest.endedAt;
  }

  /** `state PLATFORM one line of the vCPUs' state`. */
  #onControl(chunk: Buffer): void {
    const lines = (this.#controlRest + chunk.toString("latin1")).split("\n");
    this.#controlRest = lines.pop() ?? "";
    for (const line of lines) {
      const [, name = "", text = ""] = /^state (\S+) ?(.*)$/.exec(line) ?? [];
      this.#guests.get(name)?.state.push(text);
    }
  }
}

function endedOf({ asked, word, watch, platform }: Guest): BootEnd {
  if (word === undefined) return killed("host-ended");
  if (asked && word === "destroyed") return killed(asked.because);
  const last = platform.cmdline.includes("tb.end=reboot") ? "reboot" : "poweroff";
  const clean = word === last && watch.seen.endedAt !== undefined;
  return { how: "exited", because: clean ? "power-off" : "early-exit" };
}

function killed(because: BootEndCause): BootEnd {
  return { how: "killed", because };
}
