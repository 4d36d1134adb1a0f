import { chmodSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { builtCommandLine, root, sample, type Outcome } from "./command-line";
import { scratchFolder } from "./scratch";

const run = await builtCommandLine("inputs");

const echo = readFileSync(sample("echo.pcap"));
const handshake = "A -> B: SYN seq=a\nB -> A: SYN-ACK seq=b ack=a+1\nA -> B: ACK seq=a+1 ack=b+1\n";
const fields = "frame.number,tcp.flags,tcp.seq,tcp.ack";

describe("an input is recognised by its content", () => {
  it("a folder is none, from standard input either", () => {
    const words = "standard input: this is a folder, a file is needed\n";
    expect(run(["list", "-"], { source: "." })).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining(words) as string,
    });
  });

  it.each([
    ["a capture", echo],
    ["a gzipped capture", gzipSync(echo)],
    ["a pcapng", readFileSync(sample("web-page.pcapng"))],
  ])("%s under a name that says nothing", (_what, octets) => {
    const folder = scratchFolder({ "file.bin": octets });
    const { exitCode, stdout } = run(["list", "file.bin"], { cwd: folder });
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining("Complete, WITH_DATA")]);
  });

  it.each([
    ["little", Buffer.from(`\ufeff${handshake}`, "utf16le")],
    ["big", Buffer.from(`\ufeff${handshake}`, "utf16le").swap16()],
  ])("an event list in UTF-16, %s end first, from a file or a pipe", (_order, octets) => {
    const folder = scratchFolder({ "list.txt": octets });
    expect(run(["list", "list.txt"], { cwd: folder }).stdout).toMatch(/^0 {2}TCP {7}A {7}B/mu);
    expect(run(["list", "-"], { input: octets }).stdout).toMatch(/^0 {2}TCP {7}A {7}B/mu);
  });

  it.each([
    ["little", (text: string) => Buffer.from(`\ufeff${text}`, "utf16le")],
    ["big", (text: string) => Buffer.from(`\ufeff${text}`, "utf16le").swap16()],
  ])("what tshark printed in UTF-16, %s end first, from a file or a pipe", (_order, encoded) => {
    const packed = readFileSync(join(root, "test/fixtures/dissections/variety.json.gz"));
    const text = gunzipSync(packed).toString("utf8").replace("frame.number", "frame.number\u2192");
    const folder = scratchFolder({ "x.json": encoded(text), "plain.json": text.replace("\u2192", "?") });
    const asked = ["--fields", "frame.number,frame.len,tcp.stream,tcp.len,dns.qry.name"];
    const plain = run(["packets", "plain.json", ...asked], { cwd: folder }).stdout;
    expect(plain.split("\n").length).toBeGreaterThan(10);
    expect(run(["packets", "x.json", ...asked], { cwd: folder }).stdout).toBe(plain);
    expect(run(["packets", "-", ...asked], { input: encoded(text) }).stdout).toBe(plain);
  });

  it.each(["[]", "[\n\n]\n"])("what tshark printed of no packet: %j", (text) => {
    const folder = scratchFolder({ "x.json": text });
    expect(run(["list", "x.json"], { cwd: folder })).toMatchObject({
      exitCode: 0,
      stderr: expect.stringContaining("no TCP or UDP conversation") as unknown,
    });
  });

  it("a note in UTF-16 is refused: it could not be written back as it was", () => {
    const note = Buffer.from(`\ufeff\`\`\`ladder\n${handshake}\`\`\`\n`, "utf16le");
    const folder = scratchFolder({ "note.md": note });
    expect(run(["list", "note.md"], { cwd: folder })).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("not UTF-8") as unknown,
    });
  });

  it.each([
    ["an event list", handshake],
    ["a capture note", `# Note\r\n\r\n\`\`\`ladder\r\n${handshake.replaceAll("\n", "\r\n")}\`\`\`\r\n`],
    ["a note with a byte order mark", `\ufeff\`\`\`ladder\n${handshake}\`\`\`\n`],
  ])("%s", (_what, text) => {
    const folder = scratchFolder({ "file.pcap": text });
    const { exitCode, stdout } = run(["list", "file.pcap"], { cwd: folder });
    expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/^0 {2}TCP {7}A {7}B/mu)]);
  });

  it("reads stdin of every kind", () => {
    for (const input of [echo, handshake, `\`\`\`ladder\n${handshake}\`\`\`\n`]) {
      expect(run(["list", "-", "--json"], { input })).toMatchObject({ exitCode: 0, stderr: "" });
    }
  });
});

