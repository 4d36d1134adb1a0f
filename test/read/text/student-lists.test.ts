import { describe, expect, it } from "vitest";
import { formatDiagnostic } from "../../../src/base/format-diagnostic";
import { readEventList } from "../../../src/read/text/read-event-list";

/** Lists as students write them: what is wrong in each stands in its name. */
const wrong: Readonly<Record<string, string>> = {
  "ack off by one (too high)": `A -> B: SYN seq=100
B -> A: SYN-ACK seq=300 ack=102
A -> B: ACK seq=101 ack=301
`,
  "ack off by one (not +1 for SYN)": `A -> B: SYN seq=100
B -> A: SYN-ACK seq=300 ack=100
A -> B: ACK seq=101 ack=301
`,
  "ack off by payload": `A -> B: SYN seq=100
B -> A: SYN-ACK seq=300 ack=101
A -> B: ACK seq=101 ack=301
A -> B: PSH,ACK seq=101 ack=301 len=13
B -> A: ACK seq=301 ack=102
`,
  "payload not counted at all": `A -> B: SYN seq=100
B -> A: SYN-ACK seq=300 ack=101
A -> B: ACK seq=101 ack=301
A -> B: PSH,ACK seq=101 ack=301 "Hello, world!"
B -> A: ACK seq=301 ack=101
`,
  "ack not counting last byte": `A -> B: SYN seq=100
B -> A: SYN-ACK seq=300 ack=101
A -> B: ACK seq=101 ack=301
A -> B: PSH,ACK seq=101 ack=301 len=13
B -> A: ACK seq=301 ack=113
`,
  "ack beyond payload": `A -> B: SYN seq=100
B -> A: SYN-ACK seq=300 ack=101
A -> B: ACK seq=101 ack=301
A -> B: PSH,ACK seq=101 ack=301 len=13
B -> A: ACK seq=301 ack=115
`,
  "SYN with data counted wrong": `A -> B: SYN seq=100 len=10
B -> A: SYN-ACK seq=300 ack=110
A -> B: ACK seq=101 ack=301
`,
  "FIN not counted": `A -> B: SYN seq=100
B -> A: SYN-ACK seq=300 ack=101
A -> B: ACK seq=101 ack=301
A -> B: FIN,ACK seq=101 ack=301
B -> A: ACK seq=301 ack=101
B -> A: FIN,ACK seq=301 ack=102
A -> B: ACK seq=102 ack=301
`,
  "ack field on SYN": `A -> B: SYN seq=100 ack=5
B -> A: SYN-ACK seq=300 ack=101
A -> B: ACK seq=101 ack=301
`,
  "wrong direction of the SYN-ACK": `A -> B: SYN seq=100
A -> B: SYN-ACK seq=300 ack=101
A -> B: ACK seq=101 ack=301
`,
  "window > 65535 without scaling": `A -> B: SYN seq=100 win=70000
B -> A: SYN-ACK seq=300 ack=101 win=100000
A -> B: ACK seq=101 ack=301 win=70000
`,
  "data before handshake ended": `A -> B: SYN seq=100
A -> B: PSH,ACK seq=101 ack=1 len=10
B -> A: SYN-ACK seq=300 ack=101
A -> B: ACK seq=111 ack=301
`,
  "data after FIN": `A -> B: SYN seq=100
B -> A: SYN-ACK seq=300 ack=101
A -> B: ACK seq=101 ack=301
A -> B: FIN,ACK seq=101 ack=301
A -> B: PSH,ACK seq=102 ack=301 len=5
`,
  "ACK of unsent data": `A -> B: SYN seq=100
B -> A: SYN-ACK seq=300 ack=101
A -> B: ACK seq=101 ack=301
B -> A: ACK seq=301 ack=500
`,
  "retransmit with other number": `A -> B: SYN seq=100
B -> A: SYN-ACK seq=300 ack=101
A -> B: ACK seq=101 ack=301
A -> B: PSH,ACK seq=101 ack=301 len=10
A -> B: PSH,ACK seq=102 ack=301 len=10 [retransmission]
`,
  "seq gap": `A -> B: SYN seq=100
B -> A: SYN-ACK seq=300 ack=101
A -> B: ACK seq=101 ack=301
A -> B: PSH,ACK seq=101 ack=301 len=10
A -> B: PSH,ACK seq=121 ack=301 len=10
B -> A: ACK seq=301 ack=131
`,
  "MSS exceeded": `A -> B: SYN seq=100 mss=1460
B -> A: SYN-ACK seq=300 ack=101 mss=1460
A -> B: ACK seq=101 ack=301
A -> B: PSH,ACK seq=101 ack=301 len=2000
B -> A: ACK seq=301 ack=2101
`,
  "two FINs different numbers": `A -> B: SYN seq=100
B -> A: SYN-ACK seq=300 ack=101
A -> B: ACK seq=101 ack=301
A -> B: FIN,ACK seq=101 ack=301
B -> A: ACK seq=301 ack=102
A -> B: FIN,ACK seq=102 ack=301
`,
  "SACK block at the acknowledgment": `A -> B: SYN seq=100
B -> A: SYN-ACK seq=300 ack=101
A -> B: ACK seq=101 ack=301
A -> B: PSH,ACK seq=101 ack=301 len=10
A -> B: PSH,ACK seq=121 ack=301 len=10
B -> A: ACK seq=301 ack=111 sack=111-121
`,
  "SACK reversed": `A -> B: SYN seq=100
B -> A: SYN-ACK seq=300 ack=101
A -> B: ACK seq=101 ack=301
B -> A: ACK seq=301 ack=101 sack=140-120
`,
  "third ACK repeats SYN's seq": `A -> B: SYN seq=100
B -> A: SYN-ACK seq=300 ack=101
A -> B: ACK seq=100 ack=301
`,
  "ack goes back": `A -> B: SYN seq=100
B -> A: SYN-ACK seq=300 ack=101
A -> B: ACK seq=101 ack=301
A -> B: PSH,ACK seq=101 ack=301 len=10
B -> A: ACK seq=301 ack=111
A -> B: PSH,ACK seq=111 ack=301 len=10
B -> A: ACK seq=301 ack=101
`,
  "no ACK flag on data": `A -> B: SYN seq=100
B -> A: SYN-ACK seq=300 ack=101
A -> B: ACK seq=101 ack=301
A -> B: PSH seq=101 len=10
`,
  "SYN and FIN": `A -> B: SYN,FIN seq=100
`,
  "SYN and RST": `A -> B: SYN,RST seq=100
`,
  "FIN without ACK": `A -> B: SYN seq=100
B -> A: SYN-ACK seq=300 ack=101
A -> B: ACK seq=101 ack=301
A -> B: FIN seq=101
B -> A: ACK seq=301 ack=102
`,
  "swapped seq and ack": `A -> B: SYN seq=100
B -> A: SYN-ACK seq=300 ack=101
A -> B: ACK seq=101 ack=301
A -> B: PSH,ACK seq=301 ack=101 len=5
`,
  "ack = own seq": `A -> B: SYN seq=100
B -> A: SYN-ACK seq=300 ack=101
A -> B: ACK seq=101 ack=301
A -> B: PSH,ACK seq=101 ack=301 len=5
B -> A: ACK seq=106 ack=301
`,
  "symbolic ack+2": `A -> B: SYN seq=x
B -> A: SYN-ACK seq=y ack=x+2
A -> B: ACK seq=x+1 ack=y+1
`,
  "symbolic FIN not counted": `A -> B: SYN seq=x
B -> A: SYN-ACK seq=y ack=x+1
A -> B: ACK seq=x+1 ack=y+1
A -> B: FIN,ACK seq=x+1 ack=y+1
B -> A: ACK seq=y+1 ack=x+1
`,
  "symbolic wrong symbol": `A -> B: SYN seq=x
B -> A: SYN-ACK seq=y ack=y+1
A -> B: ACK seq=x+1 ack=y+1
`,
  "data after RST": `A -> B: SYN seq=100
B -> A: SYN-ACK seq=300 ack=101
A -> B: ACK seq=101 ack=301
B -> A: RST seq=301
A -> B: PSH,ACK seq=101 ack=301 len=5
B -> A: PSH,ACK seq=301 ack=106 len=5
`,
  "second SYN mid-connection": `A -> B: SYN seq=100
B -> A: SYN-ACK seq=300 ack=101
A -> B: ACK seq=101 ack=301
A -> B: SYN seq=500
`,
  "TIME-WAIT at the passive closer": `A -> B: SYN seq=100
B -> A: SYN-ACK seq=300 ack=101
A -> B: ACK seq=101 ack=301
A -> B: FIN,ACK seq=101 ack=301
B -> A: ACK seq=301 ack=102
B -> A: FIN,ACK seq=301 ack=102
A -> B: ACK seq=102 ack=302
B: state TIME-WAIT
`,
  "len less than payload": `A -> B: SYN seq=100
B -> A: SYN-ACK seq=300 ack=101
A -> B: ACK seq=101 ack=301
A -> B: PSH,ACK seq=101 ack=301 len=5 "Hello, world!"
`,
  "ws above 14": `A -> B: SYN seq=100 wscale=15
B -> A: SYN-ACK seq=300 ack=101 wscale=7
A -> B: ACK seq=101 ack=301
`,
  "mss outside SYN": `A -> B: SYN seq=100
B -> A: SYN-ACK seq=300 ack=101
A -> B: ACK seq=101 ack=301
A -> B: PSH,ACK seq=101 ack=301 len=5 mss=1460
`,
  "RST acked": `A -> B: SYN seq=100
B -> A: SYN-ACK seq=300 ack=101
A -> B: ACK seq=101 ack=301
B -> A: RST,ACK seq=301 ack=101
A -> B: ACK seq=101 ack=302
`,
};

