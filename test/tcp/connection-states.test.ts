import { describe, expect, it } from "vitest";
import { connectionStates } from "../../src/tcp/connection-states";
import { exchange, pathOf } from "./exchange";

/** Checks the paths of A and B; every exchange is a list of segments in the order they were sent. */
function walks(text: string, a: string, b: string): void {
  const segments = exchange(text);
  expect([pathOf(segments, 0), pathOf(segments, 1)]).toEqual([a, b]);
}

const handshake = `
  A SYN 100
  B SYN,ACK 300 101
  A ACK 101 301`;
const client = "CLOSED SYN-SENT ESTABLISHED";
const server = "CLOSED LISTEN? SYN-RECEIVED ESTABLISHED?";
/** The same where the server sends anything afterwards. */
const speaking = "CLOSED LISTEN? SYN-RECEIVED ESTABLISHED";

describe("the figures of RFC 9293", () => {
  it("opens in three segments", () => {
    // Figure 6.
    walks(`${handshake}\nA ACK 101 301 +10`, client, server);
  });

  it("opens from both ends at once", () => {
    // Figure 7.
    walks(
      `A SYN 100
       & B SYN 300
       A SYN,ACK 100 301
       & B SYN,ACK 300 101`,
      "CLOSED SYN-SENT SYN-RECEIVED ESTABLISHED?",
      "CLOSED SYN-SENT SYN-RECEIVED ESTABLISHED?",
    );
  });

  it("listens again after an old duplicate SYN", () => {
    // Figure 8: the SYN 90 of an earlier connection arrives before the SYN 100.
    walks(
      `A SYN 100 @0 ..5
       A SYN 90 @0 ..1
       B SYN,ACK 300 91 @1 ..2
       A RST 91 @2 ..3
       B SYN,ACK 400 101 @5 ..6
       A ACK 101 401 @6 ..7`,
      "CLOSED SYN-SENT ESTABLISHED",
      "CLOSED LISTEN? SYN-RECEIVED LISTEN? SYN-RECEIVED ESTABLISHED?",
    );
  });

  it("finds a half-open connection and stays in SYN-SENT", () => {
    // Figure 9: A crashed; B still has the connection.
    walks(
      `A SYN 400
       B ACK 300 100
       A RST 100
       A SYN 400`,
      "CLOSED SYN-SENT",
      "CLOSED LISTEN?",
    );
    const b = exchange(`B ACK 300 100 +5
       A ACK 100 305 +5
       B ACK 305 105
       A SYN 400
       B ACK 305 105
       A RST 105`);
    expect(pathOf(b, 1)).toBe("… ESTABLISHED CLOSED?");
  });

  it("resets the end that still has a connection", () => {
    // Figure 10.
    walks("B ACK 300 100 +10\nA RST 100", "…", "… ESTABLISHED? CLOSED?");
  });

  it("answers an old acknowledgment in LISTEN with a reset", () => {
    // Figure 11: both listen, an old SYN of A arrives at B.
    walks("A SYN 90\nB SYN,ACK 300 91\nA RST 91", "CLOSED LISTEN?", "CLOSED LISTEN? SYN-RECEIVED LISTEN?");
    walks("B SYN,ACK 300 91\nA RST 91", "…", "CLOSED LISTEN? SYN-RECEIVED LISTEN?");
  });

  it("closes in four segments", () => {
    // Figure 12 of RFC 9293: the normal close.
    walks(
      `${handshake}
       A FIN,ACK 101 301
       B ACK 301 102
       B FIN,ACK 301 102
       A ACK 102 302`,
      `${client} FIN-WAIT-1 FIN-WAIT-2? TIME-WAIT CLOSED?`,
      `${server} CLOSE-WAIT LAST-ACK CLOSED?`,
    );
  });

  it("closes from both ends at once", () => {
    // Figure 13.
    walks(
      `${handshake}
       A FIN,ACK 101 301
       & B FIN,ACK 301 101
       A ACK 102 302
       & B ACK 302 102`,
      `${client} FIN-WAIT-1 CLOSING TIME-WAIT? CLOSED?`,
      `${server} FIN-WAIT-1 CLOSING TIME-WAIT? CLOSED?`,
    );
  });
});

