// GitHub's runner takes orders from any log line that looks like one, so no line of ours may.
// `::name::` counts at the start of a line, `##[name]` anywhere: https://github.com/actions/runner, ActionCommand.cs

/** The text with a blank inside whatever would be an order. */
export function withoutCommands(text: string): string {
  return text.replace(/^(\s*):(?=:)/gmu, "$1: ").replaceAll("##[", "# #[");
}
