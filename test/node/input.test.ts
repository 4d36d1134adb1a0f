import { expect, it } from "vitest";
import { stemOf } from "../../src/node/input";

it.each([
  ["lab.pcap", "lab"],
  ["lab.pcapng.gz", "lab"],
  ["lab.v2.pcap", "lab.v2"],
  ["lab", "lab"],
  ["lab.gz", "lab"],
  [".pcap", ".pcap"],
  [".gz", ".gz"],
  ["lab.md", "lab"],
  ["lab.excalidraw.md", "lab"],
  ["lab 2.excalidraw.md", "lab 2"],
])("the notes made of %s are called %s", (fileName, stem) => {
  expect(stemOf(fileName)).toBe(stem);
});