describe("what tshark prints", () => {
  const dissections = join(root, "test/fixtures/dissections");

  it.each(["variety.json.gz", "variety.ek.gz", "variety.pdml.gz"])(
    "%s is a capture, from a file or a pipe",
    (name) => {
      const path = join(dissections, name);
      const listed = run(["list", join(dissections, "variety.pcap")]);
      expect(run(["list", path])).toEqual(listed);
      expect(run(["list", "-"], { input: gunzipSync(readFileSync(path)) })).toEqual(listed);
    },
  );

  it("draws a protocol that only Wireshark knows", () => {
    const folder = scratchFolder({
      "bus.pdml": gunzipSync(readFileSync(join(dissections, "variety.pdml.gz"))),
    });
    expect(run(["draw", "bus.pdml"], { cwd: folder }).exitCode).toBe(0);
    expect(readFileSync(join(folder, "bus.svg"), "utf8")).toContain("Git Smart Protocol");
  });
});

describe("--engine tshark", () => {
  /** A tshark of the test: prints its arguments to a file, and what a real one would print of the fixture. */
  const fake = `#!/bin/sh
printf '%s\n' "$@" > arguments.txt
case "$3" in
*/broken) echo "Running as user" >&2; echo "tshark: it is broken." >&2; exit 2;;
*/warned) for i in 1 2 3; do head -c 50000 /dev/zero | tr '\\0' 'w' >&2; done;;
*/ended) kill -9 $$;;
esac
gunzip -c "$ANSWER"
case "$3" in */cut) echo "tshark: it is cut short." >&2; exit 2;; esac
`;
  const answer = join(root, "test/fixtures/dissections/variety.pdml.gz");

  function engine(name: string): { readonly folder: string; readonly outcome: Outcome } {
    const folder = scratchFolder({ tshark: fake, [name]: echo });
    chmodSync(join(folder, "tshark"), 0o755);
    const env = { ...process.env, ANSWER: answer, PATH: `${folder}:${process.env["PATH"] ?? ""}` };
    return { folder, outcome: run(["list", "--engine", "tshark", "--", name], { cwd: folder, env }) };
  }

  it.each(["lab.pcap", "-r x; touch pwned", "$(touch pwned)"])("reads what tshark says about %s", (name) => {
    const { folder, outcome } = engine(name);
    expect([outcome.exitCode, outcome.stdout]).toEqual([0, expect.stringContaining(":9418")]);
    expect(readFileSync(join(folder, "arguments.txt"), "utf8")).toBe(`-n\n-r\n${folder}/${name}\n-T\npdml\n`);
    expect(readdirSync(folder)).not.toContain("pwned");
  });

  it("says what tshark said where it read nothing, and that it is needed where there is none", () => {
    const { outcome } = engine("broken");
    expect([outcome.exitCode, outcome.stderr]).toEqual([2, expect.stringContaining("it is broken")]);
    expect(engine("ended").outcome.stderr).toContain("it was ended by SIGKILL");
    const env = { ...process.env, PATH: "/nowhere" };
    const without = run(["list", "--engine", "tshark", sample("echo.pcap")], { env });
    expect([without.exitCode, without.stderr]).toEqual([2, expect.stringContaining("install Wireshark")]);
    const locked = { ...process.env, PATH: scratchFolder({ tshark: fake }) };
    const refused = run(["list", "--engine", "tshark", sample("echo.pcap")], { env: locked });
    expect([refused.exitCode, refused.stderr]).toEqual([2, expect.stringContaining("not be started")]);
  });

  it("reads what tshark said before it gave up, and does not mind its warnings", () => {
    const { outcome } = engine("cut");
    expect(outcome).toMatchObject({ exitCode: 0, stdout: engine("warned").outcome.stdout });
    expect(outcome.stdout).toContain(":9418");
    expect(outcome.stderr).toBe(
      "cut: tshark could not read it: tshark: it is cut short; what it had said before is read\n",
    );
  });
});

