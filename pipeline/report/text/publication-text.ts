// What would be published, for a person to read before it is.

import type { Publication } from "../../model/record/publication.ts";
import { visibleText } from "../safe/visible-text.ts";
import { withoutCommands } from "../safe/workflow-commands.ts";

/** Everything that would be sent, bodies included. Pure. */
export function publicationText(publication: Publication): string {
  const { check, problems, judged, night, certificates, refreshes, rebased } = publication;
  const parts = [
    `check ${check.name}: ${check.conclusion}: ${check.title}`,
    ...check.annotations.map(
      ({ level, path, line, title, message }) =>
        `annotation ${level} ${path}:${line} ${title}\n${indented(message)}`,
    ),
    `summary\n${indented(check.summary)}`,
    ...problems.map(({ title, body }) => `issue ${title}\n${indented(body)}`),
    ...closing(judged),
    ...(night ? [`history: nights/${night.run}.json on the branch reports`] : []),
    ...[...(certificates?.keys() ?? [])].map((path) => `history: ${path} on the branch reports`),
    ...refreshes.map(
      ({ series, title, body, files, removed }) =>
        `pull request twinboot/refresh/${series}: ${title}\n${indented([...files.keys(), ...removed.map((path) => `${path} (removed)`), "", body].join("\n"))}`,
    ),
    ...rebased
      .filter((series) => !refreshes.some((one) => one.series === series))
      .map((series) => `pull request twinboot/refresh/${series}: closed, if there is one`),
  ];
  return withoutCommands(`${parts.join("\n\n")}\n`);
}

function closing(judged: readonly string[]): string[] {
  return judged.length ? [`other open issues are closed for: ${judged.join(", ")}`] : [];
}

function indented(text: string): string {
  return text
    .split("\n")
    .map((line) => `    ${visibleText(line)}`)
    .join("\n");
}
