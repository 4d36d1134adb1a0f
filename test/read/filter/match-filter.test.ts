import { describe, expect, it } from "vitest";
import type { FilterFrame, FilterValue } from "../../../src/read/filter/filter";
import { matchFilter } from "../../../src/read/filter/match-filter";
import { parseFilter } from "../../../src/read/filter/parse-filter";

function frame(values: Readonly<Record<string, readonly FilterValue[]>>): FilterFrame {
  return { values: (field) => values[field] ?? [] };
}

const synAck = frame({
  "frame.number": [2],
  "frame.time_relative": [0.000125],
  "frame.protocols": ["eth:ethertype:ip:tcp"],
  "ip.addr": ["192.0.2.1", "198.51.100.7"],
  "ip.src": ["192.0.2.1"],
  "ip.dst": ["198.51.100.7"],
  "ipv6.addr": ["2001:db8::1", "2001:db8:0:0::2"],
  "eth.src": ["00:00:5e:00:53:01"],
  tcp: [new TextEncoder().encode("GET /índex HTTP/1.1\r\n")],
  "tcp.port": [443, 50000],
  "tcp.srcport": [443],
  "tcp.dstport": [50000],
  "tcp.flags": ["0x0012"],
  "tcp.flags.syn": [true],
  "tcp.flags.fin": ["0"],
  "tcp.seq_raw": [4294967295n],
  "http.request.method": ["GET"],
});

describe("a frame passes", () => {
  it.each([
    "tcp",
    "not udp",
    "!udp && tcp",
    "tcp.port == 443",
    "tcp.port eq 0x1bb",
    "tcp.port == 50000",
    "tcp.port ~= 443",
    "tcp.port any_ne 443",
    "tcp.port > 49999",
    "tcp.port lt 444",
    "tcp.port ge 50000 and tcp.port le 443",
    "tcp.port in {80 443}",
    "tcp.port in {80, 442..444}",
    "tcp.port not in {80}",
    "tcp.flags == 0x012",
    "tcp.flags & 0x10",
    "tcp.flags.syn",
    "tcp.flags.fin",
    "tcp.flags.syn == 1 and tcp.flags.fin == false",
    "tcp.seq_raw == 4294967295",
    "tcp.srcport != tcp.dstport",
    "ip.addr == 192.0.2.0/24",
    "ip.addr == 198.51.100.7",
    "ip.src < 198.0.0.0/8",
    "ip.src in {10.0.0.0/8 192.0.2.0..192.0.2.9}",
    "ipv6.addr == 2001:db8::2",
    "ipv6.addr == 2001:0DB8::/32",
    "eth.src == 00-00-5E-00-53-01",
    "frame.time_relative < 0.0002",
    'frame.protocols contains "ip:tcp"',
    'tcp contains "/índex"',
    "tcp contains 47:45:54",
    "tcp contains 474554",
    "tcp contains 47",
    'tcp matches "^get .*http"',
    'http.request.method == "GET"',
    "http.request.method == GET",
    'http.request.method matches "^(get|post)$"',
    "frame.number == 2 or frame.number == 3 and udp",
  ])("%s", (text) => {
    expect(matchFilter(parseFilter(text).filter, synAck)).toBe(true);
  });
});

describe("a frame does not pass", () => {
  it.each([
    "udp",
    "!tcp",
    "tcp.port == 80",
    "tcp.port != 443",
    "tcp.port === 443",
    "tcp.srcport == tcp.dstport",
    "udp.port != 53",
    "udp.port in {53}",
    "tcp.flags & 0x1",
    "tcp.flags.syn == 0",
    "ip.addr == 203.0.113.0/24",
    "ip.addr != 192.0.2.1",
    "ipv6.addr == 2001:db9::/32",
    "frame.time_relative > 1",
    'frame.protocols contains "IP:TCP"',
    'tcp contains ""',
    "tcp contains 4745aa",
    'http.request.method == "get"',
    'http.request.method matches "^et"',
    "(frame.number == 2 or frame.number == 3) and udp",
  ])("%s", (text) => {
    expect(matchFilter(parseFilter(text).filter, synAck)).toBe(false);
  });
});

describe("without a filter", () => {
  it("every frame passes", () => {
    expect(matchFilter(undefined, frame({}))).toBe(true);
  });
});
