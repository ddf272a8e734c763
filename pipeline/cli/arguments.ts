// argv -> a command with its options; every mistake says what to type instead.

import { parseArgs } from "node:util";
import { UserError } from "../model/errors.ts";
import type { Filters } from "../plan/selection.ts";

export type Options = {
  readonly filters: Filters;
  readonly fresh: boolean;
  /** How many boots at once; the number of CPUs where absent. */
  readonly jobs?: number;
  /** How often a cell that fails is booted in all; three times where absent. */
  readonly attempts?: number;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly dryRun: boolean;
  /** `plan` as a matrix of GitHub Actions. */
  readonly github: boolean;
  /** Of `twinboot test`: the planted faults, and whether the corpus gets what they leave on the consoles. */
  readonly faults: boolean;
  readonly record: boolean;
  /** `bench`: after each patch of a series too. */
  readonly ledger: boolean;
  /** `bench`: boot by phase, and the functions that account for a difference. */
  readonly where: boolean;
  /** `check`: builds no kernel with debug options, tries fewer random configurations. */
  readonly quick: boolean;
  /** `publish`: the run goes into the history on GitHub. */
  readonly night: boolean;
  readonly format?: string;
  /** The name that an imported series gets. */
  readonly as?: string;
  /** `import`: the series that is there gets its next version. */
  readonly replace: boolean;
  /** The head that an imported series was written on. */
  readonly base?: string;
  /** The repository of an imported range. */
  readonly git?: string;
  /** The folder that an export goes into. */
  readonly output?: string;
  /** `merge`: a folder of `N.json`, the nights of other machines. */
  readonly history?: string;
  /** `merge`: what `plan --json` wrote, which the parts are held against. */
  readonly plan?: string;
  /** How many runs `gc` keeps whole. */
  readonly keep?: string;
  /** The head that `compare` compares with. */
  readonly against?: string;
  /** The trailers that `trailers` writes: their numbers, or `all`. */
  readonly add?: string;
  /** The categories that `compare` shows, the lines that `check` looks at. */
  readonly only?: string;
  readonly resolve: ResolveOptions;
  readonly submit: SubmitOptions;
  readonly bisect: BisectOptions;
};

/** Of `twinboot submit`. */
type SubmitOptions = {
  /** Who posts: `NAME <ADDRESS>`. */
  readonly from: string | undefined;
  /** A version to compare with. */
  readonly previous: string | undefined;
  /** The version that is posted. */
  readonly reroll: number | undefined;
  /** The runs to take evidence from; empty: the newest that hold. */
  readonly runs: readonly number[];
  readonly untested: boolean;
};

/** Of `twinboot bisect`. */
type BisectOptions = {
  /** A head, or a commit of the history of `--head`. */
  readonly fromHead: string | undefined;
  /** A folder, or a git revision of this checkout. */
  readonly fromSeries: string | undefined;
  /** The workload whose count is looked at, as in `metrics` of run.json; the verdict where absent. */
  readonly metric: string | undefined;
};

/** Of `twinboot resolve`. */
export type ResolveOptions = {
  readonly continue: boolean;
  readonly abort: boolean;
  readonly author: string | undefined;
  readonly why: string | undefined;
  /** An ISO 8601 day. */
  readonly expires: string | undefined;
};

export type CommandLine = {
  readonly command: string;
  readonly operands: readonly string[];
  readonly options: Options;
};

const list = { type: "string", multiple: true } as const;
const word = { type: "string" } as const;
const flag = { type: "boolean", default: false } as const;
const submitOptions = { from: word, previous: word, reroll: word, run: list, untested: flag };
const resolveOptions = { continue: flag, abort: flag, author: word, why: word, expires: word };