describe("opening", () => {
  it("refuses a SYN and stays closed", () => {
    walks("A SYN 100\nB RST,ACK 0 101", "CLOSED SYN-SENT CLOSED?", "CLOSED");
  });

  it("drops a reset without acknowledgment in SYN-SENT", () => {
    walks("A SYN 100\nB RST 101", "CLOSED SYN-SENT", "CLOSED");
  });

  it("opens actively after it has listened", () => {
    walks(
      `A SYN 100
       B SYN,ACK 300 101
       A RST 101
       B SYN 700
       A SYN,ACK 900 701
       B ACK 701 901`,
      "CLOSED LISTEN? SYN-RECEIVED ESTABLISHED?",
      "CLOSED LISTEN? SYN-RECEIVED LISTEN? SYN-SENT ESTABLISHED",
    );
  });

  it("ignores a reset in LISTEN", () => {
    walks(
      `A SYN 100
       x B SYN,ACK 300 101
       A RST 101
       A RST 101`,
      "CLOSED SYN-SENT",
      "CLOSED LISTEN? SYN-RECEIVED LISTEN?",
    );
  });

  it("answers an unacceptable acknowledgment in SYN-RECEIVED with a reset", () => {
    walks(
      `A SYN 100
       B SYN,ACK 300 101
       A ACK 101 777
       B RST 777`,
      `${client} CLOSED?`,
      "CLOSED LISTEN? SYN-RECEIVED",
    );
  });

  it("closes on a reset during a simultaneous open", () => {
    walks(
      `A SYN 100
       & B SYN 300
       A SYN,ACK 100 301
       & B RST 301`,
      "CLOSED SYN-SENT SYN-RECEIVED CLOSED?",
      "CLOSED SYN-SENT SYN-RECEIVED? CLOSED",
    );
  });

  it("listens again on another SYN", () => {
    walks(
      `A SYN 100
       B SYN,ACK 300 101
       A SYN 105
       B SYN,ACK 400 106
       A ACK 106 401`,
      "CLOSED SYN-SENT ESTABLISHED",
      "CLOSED LISTEN? SYN-RECEIVED LISTEN? SYN-RECEIVED ESTABLISHED?",
    );
  });

  it("closes before the handshake is done", () => {
    walks(
      `A SYN 100
       B SYN,ACK 300 101
       B FIN,ACK 301 101
       A ACK 101 302`,
      "CLOSED SYN-SENT ESTABLISHED? CLOSE-WAIT",
      "CLOSED LISTEN? SYN-RECEIVED FIN-WAIT-1 FIN-WAIT-2?",
    );
  });

  it("aborts before the handshake is done", () => {
    walks(
      `A SYN 100
       B SYN,ACK 300 101
       B RST 301`,
      "CLOSED SYN-SENT ESTABLISHED? CLOSED?",
      "CLOSED LISTEN? SYN-RECEIVED CLOSED",
    );
  });

  it("takes the last of several SYNs for the one that arrived, and none where no answer came", () => {
    const answered = connectionStates(exchange("A SYN 100\nA SYN 100\nB SYN,ACK 300 101"));
    const received = answered.find(({ to }) => to === "SYN-RECEIVED");
    expect(received?.cause).toEqual({ kind: "arrived", segment: 1 });
    walks("A SYN 100\nA SYN 100", "CLOSED SYN-SENT", "CLOSED LISTEN?");
  });

  it("takes a SYN with data that the answer does not acknowledge", () => {
    walks("A SYN 100 +50\nB SYN,ACK 300 101\nA ACK 101 301", client, server);
  });

  it("needs no SYN,ACK on the wire where the client acknowledges it", () => {
    walks(
      "A SYN 100\nA ACK 101 301 +5\nA FIN,ACK 106 301",
      `${client} FIN-WAIT-1`,
      "CLOSED LISTEN? SYN-RECEIVED? ESTABLISHED? CLOSE-WAIT?",
    );
  });
});

