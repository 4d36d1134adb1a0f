import { expect, it } from "vitest";
import { indexCapture } from "../../src/capture/index-capture";
import { listDatagrams } from "../../src/capture/list-conversations";
import { packetRows } from "../../src/read/packet-fields";
import { pcapFile } from "../support/capture-builder";
import { sourceOf } from "../support/capture-files";
import { ipv4Packet } from "../support/packet-builder";

/** Sequence of 3 octets: version 3, an integer. */
const message = [0x30, 3, 2, 1, 3];

/** The end with the lower port is 192.0.2.2. */
function datagram(sourcePort: number, destinationPort: number, payload: readonly number[]): Uint8Array {
  const ports = [sourcePort >> 8, sourcePort & 255, destinationPort >> 8, destinationPort & 255];
  const ends = sourcePort < destinationPort ? { from: "192.0.2.2", to: "192.0.2.1" } : {};
  const octets = Uint8Array.from([...ports, 0, 8 + payload.length, 0, 0, ...payload]);
  return ipv4Packet(octets, { ...ends, protocol: 17 });
}

function quoted(packet: Uint8Array): Uint8Array {
  return ipv4Packet(Uint8Array.from([3, 3, 0, 0, 0, 0, 0, 0, ...packet]), { protocol: 1 });
}

async function numbersOf(...frames: readonly Uint8Array[]): Promise<string> {
  const source = sourceOf(pcapFile([...frames, datagram(7, 8, [0])], { linkType: 101 }));
  const numbers: string[] = [];
  for await (const [number = ""] of packetRows(source, await indexCapture(source), ["udp.stream"]))
    numbers.push(number);
  return numbers.join(" ");
}

const ask = datagram(4000, 161, message);
const answer = datagram(161, 4000, message);

// What tshark 4.0.17 prints with -2.
it("moves a conversation to the number after its first message of SNMP, once another datagram follows", async () => {
  expect(await numbersOf(ask, answer, ask)).toBe("1 1 1 2");
  expect(await numbersOf(ask, datagram(5000, 161, message), answer)).toBe("2 4 2 3");
});

it("gives the last numbers to messages that nothing follows", async () => {
  expect(await numbersOf(ask)).toBe("2 1");
  expect(await numbersOf(datagram(4000, 162, message), ask)).toBe("3 4 2");
});

it("leaves what is no message, and is no longer than its datagram, where it is", async () => {
  expect(await numbersOf(datagram(4000, 161, [0x30, 4, 2, 1, 3]), ask, ask)).toBe("0 1 1 2");
  expect(await numbersOf(datagram(4000, 161, [0x30, 3, 4, 1, 3]), answer, ask)).toBe("0 1 1 2");
  expect(await numbersOf(datagram(4000, 161, []), datagram(161, 4000, [0x31]))).toBe("0 0 1");
  expect(await numbersOf(datagram(53, 161, message), datagram(161, 53, message))).toBe("0 0 1");
});

it("reads lengths of any form", async () => {
  const long = datagram(4000, 161, [0x30, 0x84, 0, 0, 0, 3, 2, 1, 3]);
  expect(await numbersOf(long, ask)).toBe("1 1 2");
  const tooLong = datagram(4000, 161, [0x30, 0x84, 255, 255, 255, 255, 2, 1, 3]);
  expect(await numbersOf(tooLong, datagram(161, 4000, [0]))).toBe("0 0 1");
});

it("takes quotes of ICMP errors for datagrams", async () => {
  expect(await numbersOf(ask, quoted(ask))).toBe("1 1 2");
  expect(await numbersOf(quoted(ask), ask, answer)).toBe("1 1 1 2");
  expect(await numbersOf(quoted(ask))).toBe("2 1");
  expect(await numbersOf(quoted(ask.subarray(0, 28)), ask, answer)).toBe("0 1 1 2");
});

it("counts the first message where its number went", async () => {
  const frames = [datagram(4000, 161, [0]), ask, answer];
  const list = listDatagrams(await indexCapture(sourceOf(pcapFile(frames, { linkType: 101 }))));
  expect(
    list.map(({ number, framesEachWay, octetsEachWay, payloadEachWay }) => [
      number,
      framesEachWay,
      octetsEachWay,
      payloadEachWay,
    ]),
  ).toEqual([
    [0, [1, 0], [29, 0], [1, 0]],
    [1, [1, 1], [33, 33], [5, 5]],
  ]);
  expect(list.map(({ duration }) => duration)).toEqual([0, expect.any(Number)]);
});
