import { expect, test } from "vitest";
import { digestOf } from "../../model/digest.ts";
import { measuredNights, measuredRun } from "../../test/measured-run.ts";
import { textOfCell } from "./figure-table.ts";
import { historyOf } from "../facts/history.ts";
import { movedCounts, nightsTable } from "./nights.ts";

const commit = (night: number) => digestOf(`commit ${night}`).slice(0, 12);

test("a count that moved names its row, both figures, and the commits between", async () => {
  const history = await historyOf(measuredNights());
  const table = nightsTable(movedCounts(measuredRun(), history), history);
  const row = table?.rows.find(
    ([workload, , series]) => workload === "lat_syscall/getppid" && series === "base",
  );
  expect(row?.map(textOfCell).slice(4)).toEqual([
    "6 to 7",
    "1,204,471",
    "1,204,511",
    "+40",
    expect.stringMatching(/^\+0\.003/u),
    `head sid: ${commit(5)}..${commit(6)}`,
  ]);
});

test("counts that never moved make no table", async () => {
  const nights = measuredNights().slice(-3);
  const history = await historyOf(nights);
  expect(movedCounts(measuredRun(), history)).toEqual([]);
  expect(nightsTable([], history)).toBeUndefined();
});
