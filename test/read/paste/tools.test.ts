import { existsSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readEventList } from "../../../src/read/text/read-event-list";
import { hasSharedCaptures, sharedCaptures } from "../../support/capture-files";
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
  const styles = [
    ...[["-n"], ["-n", "-S", "-tt"], ["-n", "-v", "-e", "-tttt"], ["-n", "-ttt"], ["-n", "-t"]],
    ...[
      ["-n", "-t", "-e"],
      ["-n", "-t", "-e", "-vvv"],
      ["-nn", "-K", "-#", "-v", "-ttttt"],
    ],
  ];
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

const listColumns = [
  ...["No.,%m", "Time,%t", "Delta,%Gt", "Source,%s", "Source Port,%uS", "Destination,%d"],
  ...["Dest Port,%uD", "Protocol,%p", "Length,%L", "Stream,%Cus:tcp.stream:0:R", "Info,%i"],
].map((column) =>
  column
    .split(",")
    .map((part) => JSON.stringify(part))
    .join(","),
);

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
  ["fields without heading", "tshark", ["-Y", "tcp", "-T", "fields", ...columns]],
  [
    "fields without heading, quoted",
    "tshark",
    ["-Y", "tcp", "-T", "fields", ...columns, "-E", "separator=,", "-E", "quote=d"],
  ],
  [
    "fields in apostrophes",
    "tshark",
    ["-Y", "tcp", "-T", "fields", ...columns, "-E", "header=y", "-E", "separator=;", "-E", "quote=s"],
  ],
  ["rows with ports of their own", "tshark", ["-o", `gui.column.format:${listColumns.join(",")}`]],
  ["rows of other times", "tshark", ["-t", "ud", "-N", "nt"]],
  ["details of TCP alone, with rows", "tshark", ["-P", "-O", "tcp"]],
  ["numbered lines", "tcpdump", ["-n", "-#"]],
  ["numbered lines with octets as text", "tcpdump", ["-nn", "-K", "-#", "-A"]],
  ["nanoseconds and dates", "tcpdump", ["-n", "--nano", "-tttt", "-vvv", "-e"]],
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

describe.skipIf(!isInstalled("tshark"))("a followed stream is one message for each piece", () => {
  it.each(["ascii", "hex", "raw", "yaml"])("as %s", (form) => {
    const path = "samples/captures/web-page.pcapng";
    const reading = readEventList(printed("tshark", "-r", path, "-q", "-z", `follow,tcp,${form},0`), "text");
    const pieces = reading.trace.events.flatMap((event) =>
      event.kind === "message" ? [`${String(event.from)} ${event.summary.slice(0, 24)}`] : [],
    );
    expect(pieces).toEqual(
      expect.arrayContaining([
        "0 Len=41 GET / HTTP/1.1",
        "1 Len=704 HTTP/1.1 200 OK",
        "1 Len=973 HTTP/1.1 200 OK",
      ]),
    );
  });
});

/** Captured on all interfaces at once: tcpdump prints the direction, and no address of the receiver's card. */
const onAll = hasSharedCaptures
  ? readdirSync(`${sharedCaptures}live`).filter((name) =>
      /^(?:half-close|ecn|ipv6|port-reuse)-any-sll\.pcap$/u.test(name),
    )
  : [];

describe.skipIf(!isInstalled("tcpdump") || onAll.length === 0)(
  "a capture of all interfaces, read back",
  () => {
    const styles = [
      ["-n", "-e"],
      ["-n", "-t", "-e", "-v"],
      ["-nn", "-#", "-X", "-tttt"],
    ];
    it.each(onAll.flatMap((name) => styles.map((style) => [name, style] as const)))(
      "%s %j",
      async (name, style) => {
        const path = `${sharedCaptures}live/${name}`;
        const { trace } = readEventList(
          `lifelines: port\n${printed("tcpdump", "-r", path, ...style)}`,
          "text",
        );
        const fields = sharedFields.filter((field) => !["tcp.seq", "tcp.stream"].includes(field));
        expect(segmentRows(trace, fields)).toEqual(segmentRows(await captureTrace(path), fields));
      },
    );
  },
);
