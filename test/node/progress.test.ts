import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createProgress, formatCount, formatOctets } from "../../src/node/progress";

function terminal(): { readonly isTTY: true; readonly written: string[]; write: (text: string) => void } {
  const written: string[] = [];
  return { isTTY: true, written, write: (text) => void written.push(text) };
}

describe("createProgress", () => {
  it("shows octets and packets on a terminal", () => {
    const screen = terminal();
    let time = 0;
    const progress = createProgress(screen, () => time);
    time = 150;
    progress.show({ octets: 12_300_000, frames: 45_678 });
    expect(screen.written.join("")).toContain("12.3 MB, 45,678 packets");
  });

  it("shows nothing for work that is done at once", () => {
    const screen = terminal();
    const progress = createProgress(screen, () => 0);
    progress.show({ octets: 1, frames: 1 });
    progress.clear();
    expect(screen.written).toEqual([]);
  });

  it("shows at most ten messages a second", () => {
    const screen = terminal();
    let time = 0;
    const progress = createProgress(screen, () => time);
    for (; time < 1000; time += 1) progress.show({ octets: time, frames: time });
    expect(screen.written.length).toBeLessThan(11);
    expect(screen.written.length).toBeGreaterThan(5);
  });

  it("takes its line away", () => {
    const screen = terminal();
    let time = 0;
    const progress = createProgress(screen, () => time);
    time = 150;
    progress.show({ octets: 1, frames: 1 });
    progress.clear();
    expect(screen.written.at(-1)).toBe("\r\u001b[K");
  });

  it("is silent where stderr is no terminal", () => {
    const written: string[] = [];
    let time = 0;
    const progress = createProgress({ write: (text) => written.push(text) }, () => time);
    time = 5000;
    progress.show({ octets: 1, frames: 1 });
    progress.clear();
    expect(written).toEqual([]);
  });
});

describe("formatOctets", () => {
  it.each([
    [0, "0 B"],
    [999, "999 B"],
    [1000, "1.0 kB"],
    [999_949, "999.9 kB"],
    [999_950, "1.0 MB"],
    [2_500_000_000, "2.5 GB"],
  ])("writes %i as %s", (octets, text) => {
    expect(formatOctets(octets)).toBe(text);
  });

  it("rounds as toFixed does", () => {
    fc.assert(
      fc.property(fc.integer({ min: 20, max: 19_998 }), fc.constantFrom(50, 5e4, 5e7), (count, step) => {
        const unit = step * 20;
        fc.pre(count < 19_998);
        expect(formatOctets(count * step).split(" ")[0]).toBe(((count * step) / unit).toFixed(1));
      }),
    );
  });
});

describe("formatCount", () => {
  it("separates thousands", () => {
    expect([1, 999, 1000, 1_234_567].map(formatCount)).toEqual(["1", "999", "1,000", "1,234,567"]);
  });
});
