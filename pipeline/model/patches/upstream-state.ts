// Where a patch stands on its way upstream, as distributions want it said in its header. Written by people.

import { z } from "zod";

/** It goes into one line of a header, between brackets. */
const words = z.string().regex(/^[^\p{C}[\]]+$/u);
const commit = z.string().regex(/^[0-9a-f]{40}$/);

const upstreamState = z.discriminatedUnion("status", [
  z.strictObject({ status: z.literal("pending"), why: words }),
  /** `to`: the mail's address in an archive, or the list. */
  z.strictObject({ status: z.literal("submitted"), date: z.iso.date(), to: words }),
  /** In a subsystem's tree. */
  z.strictObject({ status: z.literal("queued"), repository: words, commit }),
  /** `release`: the first tag that has it. */
  z.strictObject({
    status: z.literal("mainline"),
    release: z.string().regex(/^v\d+\.\d+(?:\.\d+)?(?:-rc\d+)?$/),
    commit,
  }),
  z.strictObject({ status: z.literal("denied"), why: words }),
  z.strictObject({ status: z.literal("inappropriate"), why: words }),
  z.strictObject({ status: z.literal("inactive"), why: words }),
]);

export type UpstreamState = z.infer<typeof upstreamState>;

/** What holds where series.yaml says nothing. */
export const notPosted: UpstreamState = { status: "pending", why: "not posted yet" };

/** Patch -> where it stands; `all`: every patch that is not named. */
export const upstreamStates = z.record(
  z.union([z.literal("all"), z.string().regex(/\.patch$/)]),
  upstreamState,
);

/** Bugs and features in the notation of the distribution: `bsc#1178634`, `jsc#PED-1`. */
export const references = z.array(z.string().regex(/^[A-Za-z][\w.-]*[#-][\w.-]+$/));
