// The commands -> a completion function for zsh, by its own _arguments.

import type { Command, Operand, Option } from "./usage/command.ts";
import { longOption } from "./usage/words.ts";

export function zshCompletion(commands: readonly Command[]): string {
  const described = commands.map(({ name, summary }) => `    ${quoted(`${name}:${summary}`)}`);
  return `#compdef twinboot
# zsh completion for twinboot; made by: ./twinboot completion zsh

_twinboot_commands() {
  local -a commands
  commands=(
${described.join("\n")}
  )
  _describe command commands
}

# The kind comes last, behind what _arguments says to compadd.
_twinboot_names() {
  local -a names
  names=(\${(f)"$($_twinboot_program list $@[-1] 2>/dev/null)"})
  names=(\${names%% *})
  compadd "\${@[1,-2]}" -a names
}

_twinboot() {
  local _twinboot_program=\${~words[1]} command=$words[2]
  if (( CURRENT == 2 )); then
    _twinboot_commands
    return
  fi
  shift words
  (( CURRENT-- ))
  case $command in
${commands.map((command) => entry(command)).join("\n")}
  esac
}

# Called by name where it was loaded from fpath; sourced, it is told to the completion system.
if [[ \${funcstack[1]} == _twinboot ]]; then _twinboot "$@"; else compdef _twinboot twinboot; fi
`;
}

function entry({ name, operands, options }: Command): string {
  const words = [
    ...Object.entries(options).map(([key, option]) => optionWord(longOption(key), option)),
    quoted("--help[print the help of this command]"),
    ...Object.values(operands).map((one, at) =>
      quoted(
        `${one.takes === "many" ? "*" : at + 1}:${one.value.word}:${action({ ...one, takes: "one" })}`,
      ),
    ),
  ];
  return `  ${name}) _arguments ${words.join(" ")} ;;`;
}

function optionWord(word: string, option: Option): string {
  const says = option.says.replaceAll("[", "(").replaceAll("]", ")").replaceAll(":", "\\:");
  if (option.takes === "nothing") return quoted(`${word}[${says}]`);
  const many = option.takes === "many" ? "*" : "";
  return quoted(`${many}${word}=[${says}]:${option.value.word}:${action(option)}`);
}

function action({ takes, value }: Exclude<Operand | Option, { takes: "nothing" }>): string {
  const { completed, choices } = value;
  if (choices)
    return takes === "many" ? `_sequence compadd - ${choices.join(" ")}` : `(${choices.join(" ")})`;
  if (completed === undefined) return " ";
  if (completed in ownActions) return ownActions[completed as keyof typeof ownActions];
  return takes === "many"
    ? `_sequence _twinboot_names - ${completed}`
    : `_twinboot_names ${completed}`;
}

/** Of what ./twinboot list does not know. */
const ownActions = { file: "_files", folder: "_files -/", command: "_twinboot_commands" } as const;

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
