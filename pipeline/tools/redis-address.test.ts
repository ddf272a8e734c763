// Addresses of a Redis as people write them.

import { expect, test } from "vitest";
import { redisAddress } from "./redis-address.ts";

test("what is not said is the default", () => {
  expect(redisAddress("redis://host")).toEqual({
    shown: "redis://host",
    host: "host",
    port: 6379,
    db: 0,
    tls: false,
  });
});

test("a password is not shown, and the environment's comes before it", () => {
  const address = redisAddress("rediss://us:p%40ss@[::1]:7000/2");
  expect(address).toMatchObject({ host: "::1", port: 7000, db: 2, tls: true });
  expect(address).toMatchObject({
    username: "us",
    password: "p@ss",
    shown: "rediss://[::1]:7000/2",
  });
  expect(redisAddress("redis://us:old@host", "new").password).toBe("new");
});

test.each(["host:6379", "http://host", "redis://", "redis://host/a", "redis://u:secret@host/a"])(
  "%s is refused without its password",
  (text) => {
    expect(() => redisAddress(text)).toThrow(/not the address of a Redis/);
    expect(() => redisAddress(text)).not.toThrow(/secret/);
  },
);
