import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shortenText, wrapEvenly, wrapText } from "../../src/ladder/shorten-text";
import { measureText } from "../../src/ladder/text-metrics";

describe("shortenText", () => {
  it("keeps beginning and end around an ellipsis", () => {
    expect(shortenText("PSH, ACK Seq=1 Ack=1 Len=1460", 16, 120)).toMatch(/^PSH.*….*0$/);
  });

  it("is never wider than it may be, and changes nothing that fits", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 0, max: 400 }), (text, width) => {
        const shown = shortenText(text, 16, width);
        if (measureText(text, 16).width <= width) expect(shown).toBe(text);
        else expect(measureText(shown, 16).width).toBeLessThanOrEqual(width);
      }),
    );
  });

  it("never cuts a character in two", () => {
    expect(shortenText("😀".repeat(40), 16, 200)).toMatch(/^(?:😀)+…(?:😀)+$/u);
  });
});

describe("wrapText", () => {
  it("breaks at blanks and shortens what is longer than a line", () => {
    const lines = wrapText(`one two ${"x".repeat(100)} three`, 16, 90).split("\n");
    expect(lines.length).toBeGreaterThan(2);
    for (const line of lines) expect(measureText(line, 16).width).toBeLessThanOrEqual(90);
  });
});

describe("wrapText in Chinese and Japanese", () => {
  it("breaks between characters, never before what closes a phrase, and shows all of them", () => {
    const words = "这是一个很长的备注，没有空格。データベースへの問い合わせ「終わり」。";
    const lines = wrapText(words, 16, 100).split("\n");
    expect(lines.join("")).toBe(words);
    expect(lines.length).toBeGreaterThan(4);
    for (const line of lines) {
      expect(measureText(line, 16).width).toBeLessThanOrEqual(100);
      expect(line).not.toMatch(/^[，。」]/u);
    }
  });

  it("keeps the words in other scripts beside them whole", () => {
    expect(wrapText("服务器 server 返回 12 行", 16, 64).split("\n")).toContain("server");
  });
});

describe("wrapEvenly", () => {
  it("leaves no short last line where the lines above can share", () => {
    const words = "A TCP connection from socket to socket";
    const width = measureText("A TCP connection from socket to", 28).width + 1;
    expect(wrapText(words, 28, width).split("\n")[1]).toBe("socket");
    const [first = "", second = ""] = wrapEvenly(words, 28, width).split("\n");
    expect(measureText(second, 28).width).toBeGreaterThan(measureText(first, 28).width / 2);
  });

  it("evens each line of a text by itself", () => {
    const [words, long] = ["A TCP connection from socket to socket", "W".repeat(30)];
    const width = measureText("A TCP connection from socket to", 28).width + 1;
    expect(measureText(long, 28).width).toBeGreaterThan(width);
    const [first, second] = wrapEvenly(`${words}\n${long}`, 28, width).split("\n");
    expect([first, second]).toEqual(wrapEvenly(words, 28, width).split("\n"));
  });
});

describe("numbers", () => {
  it.each(["12 µs,", "1.52 s", "13,000 B"])("%s stays on one line with its unit", (amount) => {
    const words = `the client sent nothing for ${amount} and then closed`;
    for (let width = 100; width < 400; width += 7) expect(wrapText(words, 16, width)).toContain(amount);
  });
});
