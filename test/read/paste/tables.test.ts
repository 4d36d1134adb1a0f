import { describe, expect, it } from "vitest";
import { readEventList, type EventListReading } from "../../../src/read/text/read-event-list";
import { segmentRows } from "./tools";

function read(...lines: readonly string[]): EventListReading {
  return readEventList(lines.join("\n"), "text");
}

const numbers = ["tcp.flags.str", "tcp.seq", "tcp.ack", "tcp.len"] as const;

describe("tables with a heading", () => {
  it.each([
    [
      "fields of tshark",
      "frame.number\tip.src\tip.dst\ttcp.flags\ttcp.seq\ttcp.ack\ttcp.len\n7\ta.b\tc.d\t0x0012\t0\t1\t0",
    ],
    [
      "a German spreadsheet",
      '"Nr.";"Quelle";"Ziel";"Info"\n"7";"a.b";"c.d";"5 → 80 [SYN, ACK] Seq=0 Ack=1 Win=1 Len=0"',
    ],
    [
      "Markdown",
      "| # | Src | Dst | Flags | Seq | Ack | Len |\n|---|:--|---|---|---|---|---|\n| 7 | a.b | c.d | SYN, ACK | 0 | 1 | 0 |",
    ],
  ])("are read by it: %s", (_, text) => {
    const { trace } = read(text);
    expect(segmentRows(trace, ["frame.number", ...numbers])).toEqual(["7 ·······A··S· 0 1 0"]);
    expect(trace.endpoints.map(({ name }) => name)).toEqual(["c.d", "a.b"]);
  });
});

describe("tables that tell the direction in one column", () => {
  const answered = ["··········S· 0 0 0", "·······A··S· 0 1 0"];

  it.each([
    ["Client → Server", "Server → Client"],
    ["Client -> Server", "Client <- Server"],
    ["Client to Server", "Client ⇐ Server"],
  ])("%s, then %s", (there, back) => {
    const { trace } = read(
      "| # | Direction | Flags | Seq | Ack | Len |",
      "|---|---|---|---|---|---|",
      `| 1 | ${there} | SYN | 0 | - | 0 |`,
      `| 2 | ${back} | SYN, ACK | 0 | 1 | 0 |`,
    );
    expect(segmentRows(trace, numbers)).toEqual(answered);
    expect(trace.endpoints.map(({ name }) => name)).toEqual(["Client", "Server"]);
    expect(trace.events.map((event) => event.kind === "segment" && event.from)).toEqual([0, 1]);
  });

  it.each([
    ["->", "<-", "A;%;B"],
    ["out", "in", "A;%;B"],
  ])("between two ends, or about one of them: %s, %s", (there, back, form) => {
    const second = back === "in" ? "B;%;A" : form;
    const { trace } = read(
      "From;Dir;To;Type",
      `${form.replace("%", there)};SYN`,
      `${second.replace("%", back)};SYN+ACK`,
    );
    expect(trace.events.map((event) => event.kind === "segment" && event.from)).toEqual([0, 1]);
  });
});

describe("other ways to part the fields of a row", () => {
  it.each(["/", "\\", " ", "~"])("%j, as names of fields are parted", (separator) => {
    const table = [
      ["frame.number", "ip.src", "ip.dst", "tcp.srcport", "tcp.dstport", "tcp.seq", "tcp.ack", "tcp.len"],
      ["1", "10.0.0.1", "10.0.0.2", "5000", "80", "1", "1", "20"],
      ["2", "10.0.0.2", "10.0.0.1", "80", "5000", "1", "21", "0"],
    ];
    const { trace } = read(...table.map((cells) => cells.join(separator)));
    expect(segmentRows(trace, ["tcp.srcport", ...numbers.slice(1)])).toEqual(["5000 1 1 20", "80 1 21 0"]);
  });

  it("one line a column, as Wireshark copies YAML", () => {
    const { trace, diagnostics } = read(
      "----",
      "# Packet 1 from /home/student/lab.pcapng",
      ...["- 1", "- 0.000000", "- 10.0.0.1", "- 10.0.0.2", "- TCP", "- 74", "- 5000 → 80 [SYN] Seq=0 Len=0"],
      "----",
      "# Packet 2 from /home/student/lab.pcapng",
      ...["- 2", "- 0.010000", "- 10.0.0.2", "- 10.0.0.1", "- TCP", "- 74"],
      '- "80 → 5000 [SYN, ACK] Seq=0 Ack=1 Len=0"',
    );
    expect(diagnostics).toEqual([]);
    expect(segmentRows(trace, ["ip.src", "frame.time_relative", ...numbers])).toEqual([
      "10.0.0.1 0.000000000 ··········S· 0 0 0",
      "10.0.0.2 0.010000000 ·······A··S· 0 1 0",
    ]);
  });
});

describe("tables of reports", () => {
  const rows = ["192.0.2.1:4711", "192.0.2.2:80", "SYN", "0", "", "0"];
  const answer = ["192.0.2.2:80", "192.0.2.1:4711", "SYN+ACK", "0", "1", "0"];
  const data = ["192.0.2.1:4711", "192.0.2.2:80", "PSH+ACK", "1", "1", "1200"];

  it.each([
    ["English", "Source,Destination,Flags,Seq,Ack,Length"],
    ["German", "Von,An,Flags,Sequenznummer,Bestätigungsnummer,Länge"],
    ["Russian", "Источник,Получатель,Флаги,Seq,Ack,Длина"],
    ["Chinese", "源地址,目的地址,标志,序列号,确认号,长度"],
  ])("%s: ports behind addresses, lengths that no frame can have are the payload's", (_, heading) => {
    const text = [heading, ...[rows, answer, data].map((row) => row.join(","))].join("\n");
    const fields = ["ip.src", "tcp.srcport", "tcp.dstport", "tcp.flags.str", "tcp.seq", "tcp.ack", "tcp.len"];
    expect(segmentRows(readEventList(text, "table").trace, fields)).toEqual([
      "192.0.2.1 4711 80 ··········S· 0 0 0",
      "192.0.2.2 80 4711 ·······A··S· 0 1 0",
      "192.0.2.1 4711 80 ·······AP··· 1 1 1200",
    ]);
  });
});
