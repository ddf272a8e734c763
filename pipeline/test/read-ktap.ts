// Reads KTAP version 1 strictly, and says what is wrong with it. https://docs.kernel.org/dev-tools/ktap.html

type KtapResult = {
  readonly ok: boolean;
  readonly name: string;
  readonly directive: string | undefined;
  readonly nested: readonly KtapResult[];
};
export type KtapBlock = { readonly results: KtapResult[]; readonly wrong: string[] };

export function readKtap(text: string): KtapBlock {
  const lines = text.split("\n");
  if (lines.pop() !== "") return { results: [], wrong: ["the last line has no line feed"] };
  return readBlock(lines);
}

const result = /^(ok|not ok) (\d+) ([^#]+?)(?: # (?:(SKIP|TODO|XFAIL|TIMEOUT|ERROR)\b ?)?(.*))?$/u;

function readBlock([version, plan, ...lines]: readonly string[]): KtapBlock {
  const wrong = version === "KTAP version 1" ? [] : [`no version line: ${version}`];
  const results: KtapResult[] = [];
  let inner: string[] = [];
  for (const line of lines) {
    if (line.startsWith("  ")) {
      inner.push(line.slice(2));
      continue;
    }
    const block = inner.length ? readBlock(inner) : { results: [], wrong: [] };
    inner = [];
    const own = resultOf(line, block.results);
    wrong.push(...block.wrong, ...complaintsOf(line, own, results.length + 1));
    results.push(own);
  }
  if (inner.length) wrong.push("nested lines without a result");
  if (plan !== `1..${results.length}`) wrong.push(`the plan is not kept: ${plan}`);
  return { results, wrong };
}

type Read = KtapResult & { readonly number: number | undefined };

function resultOf(line: string, nested: readonly KtapResult[]): Read {
  const [, ok, number, name = "", directive] = result.exec(line) ?? [];
  return { ok: ok === "ok", name, directive, nested, number: ok ? Number(number) : undefined };
}

function complaintsOf(line: string, { ok, nested, number }: Read, place: number): string[] {
  const hidden = ok && nested.some((one) => !one.ok);
  return [
    ...(number === undefined ? [`no result line: ${line}`] : []),
    ...(number === place ? [] : [`not in order: ${line}`]),
    ...(hidden ? [`a nested test failed: ${line}`] : []),
  ];
}
