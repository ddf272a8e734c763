// Where a Redis listens, as people write it: redis://[USER[:PASSWORD]@]HOST[:PORT][/DB], rediss:// over TLS.

import { UserError } from "../model/errors.ts";

export type RedisAddress = {
  /** Without credentials. */
  readonly shown: string;
  readonly host: string;
  readonly port: number;
  readonly db: number;
  readonly username?: string;
  readonly password?: string;
  readonly tls: boolean;
};

/** `password`: takes the place of the one in the address, where that is not to be seen in a list of processes. */
export function redisAddress(text: string, password?: string): RedisAddress {
  const url = URL.parse(text);
  const db = /^\/?(\d{0,3})$/.exec(url?.pathname ?? "")?.[1];
  if (!url?.hostname || db === undefined || !/^rediss?:$/.test(url.protocol)) throw notOne(text);
  return {
    shown: `${url.protocol}//${url.host}${db && `/${db}`}`,
    host: url.hostname.replaceAll(/^\[|\]$/g, ""),
    port: Number(url.port || 6379),
    db: Number(db),
    tls: url.protocol === "rediss:",
    ...credentialsOf(url, password),
  };
}

function credentialsOf(url: URL, given?: string): Pick<RedisAddress, "username" | "password"> {
  const [username, written] = [url.username, url.password].map(decodeURIComponent);
  const password = given ?? written;
  return { ...(username ? { username } : {}), ...(password ? { password } : {}) };
}

function notOne(text: string): UserError {
  const shown = text.replace(/\/\/.*@/, "//...@");
  return new UserError(
    `${shown}: not the address of a Redis`,
    "give it like this: --queue redis://HOST:6379",
  );
}
