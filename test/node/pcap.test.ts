import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { builtCommandLine, sample } from "./command-line";
import { scratchFolder } from "./scratch";

const run = await builtCommandLine("pcap");
const handshake = "A -> B: SYN seq=a\nB -> A: SYN-ACK seq=b ack=a+1\nA -> B: ACK seq=a+1 ack=b+1\n";

describe("pcap", () => {
  it("writes a list as a capture that this program reads again", () => {
    const folder = scratchFolder({ "list.txt": handshake });
    expect(run(["pcap", "list.txt", "-o", "new/list.pcapng"], { cwd: folder })).toEqual({
      exitCode: 0,
      stdout: "wrote new/list.pcapng\n",
      stderr: "",
    });
    const fields = "frame.number,tcp.flags,tcp.seq,tcp.ack";
    const rows = run(["packets", "new/list.pcapng", "--fields", fields], { cwd: folder }).stdout.split("\n");
    expect(rows.slice(1, 4)).toEqual(["1\t0x0002\t0\t0", "2\t0x0012\t0\t1", "3\t0x0010\t1\t1"]);
  });

  it.runIf(existsSync("/dev/full"))("ends in words where its output is a device that is full", () => {
    const folder = scratchFolder({ "list.txt": handshake });
    expect(run(["pcap", "list.txt", "-o", "/dev/full"], { cwd: folder })).toMatchObject({
      exitCode: 2,
      stderr: "packet-ladder: /dev/full: no space left on the device\n",
    });
    const printed = run(["trace", "list.txt"], { cwd: folder, output: "/dev/full" });
    expect(printed).toMatchObject({
      exitCode: 2,
      stderr: "packet-ladder: standard output: no space left on the device\n",
    });
  });

  it("writes over its own capture, and over no other", () => {
    const folder = scratchFolder({
      "list.txt": handshake,
      "evidence.pcap": readFileSync(sample("echo.pcap")),
    });
    run(["pcap", "list.txt", "-o", "own.pcapng"], { cwd: folder });
    const again = run(["pcap", "list.txt", "-o", "own.pcapng", "--title", "New"], { cwd: folder });
    expect(again).toMatchObject({ exitCode: 0, stdout: "wrote own.pcapng\n" });
    const same = run(["pcap", "list.txt", "-o", "own.pcapng", "--title", "New"], { cwd: folder });
    expect(same.stdout).toBe("unchanged own.pcapng\n");
    const refused = run(["pcap", "list.txt", "-o", "evidence.pcap"], { cwd: folder });
    expect([refused.exitCode, refused.stderr]).toEqual([
      2,
      expect.stringContaining("not made by packet-ladder"),
    ]);
    expect(readFileSync(join(folder, "evidence.pcap"))).toEqual(readFileSync(sample("echo.pcap")));
  });

  it("ends with 2 where there is no message", () => {
    const folder = scratchFolder({ "states.txt": "A: state CLOSED\n" });
    const { exitCode, stderr } = run(["pcap", "states.txt", "-o", "x.pcapng"], { cwd: folder });
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining("no message to be written")]);
  });
});