describe("bad input", () => {
  it.each([
    ["a missing file", "nope.pcap", "no such file"],
    ["a folder", ".", "this is a folder"],
    ["an empty file", "empty", "an empty file"],
    ["a picture", "picture.pcap", "PNG"],
    ["a picture without a zero octet", "head.pcap", "PNG"],
    ["text without events", "prose.txt", "no event"],
    ["text that is not UTF-8", "latin1.txt", "UTF-8"],
    ["the first octet of a capture", "cut.pcap", "the first octets of a capture"],
    ["a note whose capture is gone", "lost.md", "gone.pcap"],
  ])("%s ends with 2 and says what it is", (_what, name, words) => {
    const folder = scratchFolder({
      empty: "",
      "picture.pcap": Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13),
      "head.pcap": Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
      "prose.txt": "This is a letter.\nNothing is sent in it.\n",
      "latin1.txt": Uint8Array.of(0x41, 0x20, 0x2d, 0x3e, 0x20, 0xc9, 0x0a),
      "cut.pcap": Uint8Array.of(0xd4),
      "lost.md": "```ladder\ncapture: [[gone.pcap]]\n```\n",
    });
    const { exitCode, stdout, stderr } = run(["draw", name], { cwd: folder });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toContain(words);
    expect(stderr).not.toMatch(/ {4}at |report it/u);
    expect(readdirSync(folder)).toHaveLength(7);
  });

  it("draws what is readable of a capture that was cut, and says where it ends", () => {
    const folder = scratchFolder({ "cut.pcap": echo.subarray(0, 500) });
    const { exitCode, stdout, stderr } = run(["draw", "cut.pcap"], { cwd: folder });
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining("wrote cut.svg")]);
    expect(stderr).toMatch(/cut\.pcap:.* at octet \d+: .*\n {2}hint: /u);
  });

  it("ends with 1 for the same under --strict", () => {
    const folder = scratchFolder({ "cut.pcap": echo.subarray(0, 500) });
    expect(run(["list", "cut.pcap", "--strict"], { cwd: folder }).exitCode).toBe(1);
    expect(run(["list", sample("echo.pcap"), "--strict"]).exitCode).toBe(0);
  });

  it("reads the header alone of a capture as a capture without frames", () => {
    const folder = scratchFolder({ "none.pcap": echo.subarray(0, 24) });
    const { exitCode, stdout, stderr } = run(["list", "none.pcap"], { cwd: folder });
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "" });
    expect(stderr).toContain("no TCP or UDP conversation");
  });

  it("never crashes on a capture with octets changed at random", () => {
    const files = Object.fromEntries(
      Array.from({ length: 12 }, (_, seed) => {
        const octets = Uint8Array.from(echo);
        for (let at = 0; at < 40; at += 1)
          octets[(seed * 7919 + at * 104_729) % octets.length] = (seed * 31 + at * 17) & 0xff;
        octets.set(echo.subarray(0, 24));
        return [`${String(seed)}.pcap`, octets];
      }),
    );
    const folder = scratchFolder(files);
    for (const name of Object.keys(files)) {
      const { exitCode, stderr } = run(["draw", name], { cwd: folder });
      expect([0, 2]).toContain(exitCode);
      expect(stderr).not.toMatch(/ {4}at |report it/u);
    }
  });

  it("shows control characters of file names instead of sending them", () => {
    const { stderr } = run(["list", "a\u001b]0;owned\u0007.pcap"]);
    expect(stderr).not.toContain("\u001b");
    expect(stderr).toContain("\\x1b]0;owned\\x07");
  });
});

describe("names of files", () => {
  it.each([
    "a]]b#c|d^e.pcap",
    "two words.pcap",
    "été 日本 שלום 🙂.pcap",
    "$(x) `y`.pcap",
    "%%c%%.pcap",
    "[x](y).pcap",
  ])("%s is drawn, and its note is found to be up to date", (name) => {
    const folder = scratchFolder({ [name]: echo });
    const note = name.replace(/\.pcap$/u, ".md");
    expect(run(["draw", "--", name], { cwd: folder }).exitCode).toBe(0);
    expect(run(["check", "--", note], { cwd: folder })).toMatchObject({ exitCode: 0, stderr: "" });
    expect(readdirSync(folder)).toHaveLength(4);
  });

  it("are shown without their control characters", () => {
    const folder = scratchFolder({ "a\u001b[2Jb.pcap": echo });
    const { exitCode, stdout } = run(["draw", "a\u001b[2Jb.pcap"], { cwd: folder });
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining("wrote a\\x1b[2Jb.md\n")]);
    expect(stdout).not.toContain("\u001b");
  });

  it("with a line break in it is drawn all the same", () => {
    const folder = scratchFolder({ "two\nlines.pcap": echo });
    expect(run(["draw", "two\nlines.pcap"], { cwd: folder }).exitCode).toBe(0);
  });
});

