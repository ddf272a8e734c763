// The commands -> a completion function for bash. The table is made here; what is done with it is the same for all.

import type { Command, Operand, Option } from "./usage/command.ts";
import { longOption } from "./usage/words.ts";

export function bashCompletion(commands: readonly Command[]): string {
  const names = commands.map(({ name }) => name).join(" ");
  return `# bash completion for twinboot; made by: ./twinboot completion bash

# What a command takes: its operands in order, then its options; behind each colon the values to offer.
_twinboot_takes() {
	case $1 in
${commands.map((command) => entry(command)).join("\n")}
	esac
}

_twinboot_commands="${names}"
${functions}`;
}

function entry({ name, operands, options }: Command): string {
  const words = [
    ...Object.values(operands).map((one) => `${one.takes === "many" ? "*" : "+"}:${offered(one)}`),
    ...Object.entries(options).map(([key, option]) =>
      option.takes === "nothing" ? longOption(key) : `${longOption(key)}:${offered(option)}`,
    ),
    "--help",
  ];
  return `\t${name}) echo '${words.join(" ")}' ;;`;
}

/** `@heads` is asked of the shell or of \`./twinboot list\`; choices stand between commas. */
function offered(of: Operand | Option): string {
  if (of.takes === "nothing") return "";
  const { completed, choices } = of.value;
  return completed ? `@${completed}` : (choices?.join(",") ?? "");
}

const functions = `
_twinboot_offer() {
	local values=$1 word=$2 before=
	case $values in
	@file) mapfile -t COMPREPLY < <(compgen -f -- "$word") ; compopt -o filenames 2>/dev/null; return ;;
	@folder) mapfile -t COMPREPLY < <(compgen -d -- "$word") ; compopt -o filenames 2>/dev/null; return ;;
	@command) values=$_twinboot_commands ;;
	@*) values=$("\${COMP_WORDS[0]/#\\~/$HOME}" list "\${values#@}" 2>/dev/null | cut -d ' ' -f 1) ;;
	esac
	case $word in
	*,*) before=\${word%,*}, word=\${word##*,} ;;
	esac
	mapfile -t COMPREPLY < <(compgen -P "$before" -W "\${values//,/ }" -- "$word")
}

_twinboot() {
	local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} at=$((COMP_CWORD - 1))
	COMPREPLY=()
	# bash cuts --head=sid into three words.
	if [ "$word" = "=" ]; then word=; elif [ "$before" = "=" ]; then at=$((at - 1)); fi
	before=\${COMP_WORDS[at]}
	if [ "$COMP_CWORD" = 1 ]; then
		_twinboot_offer "$_twinboot_commands --help --version" "$word"
		return
	fi
	local takes one options= operands=() skip= given=0
	takes=$(_twinboot_takes "\${COMP_WORDS[1]}")
	for one in $takes; do
		case $one in
		--*:*) [ "$before" != "\${one%%:*}" ] || { _twinboot_offer "\${one#*:}" "$word"; return; }
			options="$options \${one%%:*}" ;;
		--*) options="$options $one" ;;
		*) operands+=("$one") ;;
		esac
	done
	case $word in
	-*) _twinboot_offer "$options" "$word"; return ;;
	esac
	for one in "\${COMP_WORDS[@]:2:COMP_CWORD-2}"; do
		if [ -n "$skip" ]; then
			[ "$one" = "=" ] || skip=
			continue
		fi
		case $one in
		-*) case $takes in *"$one:"*) skip=1 ;; esac ;;
		*) given=$((given + 1)) ;;
		esac
	done
	[ "\${#operands[@]}" -gt 0 ] || return
	one=\${operands[given]-}
	case \${operands[\${#operands[@]}-1]} in
	\\**) [ -n "$one" ] || one=\${operands[\${#operands[@]}-1]} ;;
	esac
	[ -z "$one" ] || _twinboot_offer "\${one#*:}" "$word"
}

complete -F _twinboot twinboot
`;