/** Throws UserError for an unknown option or a bad value. */
export function parseCommandLine(argv: readonly string[]): CommandLine {
  const { values, positionals } = parsed(argv);
  const [command = "help", ...operands] = positionals;
  return {
    command: values.help ? "help" : command,
    operands,
    options: {
      filters: { ...filtersOf(values), ...laneOf(values.lane) },
      fresh: values.fresh,
      ...countOf("jobs", values.jobs),
      ...countOf("attempts", values.attempts),
      json: values.json,
      quiet: values.quiet,
      verbose: values.verbose,
      dryRun: values["dry-run"],
      github: values.github,
      faults: values.faults,
      record: values.record,
      ledger: values.ledger,
      where: values.where,
      quick: values.quick,
      night: values.night,
      replace: values.replace,
      ...textsOf(values),
      resolve: resolveOptionsOf(values),
      submit: submitOptionsOf(values),
      bisect: {
        fromHead: values["from-head"],
        fromSeries: values["from-series"],
        metric: values.metric,
      },
    },
  };
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        series: list,
        head: list,
        flavour: list,
        platform: list,
        lane: { type: "string" },
        fresh: flag,
        jobs: word,
        attempts: word,
        json: flag,
        quiet: flag,
        verbose: flag,
        "dry-run": flag,
        github: flag,
        faults: flag,
        record: flag,
        ledger: flag,
        where: flag,
        quick: flag,
        night: flag,
        replace: flag,
        format: word,
        history: word,
        as: word,
        base: word,
        git: word,
        output: word,
        add: word,
        against: word,
        only: word,
        keep: word,
        plan: word,
        ...resolveOptions,
        ...submitOptions,
        "from-head": word,
        "from-series": word,
        metric: word,
        help: { ...flag, short: "h" },
      },
    });
  } catch (cause) {
    const message = cause instanceof Error ? (cause.message.split(".")[0] ?? "") : String(cause);
    throw new UserError(message, "./twinboot help", { cause });
  }
}

type Resolve = Pick<ResolveOptions, "continue" | "abort"> &
  Partial<Pick<ResolveOptions, "author" | "why" | "expires">>;

function resolveOptionsOf({ abort, author, why, expires, ...of }: Resolve): ResolveOptions {
  return { continue: of.continue, abort, author, why, expires };
}

type Submit = Pick<SubmitOptions, "untested"> &
  Partial<Record<"from" | "previous" | "reroll", string> & { run: string[] }>;

function submitOptionsOf({ untested, from, previous, reroll, run = [] }: Submit): SubmitOptions {
  const runs = run.flatMap((value) => value.split(",")).map((one) => numberOf("run", one));
  return {
    from,
    previous,
    reroll: reroll === undefined ? undefined : numberOf("reroll", reroll),
    runs,
    untested,
  };
}

function numberOf(name: string, text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new UserError(`--${name} ${text}: not a number`, `use --${name} 2`);
}

type Names = Partial<Record<"series" | "head" | "flavour" | "platform", string[]>>;

/** `--head a,b` and `--head a --head b` are the same. */
function filtersOf({ series, head, flavour, platform }: Names): Filters {
  const named = Object.entries({ series, head, flavour, platform }).flatMap(([name, values]) =>
    values ? [[name, values.flatMap((value) => value.split(","))]] : [],
  );
  return Object.fromEntries(named) as Filters;
}

const texts = [
  "add",
  "against",
  "as",
  "base",
  "format",
  "git",
  "history",
  "keep",
  "only",
  "output",
  "plan",
] as const satisfies readonly (keyof Options)[];

type Texts = Pick<Options, (typeof texts)[number]>;

function textsOf(values: Partial<Record<keyof Texts, string>>): Texts {
  return Object.fromEntries(texts.flatMap((name) => (values[name] ? [[name, values[name]]] : [])));
}

function laneOf(lane: string | undefined): Pick<Filters, "lane"> {
  if (lane === undefined) return {};
  if (lane === "every-run" || lane === "nightly") return { lane };
  throw new UserError(`--lane ${lane}: there is no such lane`, "use --lane every-run or nightly");
}

function countOf(name: "jobs" | "attempts", text: string | undefined) {
  if (text === undefined) return {};
  const count = Number(text);
  if (Number.isInteger(count) && count > 0) return { [name]: count };
  throw new UserError(`--${name} ${text}: not a number of boots`, `use --${name} 2`);
}
