import { expect, it } from "vitest";
import { formatIpv4, formatIpv6, formatSocketAddress } from "../../src/base/address";

it.each([
  ["2001:db8::1", [0x2001, 0xdb8, 0, 0, 0, 0, 0, 1]],
  ["::", [0, 0, 0, 0, 0, 0, 0, 0]],
  ["::1", [0, 0, 0, 0, 0, 0, 0, 1]],
  ["fe80::", [0xfe80, 0, 0, 0, 0, 0, 0, 0]],
  ["2001:0:0:1::1", [0x2001, 0, 0, 1, 0, 0, 0, 1]],
  ["2001:db8:0:1:1:1:1:1", [0x2001, 0xdb8, 0, 1, 1, 1, 1, 1]],
  ["::ffff:192.0.2.1", [0, 0, 0, 0, 0, 0xffff, 0xc000, 0x201]],
  ["::192.0.2.1", [0, 0, 0, 0, 0, 0, 0xc000, 0x201]],
])("an IPv6 address has one form: %s", (text, groups) => {
  expect(formatIpv6(groups)).toBe(text);
});

it("an IPv4 address above the middle of the space is not negative", () => {
  expect(formatIpv4(0xffffff01)).toBe("255.255.255.1");
});

it("an IPv6 address stands in brackets before its port", () => {
  expect(formatSocketAddress("::1", 80)).toBe("[::1]:80");
  expect(formatSocketAddress("192.0.2.1", 80)).toBe("192.0.2.1:80");
});
