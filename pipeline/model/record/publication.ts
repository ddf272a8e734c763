// What a run has to say on GitHub: the state that it should be in, not the requests that bring it there.

import type { Night } from "./night.ts";

/** At a line of a file in this repository. */
export type Annotation = {
  readonly path: string;
  /** Counted from 1. */
  readonly line: number;
  readonly level: "failure" | "warning" | "notice";
  readonly title: string;
  readonly message: string;
};

export type CheckReport = {
  readonly name: string;
  readonly conclusion: "success" | "failure" | "neutral";
  readonly title: string;
  /** Markdown, at most 65,535 characters: GitHub's limit. */
  readonly summary: string;
  readonly annotations: readonly Annotation[];
};

/** One problem, wherever it was seen. It is open for as long as it is there. */
export type Problem = {
  /** By it an issue is found again: `series head reason`, or of a crash `reason` and its fingerprint's digest. */
  readonly id: string;
  /** `series head` of every row that has it. */
  readonly rows: readonly string[];
  readonly title: string;
  /** Markdown. */
  readonly body: string;
};

/** A series whose patches no longer apply as they are written. */
export type Refresh = {
  readonly series: string;
  readonly title: string;
  /** Markdown. */
  readonly body: string;
  /** Commit message. */
  readonly message: string;
  /** Path in the repository -> bytes as latin1 characters. */
  readonly files: ReadonlyMap<string, string>;
  /** Paths that go. */
  readonly removed: readonly string[];
};

export type Publication = {
  /** Of a run that the history keeps: a nightly one, not one of a single series. */
  readonly night?: Night;
  readonly check: CheckReport;
  readonly problems: readonly Problem[];
  /** `series head` of every row with a verdict in this run; open issues of other rows stay as they are. */
  readonly judged: readonly string[];
  readonly refreshes: readonly Refresh[];
  /** Files of the history that a night's certificates changed, by path on its branch. */
  readonly certificates?: ReadonlyMap<string, string>;
  /** The series that were rebased onto their base: without a refresh, an open pull request of theirs is over. */
  readonly rebased: readonly string[];
};
