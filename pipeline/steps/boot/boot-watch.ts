// What a boot's clocks must know of the consoles while they run: first record, last record, first fault.

import type { Sightings } from "../../model/boot/boot-clock.ts";
import type { Heard } from "../../model/boot/cpu-use.ts";
import type { GuestRecord } from "../../model/boot/guest-record.ts";
import type { ClockReading } from "../../model/boot/clock-reading.ts";
import { clockFacts } from "../../model/judge/judge-clock.ts";
import { consoleFacts } from "../../parse/console/console.ts";
import { guestRecords } from "../../parse/console/guest-records.ts";
import { RelayedLines } from "../../parse/console/relayed-lines.ts";

/** A line longer than this is looked at in pieces: a guest that never ends one must not eat our memory. */
const longestLine = 65_536;

export class BootWatch {
  readonly #nonces: Readonly<Record<string, string>>;
  readonly #guest: string;
  readonly #onRecord: (body: GuestRecord) => void;
  readonly #texts: readonly string[];
  readonly #rest = new Map<string, string>();
  readonly #relayed = new RelayedLines();
  readonly #clock: ClockReading[] = [];
  readonly #tests: Record<string, number> = {};
  #printed = "";
  #lastRecordMs: number | undefined;
  #seen: Sightings;

  /**
   * `nonces`: by console; the console named first belongs to whoever powers the machine off. `texts`: of a guest without
   * records, which is done once its console has all of them.
   */
  constructor(
    nonces: Readonly<Record<string, string>>,
    guest: string,
    onRecord: (body: GuestRecord) => void = () => undefined,
    texts: readonly string[] = [],
  ) {
    this.#nonces = nonces;
    this.#guest = guest;
    this.#onRecord = onRecord;
    this.#texts = texts;
    const now = performance.now();
    this.#seen = { startedAt: now, lastByteAt: now, spoke: false };
  }

  get seen(): Sightings {
    return this.#seen;
  }

  /** The guest's own clock, by when it was heard. */
  get clock(): readonly ClockReading[] {
    return this.#clock;
  }

  /** When its records were heard. */
  get heard(): Heard {
    const last = this.#lastRecordMs;
    return { tests: this.#tests, ...(last === undefined ? {} : { lastMs: last }) };
  }

  /** Its clocks start now: the host has said that it starts the guest. */
  begin(): void {
    const now = performance.now();
    this.#seen = { ...this.#seen, startedAt: now, lastByteAt: now };
  }

  onBytes(console: string, chunk: Buffer): void {
    const now = performance.now();
    this.#seen = { ...this.#seen, lastByteAt: now };
    const text = (this.#rest.get(console) ?? "") + chunk.toString("latin1");
    const lines = text.split("\n");
    const rest = lines.pop() ?? "";
    this.#rest.set(console, rest.length > longestLine ? "" : rest);
    for (const line of lines) {
      const whole = this.#relayed.push(line);
      if (whole !== undefined) this.#onLine(console, whole, now);
    }
    if (this.#texts.length && this.#seen.endedAt === undefined) this.#onText(chunk, now);
  }

  /** What such a guest prints need not come to a line's end. */
  #onText(chunk: Buffer, now: number): void {
    this.#printed = (this.#printed + chunk.toString("latin1")).slice(-longestLine);
    if (this.#texts.every((text) => this.#printed.includes(text)))
      this.#seen = { ...this.#seen, endedAt: now };
  }

  #onLine(console: string, line: string, now: number): void {
    // A serial line ends in CR LF.
    const { records } = guestRecords([line.replaceAll("\r", "")]);
    const own = records.find(({ nonce }) => nonce === this.#nonces[console]);
    if (own && console === this.#guest) this.#onGuestRecord(own.body, now);
    if (own) this.#onRecord(own.body);
    if (own?.body.record === "end" && console === this.#last)
      this.#seen = { ...this.#seen, endedAt: now };
    if (this.#seen.faultAt === undefined && isFatal(line))
      this.#seen = { ...this.#seen, faultAt: now };
  }

  #onGuestRecord(body: GuestRecord, now: number): void {
    this.#seen = { ...this.#seen, spoke: true };
    this.#lastRecordMs = Math.round(now);
    if (body.record === "test") this.#tests[body.name] = Math.round(now);
    if (body.record === "fact" && clockFacts.includes(body.name))
      this.#clock.push({
        guestMs: Math.round(Number(body.value) / 1e6),
        arrivedMs: Math.round(now),
      });
  }

  get #last(): string {
    return Object.keys(this.#nonces)[0] ?? this.#guest;
  }
}

/** A panic or a hypervisor crash ends a boot; after a warning or an oops it may well go on, and the judge sees it. */
function isFatal(line: string): boolean {
  const { faults } = consoleFacts("", Buffer.from(line, "latin1"));
  return faults.some(({ kind }) => kind === "panic" || kind === "hypervisor-crash");
}