describe("closing", () => {
  it("closes in three segments", () => {
    walks(
      `${handshake}
       A FIN,ACK 101 301
       B FIN,ACK 301 102
       A ACK 102 302`,
      `${client} FIN-WAIT-1 TIME-WAIT CLOSED?`,
      `${server} CLOSE-WAIT LAST-ACK CLOSED?`,
    );
  });

  it("still sends after the other end has closed", () => {
    walks(
      `${handshake}
       A FIN,ACK 101 301
       B ACK 301 102 +50
       A ACK 102 351`,
      `${client} FIN-WAIT-1 FIN-WAIT-2`,
      `${server} CLOSE-WAIT`,
    );
  });

  it("restarts TIME-WAIT when the last acknowledgment is lost", () => {
    walks(
      `${handshake}
       A FIN,ACK 101 301
       B FIN,ACK 301 102
       x A ACK 102 302
       B FIN,ACK 301 102
       A ACK 102 302`,
      `${client} FIN-WAIT-1 TIME-WAIT TIME-WAIT CLOSED?`,
      `${server} CLOSE-WAIT LAST-ACK CLOSED?`,
    );
  });

  it("takes a new connection in TIME-WAIT", () => {
    walks(
      `${handshake}
       B FIN,ACK 301 101
       A FIN,ACK 101 302
       B ACK 302 102
       A SYN 5000
       B SYN,ACK 9000 5001
       A ACK 5001 9001`,
      `${client} CLOSE-WAIT LAST-ACK CLOSED? SYN-SENT ESTABLISHED`,
      `${server} FIN-WAIT-1 TIME-WAIT SYN-RECEIVED ESTABLISHED?`,
    );
  });

  it("leaves TIME-WAIT before it opens again", () => {
    walks(
      `${handshake}
       A FIN,ACK 101 301
       B FIN,ACK 301 102
       A ACK 102 302
       A SYN 5000
       B SYN,ACK 9000 5001
       A ACK 5001 9001`,
      `${client} FIN-WAIT-1 TIME-WAIT CLOSED? SYN-SENT ESTABLISHED`,
      `${server} CLOSE-WAIT LAST-ACK CLOSED? LISTEN? SYN-RECEIVED ESTABLISHED?`,
    );
  });

  it("closes without any number written", () => {
    walks(
      `A SYN
       B SYN,ACK
       A ACK
       A FIN,ACK
       B ACK
       B FIN,ACK
       A ACK`,
      `${client} FIN-WAIT-1 FIN-WAIT-2? TIME-WAIT CLOSED?`,
      `${server} CLOSE-WAIT LAST-ACK CLOSED?`,
    );
  });
});

/** An exchange that leaves A in a state, and what each end expects next. */
const inState: Readonly<
  Record<string, { readonly text: string; readonly path: string; readonly a: number; readonly b: number }>
> = {
  "FIN-WAIT-1": { text: `${handshake}\nA FIN,ACK 101 301`, path: `${client} FIN-WAIT-1`, a: 102, b: 301 },
  "FIN-WAIT-2": {
    text: `${handshake}\nA FIN,ACK 101 301\nB ACK 301 102`,
    path: `${client} FIN-WAIT-1 FIN-WAIT-2`,
    a: 102,
    b: 301,
  },
  "CLOSE-WAIT": {
    text: `${handshake}\nB FIN,ACK 301 101\nA ACK 101 302`,
    path: `${client} CLOSE-WAIT`,
    a: 101,
    b: 302,
  },
  CLOSING: {
    text: `${handshake}\nA FIN,ACK 101 301\n& B FIN,ACK 301 101\nA ACK 102 302`,
    path: `${client} FIN-WAIT-1 CLOSING`,
    a: 102,
    b: 302,
  },
  "LAST-ACK": {
    text: `${handshake}\nB FIN,ACK 301 101\nA FIN,ACK 101 302`,
    path: `${client} CLOSE-WAIT LAST-ACK`,
    a: 102,
    b: 302,
  },
  "TIME-WAIT": {
    text: `${handshake}\nA FIN,ACK 101 301\nB FIN,ACK 301 102\nA ACK 102 302`,
    path: `${client} FIN-WAIT-1 TIME-WAIT`,
    a: 102,
    b: 302,
  },
};

