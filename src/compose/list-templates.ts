/** An event list to start from. */
export interface ListTemplate {
  readonly id: string;
  /** Shown in the list to choose from. */
  readonly name: string;
  /** Lines of a ladder block. */
  readonly text: string;
}

/** The exchanges most lectures start from; each is checked, and drawn without a warning. */
export const listTemplates: readonly ListTemplate[] = [
  template("handshake", "TCP: three-way handshake", [
    "title: Three-way handshake",
    "endpoints: Client, Server",
    "",
    "Client -> Server: SYN seq=client",
    "Server -> Client: SYN-ACK seq=server ack=client+1",
    "Client -> Server: ACK seq=client+1 ack=server+1",
  ]),
  template("simultaneous-open", "TCP: simultaneous open", [
    "title: Simultaneous open",
    "endpoints: A, B",
    "",
    "A -> B: SYN seq=a",
    "& B -> A: SYN seq=b",
    "A -> B: SYN-ACK seq=a ack=b+1",
    "& B -> A: SYN-ACK seq=b ack=a+1",
  ]),
  template("four-segment-close", "TCP: close in four segments", [
    "title: Close in four segments",
    "endpoints: A, B",
    "",
    "A -> B: FIN-ACK seq=a ack=b",
    "B -> A: ACK seq=b ack=a+1",
    "note right of B: B may still send",
    "B -> A: FIN-ACK seq=b ack=a+1",
    "A -> B: ACK seq=a+1 ack=b+1",
  ]),
  template("three-segment-close", "TCP: close in three segments", [
    "title: Close in three segments",
    "endpoints: A, B",
    "",
    "A -> B: FIN-ACK seq=a ack=b",
    "B -> A: FIN-ACK seq=b ack=a+1",
    "A -> B: ACK seq=a+1 ack=b+1",
  ]),
  template("lost-last-ack", "TCP: lost last ACK", [
    "title: The last ACK is lost",
    "endpoints: A, B",
    "",
    "A -> B: FIN-ACK seq=a ack=b",
    "B -> A: ACK seq=b ack=a+1",
    "B -> A: FIN-ACK seq=b ack=a+1",
    "A -x B: ACK seq=a+1 ack=b+1",
    "... retransmission timeout ...",
    "B -> A: FIN-ACK seq=b ack=a+1 [retransmission]",
    "A -> B: ACK seq=a+1 ack=b+1",
  ]),
  template("retransmission", "TCP: lost segment and retransmission", [
    "title: A lost segment is sent again",
    "endpoints: Client, Server",
    "",
    "0 .. 20ms Client -> Server: PSH,ACK seq=1 ack=1 len=100",
    "20ms .. 40ms Server -> Client: ACK seq=1 ack=101",
    "50ms Client -x Server: PSH,ACK seq=101 ack=1 len=100",
    "250ms .. 270ms Client -> Server: PSH,ACK seq=101 ack=1 len=100 [retransmission]",
    "270ms .. 290ms Server -> Client: ACK seq=1 ack=201",
  ]),
  template("zero-window", "TCP: zero window and probe", [
    "title: The receiver's buffer is full",
    "endpoints: Sender, Receiver",
    "",
    "Sender -> Receiver: PSH,ACK seq=1 ack=1 len=1000 win=8000",
    "Receiver -> Sender: ACK seq=1 ack=1001 win=0 [zero window]",
    "... persist timer ...",
    "Sender -> Receiver: ACK seq=1000 ack=1 len=0 win=8000 [keep-alive]",
    "Receiver -> Sender: ACK seq=1 ack=1001 win=0 [zero window]",
    "Receiver: call read()",
    "Receiver -> Sender: ACK seq=1 ack=1001 win=4000 [window update]",
    "Sender -> Receiver: PSH,ACK seq=1001 ack=1 len=1000 win=8000",
    "Receiver -> Sender: ACK seq=1 ack=2001 win=4000",
  ]),
  template("web-page", "DNS, TLS and HTTP: a page is fetched", [
    "title: From a name to a page",
    "endpoints: Browser, Resolver, Web server",
    "",
    "== Name ==",
    "Browser -> Resolver: A example.org?",
    "Resolver -> Browser: example.org is 192.0.2.80",
    "== Connection ==",
    "Browser -> Web server: SYN seq=c",
    "Web server -> Browser: SYN-ACK seq=s ack=c+1",
    "Browser -> Web server: ACK seq=c+1 ack=s+1",
    "== TLS ==",
    "Browser -> Web server: Client Hello",
    "Web server -> Browser: Server Hello, certificate, Finished",
    "Browser -> Web server: Finished",
    "== HTTP ==",
    "Browser -> Web server: GET / HTTP/1.1",
    "Web server -> Browser: HTTP/1.1 200 OK",
  ]),
];

function template(id: string, name: string, lines: readonly string[]): ListTemplate {
  return { id, name, text: lines.join("\n") };
}
