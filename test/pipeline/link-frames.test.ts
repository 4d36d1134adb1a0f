import { describe, expect, it } from "vitest";
import { openCaptureFile } from "../../src/node/capture-file";
import {
  drawPages,
  makeDrawing,
  exportSvg,
  readBlock,
  readDrawing,
  regenerateNote,
  withFrameLinks,
} from "../../src/pipeline";
import { originOf } from "../../src/scene/merge-base";
import type { Scene } from "../../src/scene/scene";
import { root } from "../node/command-line";

const open = (target: string): Promise<ReturnType<typeof openCaptureFile>> =>
  Promise.resolve(openCaptureFile(`${root}/samples/captures/${target.split("/").at(-1) ?? ""}`));

/** Links of a scene's arrows, from top to bottom. */
function arrowLinks({ elements }: Scene): readonly (string | null)[] {
  return elements
    .filter((element) => originOf(element)?.part === "arrow")
    .sort((one, other) => one.y - other.y)
    .map(({ link }) => link);
}

/** Regenerates a note over the drawings of the last time; gives them by name. */
async function regenerated(
  markdown: string,
  before = new Map<string, string>(),
): Promise<Map<string, string>> {
  const drawings = new Map(before);
  await regenerateNote(markdown, "note", {
    openCapture: open,
    updateDrawing: (name, change) => {
      drawings.set(name, change(drawings.get(name)).markdown);
      return Promise.resolve();
    },
  });
  return drawings;
}

const block = (text: string): string => `\`\`\`ladder\n${text}\n\`\`\`\n\n`;
const scene = (drawings: Map<string, string>, name: string): Scene => readDrawing(drawings.get(name) ?? "");

describe("links of arrows", () => {
  it("lead to the frame of the capture, in each drawing of a note to its own", async () => {
    const drawings = await regenerated(
      block("capture: [[echo.pcap]]") +
        block("capture: [[lab/delay-5s.pcap]]") +
        block("A -> B: hi [number=7]"),
    );
    expect(arrowLinks(scene(drawings, "note.excalidraw")).slice(0, 3)).toEqual([
      "[[echo.pcap#frame=1]]",
      "[[echo.pcap#frame=2]]",
      "[[echo.pcap#frame=3]]",
    ]);
    expect(arrowLinks(scene(drawings, "note 2.excalidraw"))[0]).toBe("[[lab/delay-5s.pcap#frame=1]]");
    expect(arrowLinks(scene(drawings, "note 3.excalidraw"))).toEqual([null]);
    expect(drawings.get("note.excalidraw")).toMatch(/## Element Links\n\w{8}: \[\[echo\.pcap#frame=1\]\]\n/u);
  });

  it("are those of the frames a filter lets through", async () => {
    const drawings = await regenerated(block("capture: [[echo.pcap]]\nfilter: tcp.len > 0"));
    expect(arrowLinks(scene(drawings, "note.excalidraw"))).toEqual([
      "[[echo.pcap#frame=4]]",
      "[[echo.pcap#frame=6]]",
    ]);
  });

  it("come to the arrows of a drawing that was made before there were links; its head stays as it is", async () => {
    const capture = await open("echo.pcap");
    const reading = await readBlock("capture: [[echo.pcap]]", "note", () => Promise.resolve(capture));
    const [drawn] = drawPages(reading);
    if (drawn === undefined) throw new Error("nothing was drawn");
    const old = makeDrawing(drawn).markdown.replace("excalidraw-linkbutton-opacity: 0\n", "");
    expect(arrowLinks(readDrawing(old))).toEqual(Array.from({ length: 10 }, () => null));
    const drawings = await regenerated(block("capture: [[echo.pcap]]"), new Map([["note.excalidraw", old]]));
    expect(arrowLinks(scene(drawings, "note.excalidraw"))[0]).toBe("[[echo.pcap#frame=1]]");
    expect(drawings.get("note.excalidraw")).not.toContain("linkbutton");
  });

  it("stay where a note is regenerated, also a person's own", async () => {
    const note = block("capture: [[echo.pcap]]");
    const first = await regenerated(note);
    expect(await regenerated(note, first)).toEqual(first);
    const own = (first.get("note.excalidraw") ?? "").replace("[[echo.pcap#frame=2]]", "[[my thoughts]]");
    const links = arrowLinks(
      scene(await regenerated(note, new Map([["note.excalidraw", own]])), "note.excalidraw"),
    );
    expect(links.slice(0, 3)).toEqual(["[[echo.pcap#frame=1]]", "[[my thoughts]]", "[[echo.pcap#frame=3]]"]);
  });

  it("are not made of a target that would end the link, and stay out of pictures for elsewhere", async () => {
    for (const target of ["a]] [[secret.pcap", "x#y.pcap", "x|y.pcap", "%%.pcap"]) {
      const echo = (): ReturnType<typeof open> => open("echo.pcap");
      const reading = await readBlock(`capture: ${target}`, "t", echo);
      for (const page of drawPages(reading))
        for (const { link } of withFrameLinks(page, reading).elements)
          expect(link ?? "[[a#frame=1]]").toMatch(/^\[\[[^\][#|]+#frame=\d+\]\]$/u);
    }
    const drawings = await regenerated(block("capture: [[echo.pcap]]"));
    expect(await exportSvg(scene(drawings, "note.excalidraw"))).not.toContain("<a ");
  });
});