describe("resets", () => {
  it("resets in the middle of data", () => {
    walks(
      `${handshake}
       A ACK 101 301 +10
       B RST,ACK 301 111`,
      `${client} CLOSED?`,
      `${server} CLOSED`,
    );
  });

  it("survives a reset out of the window", () => {
    walks(
      `${handshake}
       B ACK 301 101 +10
       A ACK 101 311
       B RST 5000
       A ACK 101 311
       B ACK 311 101 +10
       A ACK 101 321`,
      client,
      `${speaking} CLOSED`,
    );
  });

  it("challenges a SYN in a connection", () => {
    const segments = exchange(`${handshake}
       B ACK 301 101 +10
       A ACK 101 311
       B SYN 301
       A ACK 101 311`);
    expect(pathOf(segments, 0)).toBe(client);
  });

  it("loses its record and opens again", () => {
    walks(
      `${handshake}
       A SYN 9000
       B ACK 301 101
       A RST 101`,
      `${client} CLOSED? SYN-SENT`,
      `${speaking} CLOSED?`,
    );
  });

  it("loses its record in every state", () => {
    for (const { text, path, a } of Object.values(inState)) {
      const segments = exchange(`${text}\nA SYN ${String(a + 5000)}`);
      expect(pathOf(segments, 0).replaceAll("?", "")).toBe(`${path} CLOSED SYN-SENT`);
    }
  });

  it("knows no state from a reset alone", () => {
    walks("A RST 100", "…", "…");
  });

  for (const [state, { text, path, a, b }] of Object.entries(inState)) {
    it(`is reset in ${state}`, () => {
      const segments = exchange(`${text}\nB RST,ACK ${String(b)} ${String(a)}`);
      expect(pathOf(segments, 0).replace("FIN-WAIT-2?", "FIN-WAIT-2")).toBe(`${path} CLOSED?`);
    });

    it(`aborts in ${state}`, () => {
      const segments = exchange(`${text}\nA RST,ACK ${String(a)} ${String(b)}`);
      expect(pathOf(segments, 0).replace("FIN-WAIT-2?", "FIN-WAIT-2")).toBe(`${path} CLOSED`);
    });
  }
});

describe("one direction alone", () => {
  it("of the server: what it acknowledges beyond the SYN shows that the handshake was over", () => {
    walks(
      `B SYN,ACK 300 101
       B ACK 301 101
       B ACK 301 545
       B ACK 301 545 +10
       B FIN,ACK 311 545`,
      "…",
      "CLOSED LISTEN? SYN-RECEIVED ESTABLISHED FIN-WAIT-1",
    );
  });

  it("of the client: what follows its SYN shows that it was answered", () => {
    walks(
      `A SYN 100
       A ACK 101 301
       A ACK 101 301 +10
       A FIN,ACK 111 301`,
      "CLOSED SYN-SENT ESTABLISHED FIN-WAIT-1",
      "CLOSED LISTEN? SYN-RECEIVED? ESTABLISHED? CLOSE-WAIT?",
    );
  });
});

describe("the middle of a connection", () => {
  it("begins in the middle of data", () => {
    walks("A ACK 100 300 +10\nB ACK 300 110 +10\nA ACK 110 310", "… ESTABLISHED", "… ESTABLISHED?");
    walks("A ACK 100 300\nB ACK 300 100", "…", "…");
  });

  it("begins at the close", () => {
    walks(
      `A FIN,ACK 100 300
       B ACK 300 101
       B FIN,ACK 300 101
       A ACK 101 301`,
      "… FIN-WAIT-1 FIN-WAIT-2? TIME-WAIT CLOSED?",
      "… CLOSE-WAIT LAST-ACK CLOSED?",
    );
  });

  it("begins where both ends close at once", () => {
    walks(
      `A FIN,ACK 100 300
       & B FIN,ACK 300 100
       A ACK 101 301
       & B ACK 301 101`,
      "… FIN-WAIT-1 CLOSING TIME-WAIT? CLOSED?",
      "… FIN-WAIT-1 CLOSING TIME-WAIT? CLOSED?",
    );
  });

  it("opens after the end of an older connection", () => {
    walks(
      `A RST 50
       B RST 70
       A SYN 100
       B SYN,ACK 300 101
       A ACK 101 301`,
      "… SYN-SENT ESTABLISHED",
      "… SYN-RECEIVED ESTABLISHED?",
    );
  });

  it("says nothing of a FIN that nobody answers with more", () => {
    walks("A FIN,ACK 100 300\nB ACK 300 101", "…", "…");
  });
});
