import { describe, expect, it } from "vitest";
import { ACK, RST, SYN } from "../../src/tcp/flags";
import { client, closing, handshake, judge, lastMarks, octets, server } from "./judged-exchange";

const data = client(100, 1, 1, octets(100));
const acked = server(110, 1, 101);
const shut = server(110, 1, 101, { window: 0 });
const second = client(120, 101, 1, octets(100));
const third = client(121, 201, 1, octets(100));

describe("a segment behind a gap", () => {
  it("is marked", () => expect(lastMarks([data, third])).toEqual(["lost_segment"]));
  it("is not marked where it follows on", () => expect(lastMarks([data, second])).toEqual([]));
  it("is not marked where it resets", () =>
    expect(lastMarks([data, { ...third, flags: RST | ACK, payloadLength: 0 }])).toEqual([]));
});

describe("an acknowledgment", () => {
  it("of what was not captured is marked", () =>
    expect(lastMarks([data, server(110, 1, 201)])).toEqual(["ack_lost_segment"]));
  it("of what was captured is not", () => expect(lastMarks([data, acked])).toEqual([]));
  it("is a duplicate when it says the same again", () =>
    expect(lastMarks([data, acked, server(111, 1, 101)])).toEqual(["duplicate_ack"]));
  it("is no duplicate with another window", () =>
    expect(lastMarks([data, acked, server(111, 1, 101, { window: 501 })])).toEqual(["window_update"]));
  it("is no duplicate with payload", () =>
    expect(lastMarks([data, acked, server(111, 1, 101, octets(1))])).toEqual([]));
  it("is no duplicate where it closes", () =>
    expect(lastMarks([data, acked, server(111, 1, 101, closing)])).toEqual([]));

  it("names the frame it repeats and how often it was repeated", () => {
    const again = server(112, 1, 101);
    const last = judge([...handshake, data, acked, again, again]).at(-1);
    expect(last?.duplicate).toEqual({ anchorFrame: 5, count: 2 });
  });

  it("tells which frame it acknowledges and after how long", () =>
    expect(judge([...handshake, data, acked]).at(-1)).toMatchObject({ acksFrame: 4, roundTrip: 10e6 }));

  it("of a part is told only by 4.4", () => {
    const part = [...handshake, data, server(110, 1, 51)];
    expect(judge(part, "4.4").at(-1)?.acksFrame).toBe(4);
    expect(judge(part, "4.0").at(-1)?.acksFrame).toBeUndefined();
  });

  it("with SACK and another window is a duplicate by 4.4, a window update by 4.0", () => {
    const again = server(111, 1, 101, { window: 501, sack: [[1301, 1401]] });
    expect(lastMarks([data, acked, again], "4.4")).toEqual(["duplicate_ack"]);
    expect(lastMarks([data, acked, again], "4.0")).toEqual(["window_update"]);
  });
});

describe("a repeat", () => {
  const repeat = client(400, 1, 1, octets(100));
  const asking = [server(130, 1, 101), server(131, 1, 101), server(132, 1, 101)];
  const filling = (time: number): ReturnType<typeof client> => client(time, 101, 1, octets(100));

  it("is a retransmission, and its timer runs from the first", () => {
    const last = judge([...handshake, data, repeat]).at(-1);
    expect([...(last?.marks ?? [])]).toEqual(["retransmission"]);
    expect(last).toMatchObject({ timeoutFrame: 4, timeout: 300e6 });
  });
  it("is spurious where it was acknowledged", () =>
    expect(lastMarks([data, acked, repeat])).toEqual(["spurious_retransmission", "retransmission"]));
  it("is not spurious where only a part was acknowledged", () =>
    expect(lastMarks([data, server(110, 1, 100), repeat])).toEqual(["retransmission"]));
  it("is fast behind two duplicates", () =>
    expect(lastMarks([data, third, ...asking, filling(150)])).toEqual([
      "fast_retransmission",
      "retransmission",
    ]));
  it("is not fast behind one duplicate", () =>
    expect(lastMarks([data, third, ...asking.slice(0, 2), filling(150)])).toEqual(["retransmission"]));
  it("is not fast 20 ms after the last duplicate", () =>
    expect(lastMarks([data, third, ...asking, filling(152)])).toEqual(["retransmission"]));
  it("of a closing segment is a retransmission, too", () =>
    expect(lastMarks([client(30, 1, 1, closing), client(300, 1, 1, closing)])).toEqual(["retransmission"]));
  it("of an octet below the edge is a keep-alive, and no repeat", () =>
    expect(lastMarks([data, acked, client(5000, 100, 1, octets(1))])).toEqual(["keep_alive"]));
  it("of two octets below the edge is a repeat", () =>
    expect(lastMarks([data, client(5000, 99, 1, octets(2))])).toEqual(["retransmission"]));
  it("without a clock is never reordering", () =>
    expect(lastMarks([data, third, { ...filling(0), time: undefined }])).toEqual(["retransmission"]));
  it("when the clock went back is never reordering", () =>
    expect(lastMarks([data, third, filling(119)])).toEqual(["retransmission"]));
});

