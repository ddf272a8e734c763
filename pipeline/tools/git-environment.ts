// What every git of ours is started with.

/** git's own configuration and the user's stay out: the same input must give the same objects everywhere. */
export const isolated = {
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_TERMINAL_PROMPT: "0",
  LC_ALL: "C",
};

/** The whole environment of a git that is started without simple-git. */
export function gitEnvironment(own: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  return { PATH: process.env["PATH"] ?? "/usr/bin:/bin", ...isolated, ...own };
}
