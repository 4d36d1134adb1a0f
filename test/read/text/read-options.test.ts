import { describe, expect, it } from "vitest";
import type { BlockOptions } from "../../../src/read/text/block-options";
import { codes, read } from "./list-support";

function options(...lines: readonly string[]): BlockOptions {
  return read(...lines, "A -> B: x").options;
}

describe("an option is read", () => {
  it.each([
    ["title: TCP: a title", { title: "TCP: a title" }],
    ["Title: big", { title: "big" }],
    ["conversation: 3", { conversation: { kind: "number", number: 3 } }],
    ["conversation: all", { conversation: { kind: "all" } }],
    [
      "conversation: 10.0.0.1:5 - [::1]:80",
      { conversation: { kind: "ends", ends: ["10.0.0.1:5", "[::1]:80"] } },
    ],
    ["lifelines: port", { lifelines: "port" }],
    ["seq: symbolic", { seq: "symbolic" }],
    ["show: time, delta", { show: ["time", "delta"] }],
    ["hide: win len", { hide: ["win", "len"] }],
    ["time: proportional", { time: "proportional" }],
    ["tear: 2s", { tear: 2e9 }],
    ["tear: 500 ms", { tear: 500e6 }],
    ["slant: none", { slant: "none" }],
    ["slant: 20ms", { slant: 20e6 }],
    ["fold: off", { fold: "off" }],
    ["fold: 12", { fold: 12 }],
    ["states: written", { states: "written" }],
    ["redact: addresses, payload", { redact: ["addresses", "payload"] }],
    ["marks: wireshark", { marks: "wireshark" }],
    ["wireshark: 4.0", { wireshark: "4.0" }],
    ["checks: off", { checks: false }],
    ["theme: hand; dark", { theme: ["hand", "dark"] }],
    ["page: 16:9", { page: "16:9" }],
    ["drawing: [[note.excalidraw]]", { drawing: "note.excalidraw" }],
    ["drawing: [[folder/note.excalidraw#^x|alias]]", { drawing: "folder/note.excalidraw" }],
    [
      'names: 10.0.0.1 = Client, "a, b" = B',
      {
        names: new Map([
          ["10.0.0.1", "Client"],
          ["a, b", "B"],
        ]),
      },
    ],
    [
      "endpoints: A, Web server (10.0.0.2:80), B (left)",
      {
        endpoints: [
          { name: "A" },
          { name: "Web server", address: "10.0.0.2", port: 80 },
          { name: "B (left)" },
        ],
      },
    ],
  ])("%s", (line, expected) => {
    expect(options(line)).toMatchObject(expected);
  });

  it("with its place, where it is a filter", () => {
    expect(options("filter: not tcp.port == 80").filter).toEqual({
      text: "not tcp.port == 80",
      at: { kind: "text", line: 1, column: 9, length: 18 },
    });
  });

  it.each([
    ["[[a b.pcapng]]", "a b.pcapng"],
    ["[[a.pcapng|alias]]", "a.pcapng"],
    ["sub/a.pcap", "sub/a.pcap"],
    ["[text](a%20b.pcap)", "a b.pcap"],
    ["[text](<a b.pcap>)", "a b.pcap"],
    ['"a b.pcap"', "a b.pcap"],
  ])("with the target of the capture %s", (link, target) => {
    expect(read(`capture: ${link}`).options.captures[0]?.target).toBe(target);
  });

  it("once for each capture, with its side, and a remark that two are not merged yet", () => {
    const reading = read("capture: [[a.pcap]] as client", "capture: [[b.pcap]] as server");
    expect(reading.options.captures.map(({ side }) => side)).toEqual(["client", "server"]);
    expect(codes(reading)).toEqual(["not-yet:2:10"]);
  });

  it("from the last line where a key stands twice", () => {
    expect(options("title: default", "title: own").title).toBe("own");
  });
});

describe("a finding in an option", () => {
  it.each([
    ["titel: x", "unknown-option:1:1", "title"],
    ["endpoint: A, B", "unknown-option:1:1", "endpoints"],
    ["seq: relativ", "unknown-value:1:6", "relative"],
    ["show: time, dleta", "unknown-value:1:13", "delta"],
    ["tear: soon", "unknown-value:1:7", undefined],
    ["conversation: first", "unknown-value:1:15", undefined],
    ["page: letter", "unknown-value:1:7", undefined],
    ["names: Client", "unknown-value:1:8", undefined],
    ["endpoints: A, B, A", "repeated-name:1:18", undefined],
    ["title:", "empty-option:1:1", undefined],
  ])("%s is %s", (line, code, suggestion) => {
    const reading = read(line, "A -> B: x");
    expect(codes(reading)).toEqual([code]);
    expect(reading.diagnostics[0]?.suggestion).toBe(suggestion);
    expect(reading.trace.events).toHaveLength(1);
  });

  it.each(["redact: ports", "page: a4"])("%s is a remark: it has no effect yet", (line) => {
    const { diagnostics } = read(line, "A -> B: x");
    expect(diagnostics.map(({ code, severity }) => [code, severity])).toEqual([["not-yet", "remark"]]);
  });
});
