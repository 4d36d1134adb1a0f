import { existsSync, readdirSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { indexCapture } from "../../src/capture/index-capture";
import { findField } from "../../src/read/fields/known-fields";
import { packetRows } from "../../src/read/packet-fields";
import { hasSharedCaptures, sharedCaptures, sourceOf } from "../support/capture-files";

/** TCP in layers that are not read yet: all or some of its frames have no conversation here. */
const unreadLayers: ReadonlyMap<string, string> = new Map([
  ["libpcap-AH-IPcomp-IPv6.pcap", "compressed (IPcomp)"],
]);

/** Columns of the truth tables that are not ours to equal in all frames: see `tshark.test.ts`. */
const leftOut: ReadonlySet<string> = new Set(["frame.protocols"]);

/** Single differences that are known; the cell of our own is the one wanted. */
const differences: readonly (readonly [capture: string, field: string, why: string])[] = [
  [
    "suricata-verify-transform-base64-7296-input.pcap",
    "frame.time_epoch",
    "ten digits after the point in tshark",
  ],
  [
    "suricata-verify-transform-base64-7296-input.pcap",
    "tcp.analysis.ack_rtt",
    "more than a second of nanoseconds in tshark",
  ],
];

function truthOf(path: string): readonly (readonly string[])[] {
  const table = existsSync(`${path}.truth.tsv`)
    ? readFileSync(`${path}.truth.tsv`)
    : existsSync(`${path}.truth.tsv.gz`)
      ? gunzipSync(readFileSync(`${path}.truth.tsv.gz`))
      : Buffer.from("frame.number\n");
  return table
    .toString("utf8")
    .trimEnd()
    .split("\n")
    .map((line) => line.split("\t"));
}

function isDifferent(name: string, field: string): boolean {
  return leftOut.has(field) || differences.some((each) => each[0] === name && each[1] === field);
}

const captures = !hasSharedCaptures
  ? []
  : ["live/", "public/", "scenarios/pcap/"].flatMap((folder) =>
      readdirSync(sharedCaptures + folder)
        .filter((name) => /\.(?:pcap|pcapng|pcap\.gz)$/u.test(name))
        .map((name) => [name, sharedCaptures + folder + name] as const),
    );

describe.skipIf(!hasSharedCaptures)(
  "Wireshark 4.0.17's answers, where they stand beside the repository (else skipped),",
  () => {
    it.each(captures.filter(([name]) => !unreadLayers.has(name)))("are ours for %s", async (name, path) => {
      const source = sourceOf(new Uint8Array(readFileSync(path)));
      const index = await indexCapture(source, undefined, "4.0");
      const [head = [], ...rows] = truthOf(path);
      const fields = head.filter((field) => findField(field) !== undefined);
      const theirs = rows.flatMap((row) =>
        fields.map((field) => ({ frame: row[0], field, cell: row[head.indexOf(field)] ?? "" })),
      );
      const wanted = new Set(rows.map((row) => row[0]));
      const ours: typeof theirs = [];
      const tcpFrames: (string | undefined)[] = [];
      for await (const [port, ...row] of packetRows(source, index, ["tcp.srcport", ...fields])) {
        if (port !== "") tcpFrames.push(row[0]);
        if (wanted.has(row[0] ?? ""))
          ours.push(...fields.map((field, i) => ({ frame: row[0], field, cell: row[i] ?? "" })));
      }
      expect(tcpFrames).toEqual(rows.map((row) => row[0]));
      const compared = ({ field }: { readonly field: string }): boolean => !isDifferent(name, field);
      expect(ours.filter(compared)).toEqual(theirs.filter(compared));
    });

    it.each([...unreadLayers.keys()])(
      "are read without a fault for %s, whose TCP lies deeper",
      async (name) => {
        const source = sourceOf(new Uint8Array(readFileSync(`${sharedCaptures}public/${name}`)));
        expect((await indexCapture(source)).frameCount).toBeGreaterThan(0);
      },
    );
  },
);