describe("packets", () => {
  it("prints a header and a row per frame", () => {
    const { exitCode, stdout } = run(["packets", sample("echo.pcap"), "--fields", fields]);
    expect(exitCode).toBe(0);
    expect(stdout.split("\n").slice(0, 4)).toEqual([
      "frame.number\ttcp.flags\ttcp.seq\ttcp.ack",
      "1\t0x0002\t0\t0",
      "2\t0x0012\t0\t1",
      "3\t0x0010\t1\t1",
    ]);
    expect(stdout.split("\n")).toHaveLength(12);
  });

  it("prints symbols of a list as written, and 0 for an absent acknowledgment", () => {
    const folder = scratchFolder({ "list.txt": handshake });
    expect(run(["packets", "list.txt", "--fields", fields], { cwd: folder }).stdout).toBe(
      [fields.replaceAll(",", "\t"), "1\t0x0002\ta\t0", "2\t0x0012\tb\ta+1", "3\t0x0010\ta+1\tb+1", ""].join(
        "\n",
      ),
    );
  });

  it.each([
    ["4.0", "1"],
    ["4.4", "True"],
  ])("prints a list's flags as Wireshark %s does", (version, syn) => {
    const folder = scratchFolder({ "list.txt": handshake });
    const { stdout } = run(["packets", "list.txt", "--fields", "tcp.flags.syn", "--wireshark", version], {
      cwd: folder,
    });
    expect(stdout.split("\n").slice(0, 3)).toEqual(["tcp.flags.syn", syn, syn]);
  });

  it("follows the Wireshark that a block names, and the one of the flag before that", () => {
    const probed = [
      "A -> B: SYN seq=99 win=1000",
      "B -> A: SYN ACK seq=499 ack=100 win=0",
      "A -> B: ACK seq=100 ack=500 win=1000 len=1",
      "B -> A: ACK seq=500 ack=101 win=900",
    ].join("\n");
    const folder = scratchFolder({ "list.txt": `wireshark: 4.0\n${probed}` });
    const cells = (...flags: readonly string[]): readonly string[] => {
      const argv = ["packets", "list.txt", "--fields", "tcp.analysis.ack_lost_segment", ...flags];
      return run(argv, { cwd: folder }).stdout.split("\n").slice(1);
    };
    expect(cells()).toEqual(["", "", "", "1", ""]);
    expect(cells("--wireshark", "4.4")).toEqual(["", "", "", "", ""]);
  });

  it("prints every frame of a note's capture, once", () => {
    const block = "```ladder\ncapture: [[echo.pcap]]\nconversation: 0\n```\n";
    const folder = scratchFolder({ "note.md": `${block}\n${block}`, "echo.pcap": echo });
    const { stdout } = run(["packets", "note.md", "--fields", "frame.number"], { cwd: folder });
    expect(stdout.trim().split("\n")).toHaveLength(11);
  });

  it("prints the rows of every list of a note", () => {
    const block = `\`\`\`ladder\n${handshake}\`\`\`\n`;
    const folder = scratchFolder({ "note.md": `${block}\n${block}` });
    const { stdout } = run(["packets", "note.md", "--fields", "frame.number"], { cwd: folder });
    expect(stdout).toBe("frame.number\n1\n2\n3\n1\n2\n3\n");
  });
});

