// A build's output -> what broke it.

const error =
  /^(?:\S+:\d+:(?:\d+:)? (?:fatal )?error: .*|.*: undefined reference to .*|error: .*|.*: \*\*\* .*)$/i;

/** The first lines that say why the build stopped; the log's end where none is known. */
export function errorsIn(log: string): string[] {
  const lines = log.split("\n");
  const errors = lines.filter((line) => error.test(line));
  return errors.length ? errors.slice(0, 10) : lines.filter(Boolean).slice(-10);
}
