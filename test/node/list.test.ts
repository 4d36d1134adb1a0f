import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { builtCommandLine, root, sample } from "./command-line";

const run = await builtCommandLine("list");
const variety = join(root, "test/fixtures/dissections/variety.pcap");

interface Row {
  readonly protocol: string;
  readonly number: number;
  readonly start: number;
  readonly serverName?: string;
  readonly retransmissions?: number;
  readonly anomalies?: Readonly<Record<string, number>>;
}

function rowsOf(...flags: readonly string[]): readonly Row[] {
  const { stdout } = run(["list", variety, "--json", ...flags]);
  return JSON.parse(stdout) as readonly Row[];
}

const keys = (rows: readonly Row[]): readonly string[] =>
  rows.map(({ protocol, number }) => `${protocol} ${String(number)}`);

it("names whom the client asked for", () => {
  const { stdout } = run(["list", sample("web-page.pcapng")]);
  expect(stdout.split("\n")[0]).toMatch(
    /start +duration +completeness +sent again +anomalies +server name +what matters/u,
  );
  const hosts = /^0 .*$/mu.exec(stdout)?.[0];
  expect(hosts).toMatch(/Complete, WITH_DATA +\d+ +\d+ {2}\S+/u);
});

it("tells when each began, and puts first what is asked for", () => {
  expect(keys(rowsOf())).toEqual(["TCP 0", "TCP 1", "TCP 2", "TCP 3", "UDP 0", "UDP 1", "UDP 3"]);
  expect(rowsOf().map(({ start }) => start / 1e8)).toEqual([6, 16, 17, 21, 2, 4, 20]);
  expect(keys(rowsOf("--sort", "start"))).toEqual([
    "UDP 0",
    "UDP 1",
    "TCP 0",
    "TCP 1",
    "TCP 2",
    "UDP 3",
    "TCP 3",
  ]);
  expect(keys(rowsOf("--sort", "bytes"))[0]).toBe("TCP 0");
  expect(keys(rowsOf("--sort", "packets")).slice(0, 2)).toEqual(["TCP 0", "UDP 0"]);
});

it("counts what went wrong, by kind in JSON, and sorts by it", () => {
  const counted = (name: string): unknown => {
    const { stdout } = run(["list", join(root, "test/fixtures", name), "--json"]);
    const [{ retransmissions, anomalies }] = JSON.parse(stdout) as readonly [Row];
    return { retransmissions, anomalies };
  };
  expect(counted("captures/v1-echo-lo.pcap")).toEqual({ retransmissions: 0, anomalies: {} });
  expect(counted("captures/refused-lo.pcap")).toMatchObject({ anomalies: { refusals: 1 } });
  expect(counted("captures/zerowin-dead-client.pcap")).toMatchObject({
    anomalies: { closedWindows: 1, resets: 1 },
  });
  const totals = rowsOf("--sort", "anomalies").map(({ retransmissions = 0, anomalies = {} }) =>
    Object.values(anomalies).reduce((sum, count) => sum + count, retransmissions),
  );
  expect(totals[0]).toBeGreaterThan(0);
  expect(totals).toEqual([...totals].sort((left, right) => right - left));
});

it("lists only conversations with a frame that a display filter matches", () => {
  expect(keys(rowsOf("--filter", "dns"))).toEqual(["UDP 0"]);
  expect(keys(rowsOf("--filter", "ip.addr == 192.0.2.10 && tcp.flags.reset == 1"))).toEqual(["TCP 0"]);
  const none = run(["list", variety, "--filter", "tcp.port == 4"]);
  expect([none.exitCode, none.stderr]).toEqual([0, expect.stringContaining("no conversation has a frame")]);
});

it("points into a filter that cannot be understood", () => {
  const { exitCode, stderr } = run(["list", variety, "--filter", "tcp.prot == 80"]);
  expect([exitCode, stderr]).toEqual([64, expect.stringMatching(/--filter:1:1: .*tcp\.prot[^]*\^/u)]);
});

it("reads a pipe once, and keeps it for a filter", () => {
  const input = readFileSync(variety);
  expect(run(["list", "-"], { input }).stdout).toContain("192.0.2.10:40000");
  const { stdout } = run(["list", "-", "--filter", "dns"], { input });
  expect(stdout.split("\n").filter((line) => line !== "")).toHaveLength(2);
});
