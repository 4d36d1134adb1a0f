import { existsSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readEventList } from "../../../src/read/text/read-event-list";
import { captureTrace, isInstalled, printed, segmentRows, sharedFields } from "./tools";

const folders = ["samples/captures"];
const captures = folders.flatMap((folder) =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => /\.pcap(?:ng)?$/u.test(name))
        .map((name) => `${folder}/${name}`)
    : [],
);

/** Rows that show an application's line as well: what they leave out follows from the rows around them. */
describe.skipIf(!isInstalled("tshark"))("the packet list of tshark, read back, is the capture", () => {
  it.each(captures)("%s", async (path) => {
    const { trace } = readEventList(`lifelines: port\n${printed("tshark", "-r", path)}`, "text");
    const fields = ["frame.number", ...sharedFields];
    expect(segmentRows(trace, fields)).toEqual(segmentRows(await captureTrace(path), fields));
  });
});

describe.skipIf(!isInstalled("tcpdump"))("what tcpdump prints, read back, is the capture", () => {
  const styles = [["-n"], ["-n", "-S", "-tt"], ["-n", "-v", "-e", "-tttt"], ["-n", "-ttt"], ["-n", "-t"]];
  it.each(captures.flatMap((path) => styles.map((style) => [path, style] as const)))(
    "%s %j",
    async (path, style) => {
      const text = printed("tcpdump", "-r", path, ...style);
      const { trace } = readEventList(`lifelines: port\n${text}`, "text");
      const fields = sharedFields.filter((field) => !["tcp.seq", "tcp.stream"].includes(field));
      expect(segmentRows(trace, fields)).toEqual(segmentRows(await captureTrace(path), fields));
    },
  );
});

describe.skipIf(!isInstalled("tshark"))("the packet details of tshark, read back, are the capture", () => {
  it.each(captures.filter((path) => !/many|loss|reorder|dup|ackloss|slow/u.test(path)))(
    "%s",
    async (path) => {
      const { trace } = readEventList(`lifelines: port\n${printed("tshark", "-V", "-r", path)}`, "text");
      const fields = [
        "frame.number",
        "frame.time_relative",
        ...sharedFields,
        "tcp.seq_raw",
        "tcp.ack_raw",
        "tcp.window_size",
      ];
      expect(segmentRows(trace, fields)).toEqual(segmentRows(await captureTrace(path), fields));
    },
  );
});

const columns = [
  "frame.number",
  "tcp.srcport",
  "tcp.dstport",
  "tcp.flags",
  "tcp.seq",
  "tcp.ack",
  "tcp.len",
  "ip.src",
  "ip.dst",
].flatMap((field) => ["-e", field]);

/** Every frame of these has its ports: hex dumps and fields tell what an application's line leaves out. */
const wholeShapes: readonly (readonly [name: string, tool: string, options: readonly string[]])[] = [
  ["hex dumps", "tshark", ["-x"]],
  ["rows with hex dumps", "tshark", ["-P", "-x"]],
  ["rows with details", "tshark", ["-P", "-V"]],
  ["fields", "tshark", ["-Y", "tcp", "-T", "fields", ...columns, "-E", "header=y"]],
  [
    "fields by commas",
    "tshark",
    ["-Y", "tcp", "-T", "fields", ...columns, "-E", "header=y", "-E", "separator=,"],
  ],
  ["numbered lines", "tcpdump", ["-n", "-#"]],
  ["packets in hex", "tcpdump", ["-n", "-x"]],
  ["frames in hex, quiet", "tcpdump", ["-n", "-q", "-XX"]],
];

describe.each(wholeShapes)("%s, read back, are the capture", (_, tool, options) => {
  it.skipIf(!isInstalled(tool)).each(["echo.pcap", "web-page.pcapng"])("%s", async (name) => {
    const path = `samples/captures/${name}`;
    const { trace } = readEventList(`lifelines: port\n${printed(tool, "-r", path, ...options)}`, "text");
    const fields = sharedFields.filter((field) => tool !== "tcpdump" || field !== "tcp.seq");
    expect(segmentRows(trace, fields)).toEqual(segmentRows(await captureTrace(path), fields));
  });
});
