// The commands -> twinboot(1), in mdoc(7).

import { environment, exitStatus, groups } from "./help-text.ts";
import type { Command, Operand, Option } from "./usage/command.ts";
import { capitalized, longOption, meaning } from "./usage/words.ts";
import { wrapped } from "./wrapped.ts";

const introduction =
  "Rebases paravirt guest series onto upstream kernel heads, builds the kernels and the hypervisor, boots the same kernel bytes on bare hardware and under hypervisors, and reports the proof.";

export function manualPage(commands: readonly Command[]): string {
  const sections = Object.entries(groups).map(([group, title]) => {
    const own = commands.filter((one) => one.group === group);
    return `.Ss ${title}\n${own.map((one) => described(one)).join("")}`;
  });
  const statuses = exitStatus.map(([code, words]) => item(String(code), `${capitalized(words)}.`));
  return `.\\" Made from the commands by: npm run commands
.Dd $Mdocdate$
.Dt TWINBOOT 1
.Os
.Sh NAME
.Nm twinboot
.Nd rebase, boot and prove paravirt patch series
.Sh SYNOPSIS
.Nm
.Ar command
.Op Ar operand ...
.Op Ar option ...
.Sh DESCRIPTION
${filled(introduction)}
A list is given as
.Ar a , Ns Ar b
or by repeating its option;
.Cm all
takes everything.
.Sh COMMANDS
${sections.join("")}.Sh ENVIRONMENT
${listed(environment.map(([name, words]) => item(`Ev ${name}`, words)))}.Sh EXIT STATUS
${listed(statuses)}.Sh SEE ALSO
.Xr git-am 1 ,
.Xr git-range-diff 1 ,
.Xr quilt 1
`;
}

function described({ name, summary, about, operands, options, examples }: Command): string {
  const syntax = [
    ...Object.values(operands).map((one) => operandMacro(one)),
    ...Object.entries(options).map(([key, one]) => optionMacro(key, one)),
  ];
  const items = [
    ...Object.values(operands).map((one) => item(`Ar ${one.value.word}`, `${meaning(one)}.`)),
    ...Object.entries(options).map(([key, one]) =>
      item(`Fl ${flagWords(key, one)}`, `${meaning(one)}.`),
    ),
  ];
  return listed([
    `.It Xo
${[".Nm", `.Cm ${name}`, ...syntax].join("\n")}
.Xc
${filled(`${capitalized(summary)}.`)}
${about.map((paragraph) => `.Pp\n${filled(paragraph)}\n`).join("")}${items.length ? listed(items) : ""}.Pp
Examples:
.Bd -literal -offset indent -compact
${examples.map(([line]) => escaped(`./twinboot ${line}`)).join("\n")}
.Ed
`,
  ]);
}

function listed(items: readonly string[]): string {
  return `.Bl -tag -width Ds\n${items.join("")}.El\n`;
}

function item(head: string, says: string): string {
  return `.It ${head}\n${filled(capitalized(says))}\n`;
}

function operandMacro({ takes, required, value }: Operand): string {
  const more = takes === "many" ? " ..." : "";
  return required ? `.Ar ${value.word}${more}` : `.Op Ar ${value.word}${more}`;
}

function optionMacro(key: string, option: Option): string {
  const needed = option.takes !== "nothing" && option.required;
  return `.${needed ? "" : "Op "}Fl ${flagWords(key, option)}`;
}

/** What follows `.Fl`, which writes the first hyphen itself. */
function flagWords(key: string, option: Option): string {
  const word = longOption(key).slice(1).replaceAll("-", "\\-");
  return option.takes === "nothing" ? word : `${word} Ar ${option.value.word}`;
}

/** mdoc wants each sentence to begin a line, and lines to be short. */
function filled(text: string): string {
  const sentences = escaped(text).split(/(?<=[.:;]) (?=[A-Z])/);
  return sentences.map((sentence) => wrapped(sentence)).join("\n");
}

/** Hyphens stay hyphens, and no word that may come to begin a line is taken for a request. */
function escaped(text: string): string {
  const safe = text.replaceAll("\\", "\\e").replaceAll("--", "\\-\\-");
  return safe.replaceAll(/(?<=^| )(?=[.'])/g, "\\&");
}
