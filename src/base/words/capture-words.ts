import type { Words } from "./words";

/** Words for findings in captures. */
export const captureWords = {
  "truncated-header": {
    says: (d) => `${String(d.needed)} octets needed, ${String(d.found)} captured`,
    hint: () => "the capture was cut by its snap length; record again with `tcpdump -s 0`",
  },
  "bad-data-offset": {
    says: (d) => `the TCP header says it is ${String(d.found)} octets long; ${String(d.needed)} are possible`,
    hint: () => "its numbers were not counted; the segment is damaged, or not TCP",
  },
  "truncated-file": {
    says: (d) => `the file ends inside a record: ${String(d.needed)} octets needed, ${String(d.found)} there`,
    hint: () => "everything before was read; copy the file again, or stop the recording before copying",
  },
  "frame-too-long": {
    says: (d) => `a frame of ${String(d.found)} octets; at most ${String(d.needed)} are possible`,
    hint: () => "the file is damaged from here on; everything before was read",
  },
  "bad-block-length": {
    says: (d) => {
      const isShort = Number(d.found) < Number(d.needed);
      const bound = isShort
        ? `at least ${String(d.needed)} are needed`
        : `at most ${String(d.needed)} are possible`;
      return `a block of ${String(d.found)} octets; ${bound}`;
    },
    hint: () => "the file is damaged from here on; everything before was read",
  },
  "bad-section-header": {
    says: () => "a section without a valid byte order",
    hint: () => "the file is damaged from here on; everything before was read",
  },
  "block-length-mismatch": {
    says: () => "a block names two lengths; the first one was followed",
  },
  "bad-packet-block": {
    says: (d) => `a packet block of only ${String(d.needed)} octets was left out`,
  },
  "unknown-interface": {
    says: (d) => `a frame of interface ${String(d.found)}, which the file does not describe, was left out`,
  },
  "frame-over-block": {
    says: (d) =>
      `a frame claims ${String(d.found)} octets in a block of ${String(d.needed)}; what the block holds was read`,
  },
  "damaged-gzip": {
    says: () => "the compressed data is damaged or cut",
    hint: () => "everything before was read; `gzip -t` tells more",
  },
  "octets-behind-gzip": {
    says: () => "behind the compressed data stands something else, which was not read",
    hint: () => "`gzip -d` leaves it out, too",
  },
  "unknown-magic": {
    says: (d) => `this is no capture: it looks like ${String(d.found)}`,
    hint: () => "pcap and pcapng files are read, also gzipped",
  },
  "no-frames": {
    says: () => "the capture holds no frame",
    hint: () => "record again, and let something happen while recording",
  },
  "no-tcp-conversation": {
    says: (d) =>
      d.needed === undefined
        ? `no TCP conversation among ${String(d.found)} frames; each frame is drawn with its protocol`
        : `no TCP conversation among ${String(d.found)} frames; the first ${String(d.needed)} are drawn, each with its protocol`,
    hint: (d) =>
      d.needed === undefined
        ? ""
        : "others are chosen by `filter:` or `conversation: udp 0`; `conversation: all` draws every frame",
  },
  "conversation-chosen": {
    says: (d) => `of ${String(d.needed)} conversations, number ${String(d.found)} was drawn`,
    hint: (d) =>
      d.suggestion === undefined ? "" : `another is chosen by \`conversation: ${d.suggestion}\`, or \`all\``,
  },
  "no-such-conversation": {
    says: (d) => `no conversation ${String(d.found)} in this capture; it has ${String(d.needed)}`,
    hint: (d) => (d.suggestion === undefined ? "" : `did you mean ${d.suggestion}?`),
  },
  "nothing-selected": {
    says: (d) => `the filter lets none of ${String(d.found)} frames through`,
  },
  "unknown-field": {
    says: (d) => `no field called "${String(d.found)}"`,
    hint: (d) => (d.suggestion === undefined ? "" : `did you mean "${d.suggestion}"?`),
  },
} satisfies Record<string, Words>;