describe("stages", () => {
  it.each(["trace", "ladder", "scene"])("%s prints JSON", (stage) => {
    const { exitCode, stdout } = run([stage, sample("echo.pcap"), "--title", "Echo"]);
    expect(exitCode).toBe(0);
    expect(JSON.stringify(JSON.parse(stdout))).toContain(stage === "trace" ? "echo.pcap" : "Echo");
  });

  it("ladder --text prints a picture", () => {
    const { stdout } = run(["ladder", sample("echo.pcap"), "--text"]);
    expect(stdout).toContain("▶");
  });

  it("takes the block of a note that is asked for", () => {
    const folder = scratchFolder({
      "note.md": "```ladder\nA -> B: one\n```\n\n```ladder\nA -> B: two\n```\n",
    });
    expect(run(["trace", "note.md", "--block", "2"], { cwd: folder }).stdout).toContain('"two"');
  });

  it("gives line numbers of the file, whatever flags add", () => {
    const folder = scratchFolder({
      "note.md": "# N\n\n```ladder\nA -> B: one\nA => B\n```\n",
      "list.txt": "A => B\nA -> B: x\n",
    });
    const place = (argv: readonly string[]): string =>
      run(argv, { cwd: folder }).stderr.split(" ", 1).join("");
    expect(place(["trace", "note.md"])).toBe("note.md:5:3:");
    expect(place(["trace", "note.md", "--title", "T", "--names", "A = Alice"])).toBe("note.md:5:3:");
    expect(place(["trace", "list.txt", "--title", "T"])).toBe("list.txt:1:3:");
  });

  it("filters frames by a flag", () => {
    const segments = (argv: readonly string[]): number =>
      run(["trace", sample("echo.pcap"), ...argv]).stdout.split(/"kind":\s*"segment"/u).length - 1;
    expect([segments([]), segments(["--filter", "tcp.len > 0"])]).toEqual([10, 2]);
  });
});

describe("svg", () => {
  it("exports a drawing note, a capture note and a capture to the same picture", () => {
    const folder = scratchFolder({ "echo.pcap": echo });
    run(["draw", "echo.pcap"], { cwd: folder });
    for (const input of ["echo.excalidraw.md", "echo.md", "echo.pcap"]) {
      expect(run(["svg", input, "-o", "out/x.svg"], { cwd: folder })).toMatchObject({
        exitCode: 0,
        stderr: "",
      });
      expect(readFileSync(join(folder, "out/x.svg"))).toEqual(readFileSync(join(folder, "echo.svg")));
    }
  });

  it("writes to stdout for -", () => {
    const { exitCode, stdout } = run(["svg", sample("echo.pcap"), "-o", "-"]);
    expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/^<svg [\s\S]*<\/svg>\s*$/u)]);
  });

  it("refuses to write over anything that is no export", () => {
    const folder = scratchFolder({ "mine.txt": "mine" });
    const { exitCode, stderr } = run(["svg", sample("echo.pcap"), "-o", "mine.txt"], { cwd: folder });
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining("mine.txt")]);
    expect(readFileSync(join(folder, "mine.txt"), "utf8")).toBe("mine");
  });
});

describe("a block whose capture cannot be used", () => {
  const asked = "titel: x\nlifelines: prot\nconversation: 5\ncapture: [[CAPTURE]]";
  const others = ['note.md:2:1: no option is called "titel"', 'note.md:3:12: "prot" is no value'];

  it.each([
    ["is not there", "none.pcap", 'note.md:5:10: there is no capture called "none.pcap"'],
    ["has no such conversation", "echo.pcap", "note.md:4:15: no conversation 5 in this capture; it has 1"],
  ])("because it %s: the other lines are judged, too", (_what, capture, failure) => {
    const note = `\`\`\`ladder\n${asked.replace("CAPTURE", capture)}\n\`\`\`\n`;
    const folder = scratchFolder({ "note.md": note, "echo.pcap": echo });
    for (const command of ["check", "explain", "regenerate"]) {
      const { stderr } = run([command, "note.md"], { cwd: folder });
      for (const words of [...others, failure]) expect(stderr).toContain(words);
    }
  });

  it("a conversation asked for by a flag is missed in the capture, not in lines nobody wrote", () => {
    const folder = scratchFolder({ "echo.pcap": echo });
    const { exitCode, stderr } = run(["draw", "echo.pcap", "--conversation", "5"], { cwd: folder });
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(/^echo\.pcap: no conversation 5/u)]);
    expect(readdirSync(folder)).toEqual(["echo.pcap"]);
  });
});
