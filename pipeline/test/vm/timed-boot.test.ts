import { expect, it } from "vitest";
import { emulatorFor } from "../../plan/matrix/architecture-tools.ts";
import { planned } from "../../work/pinned.ts";
import { withSession } from "../../work/session.ts";
import type { Traces } from "../../engine/run.ts";
import type { Json } from "../../model/json.ts";
import type { MachinePlatform } from "../../model/described/platform.ts";
import { sampledMetric } from "../../model/cost/sampled-metric.ts";
import { step, type Step } from "../../model/work/step.ts";
import { readTimes } from "../../steps/measure/read-times.ts";
import { timeBoot } from "../../steps/measure/time-boot.ts";

const platform = "bare-q35";

it(
  "a guest times every workload by its own clock, and what TCG ran is refused as a figure",
  { tags: ["vm"], timeout: 3_600_000 },
  async () => {
    const { record, times } = await timedOnce();
    expect(times.length).toBeGreaterThanOrEqual(20);
    for (const { name, unit, count, iterations } of times) {
      expect([name, unit]).toEqual([name, "nanoseconds"]);
      // No call takes less than a nanosecond, and none of a batch more than seconds.
      expect(count / iterations, name).toBeGreaterThan(1);
      expect(count, name).toBeLessThan(5e9);
    }
    const place = { arm: "base", block: 1, discarded: false };
    const boots = [{ planned: place, record, values: times.map(({ count }) => count) }];
    const subject = { workload: "w", unit: "nanoseconds", series: "base", head: "sid" } as const;
    const rest = { flavour: "guest", platform, kernel: "k", iterations: 1 };
    expect(sampledMetric({ ...subject, ...rest }, boots)).toHaveProperty("refused");
  },
);

async function timedOnce() {
  return withSession({}, async (session) => {
    const { plan } = await planned(
      session,
      { platform: [platform], flavour: ["guest"] },
      { onEvent: () => undefined },
    );
    const cell = plan.cells[0];
    if (!cell) throw new Error(`no cell on ${platform}`);
    const { kernel, guest, proof } = cell.booted.inputs as never;
    const on = session.descriptions.platforms.get(platform) as MachinePlatform;
    const by = emulatorFor(session.descriptions, session.host, on.arch);
    const params = { platform: on, ...by, accelerator: "tcg" as const, take: 0 };
    const booted = step(timeBoot, "timed", params, { kernel, guest, proof });
    const { evidence } = on;
    const read = step(readTimes, "timed", { evidence }, { booted, kernel });
    const traces = await session.run([read], () => undefined);
    return {
      record: valueOf(traces, booted),
      times: valueOf(traces, read),
    };
  });
}

function valueOf<V extends Json>(traces: Traces, { id }: Step<V>): V {
  const outcome = traces.get(id)?.outcome;
  if (outcome?.status !== "pass") throw new Error(JSON.stringify(outcome));
  return outcome.value as V;
}