describe("a hole that is filled", () => {
  it("within the initial round trip is reordering", () =>
    expect(lastMarks([data, third, client(140.999, 101, 1, octets(100))])).toEqual(["out_of_order"]));
  it("later is a retransmission", () =>
    expect(lastMarks([data, third, client(141, 101, 1, octets(100))])).toEqual(["retransmission"]));
  it("is reordering within 3 ms where no round trip is known", () => {
    const filled = (time: number): readonly string[] => [
      ...(judge([data, third, client(time, 101, 1, octets(100))]).at(-1)?.marks ?? []),
    ];
    expect(filled(123.9)).toEqual(["out_of_order"]);
    expect(filled(124)).toEqual(["retransmission"]);
  });
});

describe("a window", () => {
  const probe = client(1000, 101, 1, octets(1));

  it("of zero is marked", () => expect(lastMarks([data, shut])).toEqual(["zero_window"]));
  it("of one is not", () => expect(lastMarks([data, { ...shut, window: 1 }])).toEqual([]));
  it("of a reset is not", () => expect(lastMarks([data, { ...shut, flags: RST | ACK }])).toEqual([]));
  it("that is closed may be probed with one octet", () =>
    expect(lastMarks([data, shut, probe])).toEqual(["zero_window_probe"]));
  it("that is closed is not probed with two", () =>
    expect(lastMarks([data, shut, { ...probe, payloadLength: 2 }])).not.toContain("zero_window_probe"));
  it("that stays closed answers a probe", () =>
    expect(lastMarks([data, shut, probe, server(1010, 1, 101, { window: 0 })])).toEqual([
      "zero_window",
      "zero_window_probe_ack",
    ]));
  it("that stays closed without a probe answers nothing", () =>
    expect(lastMarks([data, shut, server(1010, 1, 101, { window: 0 })])).toEqual(["zero_window"]));
  it("that takes the probe's octet is no loss by 4.4", () => {
    const taken = server(1010, 1, 102, { window: 0 });
    expect(lastMarks([data, shut, probe, taken], "4.4")).not.toContain("ack_lost_segment");
    expect(lastMarks([data, shut, probe, taken], "4.0")).toContain("ack_lost_segment");
  });
  it("that opens again is an update", () =>
    expect(lastMarks([data, shut, server(1010, 1, 101)])).toEqual(["window_update"]));
  it("is full at its very edge", () =>
    expect(lastMarks([data, server(110, 1, 101, { window: 2 }), client(120, 101, 1, octets(256))])).toEqual([
      "window_full",
    ]));
  it("is not full an octet before, nor beyond", () => {
    const small = server(110, 1, 101, { window: 2 });
    expect(lastMarks([data, small, client(120, 101, 1, octets(255))])).toEqual([]);
    expect(lastMarks([data, small, client(120, 101, 1, octets(257))])).toEqual([]);
  });
});

describe("a keep-alive", () => {
  const alive = client(5000, 100, 1);
  const answer = server(5010, 1, 101);

  it("stands one below the edge", () => expect(lastMarks([data, acked, alive])).toEqual(["keep_alive"]));
  it("does not stand two below", () => expect(lastMarks([data, acked, client(5000, 99, 1)])).toEqual([]));
  it("is answered", () => expect(lastMarks([data, acked, alive, answer])).toEqual(["keep_alive_ack"]));
  it("that was not sent is not answered", () =>
    expect(lastMarks([data, acked, answer])).toEqual(["duplicate_ack"]));
});

describe("ports that were used before", () => {
  it("are marked by a conversation's first segment", () =>
    expect([...(judge([{ flags: SYN, isReuse: true }])[0]?.marks ?? [])]).toEqual(["reused_ports"]));

  it("are marked by 4.0 where a SYN,ACK has another number", () => {
    const anew = server(30, 9000, 1, { flags: SYN | ACK });
    expect(lastMarks([anew], "4.0")).toContain("reused_ports");
    expect(lastMarks([anew], "4.4")).not.toContain("reused_ports");
    expect(lastMarks([server(30, 0, 1, { flags: SYN | ACK })], "4.0")).not.toContain("reused_ports");
  });
});

describe("payload under way", () => {
  it("is what was sent and not acknowledged", () =>
    expect(judge([...handshake, data, second]).at(-1)?.bytesInFlight).toBe(200));
  it("leaves out what SACK took", () => {
    const selective = server(125, 1, 1, { sack: [[1101, 1201]] });
    expect(judge([...handshake, data, second, selective, third]).at(-1)?.bytesInFlight).toBe(200);
  });
  it("counts no FIN of its own segment", () =>
    expect(judge([...handshake, { ...data, ...closing }]).at(-1)?.bytesInFlight).toBe(100));
  it("is not known behind a gap until the other end is heard", () => {
    expect(judge([...handshake, data, third]).at(-1)?.bytesInFlight).toBeUndefined();
    const heard = server(125, 1, 301);
    expect(
      judge([...handshake, data, third, heard, client(130, 301, 1, octets(7))]).at(-1)?.bytesInFlight,
    ).toBe(7);
  });
});

describe("the 0 that Wireshark keeps for “none yet”", () => {
  it("makes a Keep-Alive of a first segment one before it", () =>
    expect([...(judge([{ seq: 0xffffffff, ack: 5001 }])[0]?.marks ?? [])]).toEqual(["keep_alive"]));

  it("takes a window to be full that ends one before it", () => {
    const first = { ...client(20, 0, -5000, { flags: SYN }), seq: 0xfffffff0 };
    const data = client(21, 0, 1, octets(14));
    expect([...(judge([first, { ...data, seq: 0xfffffff1 }])[1]?.marks ?? [])]).toEqual(["window_full"]);
  });
});
