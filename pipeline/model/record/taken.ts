// Where a trace, and with it the value of a step, came from that was not made with this store.

import { z } from "zod";

export const takenSchema = z.strictObject({
  from: z.string().describe("the registry's address"),
  signer: z.string().describe("name of the key in twinboot.yaml that it is signed with"),
  run: z.number().int().describe("the run that made it, as that machine counts"),
});

export type Taken = z.infer<typeof takenSchema>;