/** Lists that are right, though some look strange. */
const right: Readonly<Record<string, string>> = {
  handshake: `A -> B: SYN seq=100
B -> A: SYN-ACK seq=300 ack=101
A -> B: ACK seq=101 ack=301
`,
  echo: `A -> B: SYN seq=100
B -> A: SYN-ACK seq=300 ack=101
A -> B: ACK seq=101 ack=301
A -> B: PSH,ACK seq=101 ack=301 len=13
B -> A: ACK seq=301 ack=114
B -> A: PSH,ACK seq=301 ack=114 len=13
A -> B: ACK seq=114 ack=314
A -> B: FIN,ACK seq=114 ack=314
B -> A: FIN,ACK seq=314 ack=115
A -> B: ACK seq=115 ack=315
`,
  relative: `C -> S: SYN seq=0
S -> C: SYN,ACK seq=0 ack=1
C -> S: ACK seq=1 ack=1
`,
  "no numbers": `C -> S: SYN
S -> C: SYN-ACK
C -> S: ACK
C -> S: FIN
S -> C: ACK
S -> C: FIN
C -> S: ACK
`,
  "simultaneous open": `A -> B: SYN seq=a
& B -> A: SYN seq=b
A -> B: SYN-ACK seq=a ack=b+1
& B -> A: SYN-ACK seq=b ack=a+1
`,
  "simultaneous close": `A -> B: SYN seq=100
B -> A: SYN-ACK seq=300 ack=101
A -> B: ACK seq=101 ack=301
A -> B: FIN,ACK seq=101 ack=301
& B -> A: FIN,ACK seq=301 ack=101
A -> B: ACK seq=102 ack=302
& B -> A: ACK seq=302 ack=102
`,
  "half close": `A -> B: SYN seq=100
B -> A: SYN-ACK seq=300 ack=101
A -> B: ACK seq=101 ack=301
A -> B: FIN,ACK seq=101 ack=301
B -> A: ACK seq=301 ack=102
B -> A: PSH,ACK seq=301 ack=102 len=10
A -> B: ACK seq=102 ack=311
B -> A: FIN,ACK seq=311 ack=102
A -> B: ACK seq=102 ack=312
`,
  retransmission: `A -> B: SYN seq=100
B -> A: SYN-ACK seq=300 ack=101
A -> B: ACK seq=101 ack=301
A -x B: PSH,ACK seq=101 ack=301 len=10
A -> B: PSH,ACK seq=101 ack=301 len=10
B -> A: ACK seq=301 ack=111
`,
  "lost last ack": `A -> B: SYN seq=100
B -> A: SYN-ACK seq=300 ack=101
A -> B: ACK seq=101 ack=301
A -> B: FIN,ACK seq=101 ack=301
B -> A: ACK seq=301 ack=102
B -> A: FIN,ACK seq=301 ack=102
A -x B: ACK seq=102 ack=302
B -> A: FIN,ACK seq=301 ack=102
A -> B: ACK seq=102 ack=302
`,
  refused: `A -> B: SYN seq=100
B -> A: RST,ACK seq=0 ack=101
`,
  "reset by client": `A -> B: SYN seq=100
B -> A: SYN-ACK seq=300 ack=101
A -> B: ACK seq=101 ack=301
A -> B: RST seq=101
`,
  "reset reply to half open": `A -> B: PSH,ACK seq=500 ack=900 len=5
B -> A: RST seq=900
`,
  "keep alive": `A -> B: SYN seq=100
B -> A: SYN-ACK seq=300 ack=101
A -> B: ACK seq=101 ack=301
A -> B: ACK seq=100 ack=301 len=0 [keep-alive]
B -> A: ACK seq=301 ack=101 [keep-alive ack]
`,
  wrap: `A -> B: SYN seq=4294967295
B -> A: SYN-ACK seq=300 ack=0
A -> B: ACK seq=0 ack=301
`,
  "scaled window": `A -> B: SYN seq=100 win=65535 ws=128
B -> A: SYN-ACK seq=300 ack=101 win=65535 ws=128
A -> B: ACK seq=101 ack=301 win=131072
`,
  sack: `A -> B: SYN seq=100
B -> A: SYN-ACK seq=300 ack=101
A -> B: ACK seq=101 ack=301
A -> B: PSH,ACK seq=101 ack=301 len=10
A -x B: PSH,ACK seq=111 ack=301 len=10
A -> B: PSH,ACK seq=121 ack=301 len=10
B -> A: ACK seq=301 ack=111 sack=121-131
A -> B: PSH,ACK seq=111 ack=301 len=10
B -> A: ACK seq=301 ack=131
`,
  TFO: `A -> B: SYN seq=100 len=10
B -> A: SYN-ACK seq=300 ack=111
A -> B: ACK seq=111 ack=301
`,
  "data on the third segment": `A -> B: SYN seq=x
B -> A: SYN-ACK seq=y ack=x+1
A -> B: PSH,ACK seq=x+1 ack=y+1 len=5
B -> A: ACK seq=y+1 ack=x+6
`,
  "zero window probe": `A -> B: SYN seq=100
B -> A: SYN-ACK seq=300 ack=101
A -> B: ACK seq=101 ack=301
B -> A: ACK seq=301 ack=101 win=0
A -> B: ACK seq=101 ack=301 len=1 [zero window probe]
B -> A: ACK seq=301 ack=101 win=0
B -> A: ACK seq=301 ack=101 win=1000
A -> B: ACK seq=101 ack=301 len=100
B -> A: ACK seq=301 ack=201
`,
  excerpt: `A -> B: PSH,ACK seq=1000 ack=5000 len=100
B -> A: ACK seq=5000 ack=1100
A -> B: FIN,ACK seq=1100 ack=5000
B -> A: ACK seq=5000 ack=1101
`,
  "tail of a transfer in tcpdump": `A -> B: P. seq=1 ack=1 len=5
B -> A: . ack=6
B -> A: F. seq=1 ack=6
A -> B: . ack=2
`,
  "port reuse": `A -> B: SYN seq=100
B -> A: SYN-ACK seq=300 ack=101
A -> B: ACK seq=101 ack=301
A -> B: RST,ACK seq=101 ack=301
A -> B: SYN seq=9000
B -> A: SYN-ACK seq=8000 ack=9001
A -> B: ACK seq=9001 ack=8001
`,
  "duplicate SYN": `A -x B: SYN seq=100
A -> B: SYN seq=100
B -> A: SYN-ACK seq=300 ack=101
A -> B: ACK seq=101 ack=301
`,
  "states written": `A: state CLOSED
B: state LISTEN
A -> B: SYN seq=100
A: state SYN-SENT
B: state SYN-RECEIVED
B -> A: SYN-ACK seq=300 ack=101
A: state ESTABLISHED
A -> B: ACK seq=101 ack=301
B: state ESTABLISHED
`,
};

function messages(name: string, text: string): readonly string[] {
  return readEventList(text, name).diagnostics.map((each) => formatDiagnostic(each, { name, text }));
}

describe("the checker", () => {
  it("names in every wrong list the rule, its section and the word", async () => {
    const told = Object.entries(wrong).map(([name, text]) => {
      const found = messages("list", text);
      expect([name, found.length > 0]).toEqual([name, true]);
      return [`## ${name}`, text.trimEnd(), "", ...found, ""].join("\n");
    });
    await expect(told.join("\n")).toMatchFileSnapshot("golden/wrong-lists.txt");
  });

  it.each(Object.entries(right))("says nothing of a right one: %s", (name, text) => {
    expect(messages(name, text)).toEqual([]);
  });
});
