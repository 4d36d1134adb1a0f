import { describe, expect, it } from "vitest";
import { calls } from "../support/call-frames";
import { pcapFile } from "../support/capture-builder";
import { installedRules, tsharkRowsOf } from "./tshark";

describe.skipIf(installedRules() === undefined)("media that SIP announces", () => {
  it.each(calls)(
    "%s: has the stream numbers of the installed tshark (else skipped)",
    (_title, packets, numbers) => {
      const rows = tsharkRowsOf(pcapFile(packets, { linkType: 101 }), ["udp.stream"]);
      expect(rows.map(([number]) => number).join(" ")).toBe(numbers);
    },
  );
});
