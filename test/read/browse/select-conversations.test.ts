import { describe, expect, it } from "vitest";
import { openCaptureFile } from "../../../src/node/capture-file";
import {
  conversationLines,
  conversationOrders,
  indexCapture,
  listConversations,
  selectConversations,
} from "../../../src/pipeline";
import { root } from "../../node/command-line";

const web = indexCapture(openCaptureFile(`${root}/samples/captures/web-page.pcapng`));
const all = { query: "", order: "by number" } as const;

describe("conversations of a capture", () => {
  it("are listed by number, each with the summary the command line gives", async () => {
    const index = await web;
    const { numbers } = selectConversations(index, all);
    expect([...numbers]).toEqual([0, 1, 2, 3]);
    expect(conversationLines(index, [...numbers])).toMatchObject(listConversations(index));
  });

  it("are found by what stands in their line", async () => {
    const index = await web;
    const [first] = conversationLines(index, [2]);
    const found = selectConversations(index, { ...all, query: ` ${first?.ends[0].toUpperCase() ?? ""} ` });
    expect([...found.numbers]).toEqual([2]);
    expect(selectConversations(index, { ...all, query: "no such thing" }).numbers).toHaveLength(0);
  });

  it.each([
    ["most packets first", "frames"],
    ["longest first", "duration"],
  ] as const)("can be ordered: %s", async (order, key) => {
    const index = await web;
    const sorted = conversationLines(index, [...selectConversations(index, { query: "", order }).numbers]);
    const values = sorted.map((line) => Number(line[key]));
    expect(values).toEqual([...values].sort((a, b) => b - a));
    expect(sorted).toHaveLength(4);
  });

  it("keep all of them in every order, and name no other", async () => {
    const index = await web;
    for (const order of conversationOrders)
      expect([...selectConversations(index, { query: "", order }).numbers].sort()).toEqual([0, 1, 2, 3]);
    expect(conversationLines(index, [99, -1])).toEqual([]);
  });

  it("in trouble come first where that is asked for", async () => {
    const index = await indexCapture(openCaptureFile(`${root}/samples/captures/reset-unread.pcap`));
    const [line] = conversationLines(index, [
      ...selectConversations(index, { query: "", order: "troubled first" }).numbers,
    ]);
    expect(line?.isTroubled).toBe(true);
  });
});
