import { describe, expect, it } from "vitest";
import { cellsOf } from "../../src/ladder/text-canvas";
import { textPicture } from "../../src/ladder/text-picture";
import { echo, handshake, ladderOf, listOf, message, proxy, simultaneousOpen } from "./ladders";

describe("textPicture", () => {
  it("shows title, heads, labels and arrows of a handshake", async () => {
    const ladder = ladderOf(handshake, { title: "TCP Connection Establishment" });
    await expect(textPicture(ladder)).toMatchFileSnapshot("golden/handshake.txt");
  });

  it("shows frame numbers, times, the verdict and a torn silence of a capture", async () => {
    await expect(textPicture(ladderOf(echo))).toMatchFileSnapshot("golden/echo.txt");
  });

  it("marks arrows that cross", async () => {
    await expect(textPicture(ladderOf(simultaneousOpen))).toMatchFileSnapshot("golden/simultaneous-open.txt");
  });

  it("shows several lifelines, remarks, states, dividers, lost messages and messages to oneself", async () => {
    await expect(textPicture(ladderOf(proxy))).toMatchFileSnapshot("golden/proxy.txt");
  });

  it("keeps lifelines straight under wide characters", () => {
    const picture = textPicture(ladderOf(listOf(["クライアント", "B"], [message("0>1", "日本語 SYN")])));
    const label = picture.split("\n").find((line) => line.includes("日本語"));
    const arrow = picture.split("\n").find((line) => line.includes("▶"));
    expect(cellsOf(label ?? "")).toBe(cellsOf(arrow ?? "none"));
  });
});
