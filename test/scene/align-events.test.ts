import { describe, expect, it } from "vitest";
import { readEventList } from "../../src/read/text/read-event-list";
import { defaultLadderOptions, type LadderOptions } from "../../src/ladder/ladder-options";
import { layoutLadder } from "../../src/ladder/layout-ladder";
import { drawLadder } from "../../src/scene/draw-ladder";
import { mergeScene, withBase } from "../../src/scene/merge-scene";
import { originOf } from "../../src/scene/merge-base";
import type { Scene, SceneElement } from "../../src/scene/scene";

const handshake = `Client -> Server: SYN seq=100
Server -> Client: SYN+ACK seq=300 ack=101
Client -> Server: ACK seq=101 ack=301
Client -> Server: PING
Server -> Client: PONG
Client -> Server: PING
Server -> Client: PONG`;

function drawn(list: string, options: Partial<LadderOptions> = {}): Scene {
  const { trace } = readEventList(list, "list");
  return drawLadder(layoutLadder(trace, { ...defaultLadderOptions, ...options }));
}

/** Ids of the arrows that are seen, from top to bottom. */
function arrows(scene: Scene): readonly string[] {
  return scene.elements
    .filter((element) => originOf(element)?.part === "arrow" && !element.isDeleted)
    .sort((one, other) => one.y - other.y)
    .map(({ id }) => id);
}

function regenerated(
  list: string,
  next: string,
): { readonly old: readonly string[]; readonly now: readonly string[] } {
  const before = withBase(drawn(list));
  return { old: arrows(before), now: arrows(mergeScene(before, drawn(next)).scene) };
}

function edit(scene: Scene, id: string, change: (element: SceneElement) => SceneElement): Scene {
  return {
    ...scene,
    elements: scene.elements.map((element) => (element.id === id ? change(element) : element)),
  };
}

describe("the identity of events", () => {
  it("survives other lines inserted before, between and after", () => {
    const lines = handshake.split("\n");
    const next = [
      "Server -> Client: hello",
      ...lines.slice(0, 2),
      "Client -> Server: RST",
      ...lines.slice(2),
      "Client -> Server: FIN",
    ];
    const { old, now } = regenerated(handshake, next.join("\n"));
    expect(now.filter((id) => old.includes(id))).toEqual(old);
    expect([1, 2, 4, 5, 6, 7, 8].map((at) => now[at])).toEqual(old);
  });

  it("survives an equal line inserted before, told by its neighbours", () => {
    const lines = handshake.split("\n");
    const { old, now } = regenerated(handshake, ["Client -> Server: PING", ...lines].join("\n"));
    expect(now.slice(1)).toEqual(old);
  });

  it("survives lines taken out", () => {
    const lines = handshake.split("\n");
    const { old, now } = regenerated(handshake, [...lines.slice(0, 1), ...lines.slice(3)].join("\n"));
    expect(now).toEqual([...old.slice(0, 1), ...old.slice(3)]);
  });

  it("survives an endpoint renamed throughout, with everything a person deleted", () => {
    const before = withBase(drawn(handshake));
    const [first = "", second] = arrows(before);
    const cut = { ...before, elements: before.elements.filter(({ id }) => id !== first) };
    const { scene, report } = mergeScene(cut, drawn(handshake.replaceAll("Client", "Browser")));
    expect(arrows(scene)).toEqual(arrows(before).slice(1));
    expect(arrows(scene)[0]).toBe(second);
    expect(report.deleted.map(({ id }) => id)).toEqual([first]);
    expect([...report.added, ...report.removed]).toEqual([]);
  });

  it("survives a whole event deleted, its tombstones dropped, and an endpoint renamed", () => {
    const before = withBase(drawn(handshake));
    const gone = originOf(before.elements.find(({ id }) => id === arrows(before)[3]) ?? never())?.event;
    const cut = {
      ...before,
      elements: before.elements.filter((element) => originOf(element)?.event !== gone),
    };
    const { scene } = mergeScene(cut, drawn(handshake.replaceAll("Server", "Host")));
    expect(arrows(scene)).toEqual(arrows(cut));
  });

  it("survives numbers rewritten in every line", () => {
    const { old, now } = regenerated(
      handshake,
      handshake.replaceAll(/=(\d+)/g, (_, number: string) => `=${String(Number(number) + 7)}`),
    );
    expect(now).toEqual(old);
  });

  it("survives a line rewritten between others", () => {
    const { old, now } = regenerated(handshake, handshake.replace("ACK seq=101 ack=301", "DATA 5 octets"));
    expect(now).toEqual(old);
  });

  it("follows lines that change their places", () => {
    const lines = handshake.split("\n");
    const { old, now } = regenerated(handshake, [...lines.slice(3), ...lines.slice(0, 3)].join("\n"));
    expect([...now].sort()).toEqual([...old].sort());
  });

  it("is that of the same content, however many others look alike in its place", () => {
    const { old, now } = regenerated(
      "A -> B: x SYN\nA -> B: y SYN\nA -> B: z FIN\nA -> B: w SYN",
      "A -> B: w SYN\nA -> B: k SYN\nA -> B: l SYN",
    );
    expect(now[0]).toBe(old[3]);
    expect(now.slice(1).filter((id) => old.includes(id))).toEqual([]);
  });

  it("survives a line that changes its place while an endpoint is renamed", () => {
    const list =
      "Client -> Server: one\nServer -> Client: two\nClient -> Server: three\nServer -> Client: four";
    const { old, now } = regenerated(
      list,
      ["three", "one", "two", "four"]
        .map((word) => list.split("\n").find((line) => line.endsWith(word)) ?? "")
        .join("\n")
        .replaceAll("Client", "Browser"),
    );
    expect(now).toEqual([old[2], old[0], old[1], old[3]]);
  });

  it("survives an endpoint renamed while another one comes, and stands first", () => {
    const { old, now } = regenerated(
      handshake,
      `Proxy -> Server: hello\n${handshake.replaceAll("Client", "Browser")}`,
    );
    expect(now.slice(1)).toEqual(old);
  });

  it("of equal lines, keeps those at which a person did something", () => {
    const before = withBase(drawn("A -> B: ACK\nA -> B: ACK\nA -> B: ACK"));
    const [, , last = ""] = arrows(before);
    const red = edit(before, last, (element) => ({ ...element, strokeColor: "#e03131" }));
    const { scene, report } = mergeScene(red, drawn("A -> B: ACK\nA -> B: ACK"));
    expect(arrows(scene)).toContain(last);
    expect(report.orphans).toEqual([]);
  });

  it("does not give a new event the place of one that was deleted by hand", () => {
    const before = withBase(drawn(handshake));
    const gone = originOf(before.elements.find(({ id }) => id === arrows(before)[2]) ?? never())?.event;
    const cut = {
      ...before,
      elements: before.elements.filter((element) => originOf(element)?.event !== gone),
    };
    const { scene } = mergeScene(cut, drawn(handshake.replace("ACK seq=101 ack=301", "DATA 5 octets")));
    expect(arrows(scene)).toHaveLength(7);
    const back = mergeScene(scene, drawn(handshake)).scene;
    expect(arrows(back)).toHaveLength(6);
  });

  it("is told by the clock where packets are equal", () => {
    const list = "A -> B: ACK\nA -> B: ACK\nA -> B: ACK";
    const ids = (scene: Scene): string[] => [
      ...new Set(scene.elements.flatMap((element) => originOf(element)?.event ?? [])),
    ];
    const clock = (scene: Scene, times: readonly string[]): Map<string, string> =>
      new Map(
        ids(scene)
          .filter((event) => /^\w{8}(?:\.\d+)?$/.test(event))
          .map((event, at) => [event, times[at] ?? ""]),
      );
    const all = drawn(list);
    const empty: Scene = { elements: [], appState: {}, files: {} };
    const before = mergeScene(empty, all, { moments: clock(all, ["1", "2", "3"]) }).scene;
    const filtered = drawn("A -> B: ACK\nA -> B: ACK");
    const after = mergeScene(before, filtered, { moments: clock(filtered, ["1", "3"]) }).scene;
    expect(arrows(after)).toEqual([arrows(before)[0], arrows(before)[2]]);
  });

  it("keeps ids of eight characters, once each, whatever stands in the drawing", () => {
    const before = withBase(drawn("A -> B: SYN"));
    const next = drawn("A -> B: SYN\nB -> A: PONG");
    const taken =
      next.elements.find(({ id }) => !before.elements.some((element) => element.id === id)) ?? never();
    const { customData: _, ...foreign } = taken;
    const { scene } = mergeScene({ ...before, elements: [...before.elements, foreign] }, next);
    expect(arrows(scene)).toHaveLength(2);
    expect(new Set(scene.elements.map(({ id }) => id)).size).toBe(scene.elements.length);
    expect(scene.elements.every(({ id }) => /^[0-9A-Za-z]{8}$/.test(id))).toBe(true);
    expect(mergeScene(scene, next).scene.elements).toEqual(scene.elements);
  });

  it("lets a renamed line's old words come back as an event of its own", () => {
    const before = withBase(drawn("A -> B: one\nB -> A: two"));
    const renamed = mergeScene(before, drawn("A -> B: uno\nB -> A: two")).scene;
    expect(arrows(renamed)).toEqual(arrows(before));
    const next = drawn("A -> B: uno\nB -> A: two\nA -> B: one");
    const both = mergeScene(renamed, next).scene;
    expect(arrows(both).slice(0, 2)).toEqual(arrows(before));
    expect(new Set(arrows(both)).size).toBe(3);
    expect(mergeScene(both, next).scene.elements).toEqual(both.elements);
  });
});

describe("what travels", () => {
  const list = "A -> B: one\nB -> A: two\nA -> B: three";
  const longer = `A -> B: zero\n${list}`;
  const part = (scene: Scene, event: number, name: string): SceneElement => {
    const arrow = scene.elements.find(({ id }) => id === arrows(scene)[event]) ?? never();
    const own = originOf(arrow)?.event;
    return (
      scene.elements.find((each) => originOf(each)?.event === own && originOf(each)?.part === name) ?? never()
    );
  };
  const lifeline = (scene: Scene, key: string): SceneElement =>
    scene.elements.find(
      (each) => originOf(each)?.event === `lifeline ${key}` && originOf(each)?.part === "life-0",
    ) ?? never();

  it("a dragged lifeline takes along its head, arrow ends and arrows that come later", () => {
    const before = withBase(drawn(list));
    const server = lifeline(before, "B");
    const dragged = edit(before, server.id, (each) => ({ ...each, x: each.x + 120, version: 9 }));
    const { scene } = mergeScene(dragged, drawn(longer));
    const x = server.x + 120;
    expect(lifeline(scene, "B").x).toBe(x);
    const head =
      scene.elements.find(
        (each) => originOf(each)?.event === "lifeline B" && originOf(each)?.part === "head",
      ) ?? never();
    expect(head.x + head.width / 2).toBeCloseTo(x, 1);
    for (const at of [0, 1, 3])
      expect(part(scene, at, "arrow").x + part(scene, at, "arrow").width).toBeCloseTo(x, 1);
    expect(part(scene, 2, "arrow").x).toBeCloseTo(x, 1);
    expect(mergeScene(scene, drawn(longer)).scene.elements).toEqual(scene.elements);
    const third = mergeScene(scene, drawn(list)).scene;
    expect(lifeline(third, "B").x).toBe(x);
    expect(part(third, 0, "arrow").width).toBeCloseTo(x - lifeline(third, "A").x, 1);
  });

  it("a head dragged together with its lifeline is not moved twice", () => {
    const before = withBase(drawn(list));
    const moved = {
      ...before,
      elements: before.elements.map((each) =>
        originOf(each)?.event === "lifeline B" ? { ...each, x: each.x + 90 } : each,
      ),
    };
    const { scene } = mergeScene(moved, drawn(longer));
    const head = (of: Scene): SceneElement =>
      of.elements.find((each) => originOf(each)?.event === "lifeline B" && originOf(each)?.part === "head") ??
      never();
    expect(head(scene).x).toBeCloseTo(head(moved).x, 1);
  });

  it("an arrow's dragged end keeps its distance when the lifelines part", () => {
    const before = withBase(drawn(list));
    const arrow = part(before, 0, "arrow");
    if (arrow.type !== "arrow") throw new Error("no arrow");
    const points = [
      [0, 0],
      [(arrow.points[1]?.[0] ?? 0) - 40, 25],
    ] as const;
    const mine = edit(
      before,
      arrow.id,
      (each) => ({ ...each, points, width: arrow.width - 40, height: 25 }) as SceneElement,
    );
    const wide = list.replace(
      "two",
      "a very much longer label than there was before, so that the lifelines part",
    );
    const { scene, report } = mergeScene(mine, drawn(wide));
    const now = part(scene, 0, "arrow");
    expect(now.x + now.width).toBeCloseTo(lifeline(scene, "B").x - 40, 1);
    expect(report.conflicts).toEqual([]);
  });

  it("a person's mark moves with the message it is drawn around, and is untouched otherwise", () => {
    const before = withBase(drawn(list));
    const label = part(before, 1, "label");
    const circle = foreign("circle01", label.x - 10, label.y - 10, label.width + 20, 40);
    const title = foreign("aboveall", 0, -300, 50, 30);
    const note = foreign("besides1", label.x + 900, label.y, 100, 20);
    const mine = { ...before, elements: [...before.elements, circle, title, note] };
    const { scene } = mergeScene(mine, drawn(longer));
    const dy = part(scene, 2, "label").y - label.y;
    expect(dy).toBeGreaterThan(20);
    const now = (id: string): SceneElement => scene.elements.find((each) => each.id === id) ?? never();
    expect(now("circle01").y).toBeCloseTo(circle.y + dy, 1);
    expect(now("besides1").y).toBeCloseTo(note.y + dy, 1);
    expect(now("aboveall")).toBe(title);
    expect({ ...now("circle01"), y: 0, version: 0, versionNonce: 0 }).toMatchObject({
      ...circle,
      y: 0,
      version: 0,
      versionNonce: 0,
      x: expect.closeTo(circle.x, 1) as number,
    });
    expect(mergeScene(scene, drawn(longer)).scene.elements).toEqual(scene.elements);
  });

  it("a person's mark stays and is named when its message is gone", () => {
    const before = withBase(drawn(list));
    const label = part(before, 1, "label");
    const circle = foreign("circle01", label.x - 10, label.y - 10, label.width + 20, 40);
    const { scene, report } = mergeScene(
      { ...before, elements: [...before.elements, circle] },
      drawn("A -> B: one\nA -> B: three"),
    );
    expect(report.orphans.map(({ id }) => id)).toEqual(["circle01"]);
    expect(scene.elements.some(({ id, isDeleted }) => id === "circle01" && !isDeleted)).toBe(true);
  });

  it("a copy that a person made of a label stays a copy", () => {
    const before = withBase(drawn(list));
    const copy = { ...part(before, 1, "label"), id: "copycopy", groupIds: [], x: 2000, y: -500 };
    const { scene, report } = mergeScene({ ...before, elements: [...before.elements, copy] }, drawn(longer));
    expect(scene.elements).toContain(copy);
    expect(report.orphans).toEqual([]);
  });
});

describe("restoring", () => {
  it("brings back what was deleted, with and without tombstones, and forgets that it was", () => {
    const list = "A -> B: one\nB -> A: two\nA -> B: three";
    const before = withBase(drawn(list));
    const [first = "", second = ""] = arrows(before);
    const buried = edit(before, first, (element) => ({ ...element, isDeleted: true }));
    const cut = { ...buried, elements: buried.elements.filter(({ id }) => id !== second) };
    expect(arrows(mergeScene(cut, drawn(list)).scene)).toHaveLength(1);
    const back = mergeScene(cut, drawn(list), { restoreDeleted: true });
    expect(arrows(back.scene)).toEqual(arrows(before));
    expect(mergeScene(back.scene, drawn(list)).report.deleted).toEqual([]);
  });

  it.each([[[]], [[4]], [[2, 3]], [[0]], [[5]], [[1, 5]]])(
    "leaves deleted what was deleted when no carrier of the list stands, rows %j of six among it",
    (rows) => {
      const list = ["one", "two", "three", "four", "five", "six"].map((word) => `A -> B: ${word}`).join("\n");
      const before = withBase(drawn(list));
      const gone = new Set(rows.map((row) => eventOf(before, arrows(before)[row])));
      const cut = {
        ...before,
        elements: before.elements.filter(
          (each) =>
            !JSON.stringify(each.customData).includes("generation") && !gone.has(originOf(each)?.event ?? ""),
        ),
      };
      const ids = new Set(cut.elements.map(({ id }) => id));
      const back = (scene: Scene): readonly string[] =>
        scene.elements.flatMap(({ id, isDeleted }) => (isDeleted || ids.has(id) ? [] : id));
      const same = mergeScene(cut, drawn(list)).scene;
      expect(back(same)).toEqual([]);
      expect(back(mergeScene(same, drawn(list.replaceAll("A", "Client"))).scene)).toEqual([]);
      const more = mergeScene(cut, drawn(`B -> A: zero\n${list.replaceAll("A ->", "Client ->")}`)).scene;
      expect(live(more).filter((each) => each.type === "text" && each.rawText === "zero")).toHaveLength(1);
    },
  );

  it("leaves deleted what was deleted while one carrier of the list stands", () => {
    const list = "A -> B: one\nB -> A: two\nA -> B: three";
    const before = withBase(drawn(list));
    const carriers = before.elements.filter((element) =>
      JSON.stringify(element.customData).includes("generation"),
    );
    expect(carriers.length).toBeGreaterThan(2);
    for (const last of carriers) {
      const cut = {
        ...before,
        elements: before.elements.filter((each) => each === last || !carriers.includes(each)),
      };
      const ids = new Set(cut.elements.map(({ id }) => id));
      const after = mergeScene(mergeScene(cut, drawn(`${list}\nB -> A: four`)).scene, drawn(list)).scene;
      expect(after.elements.filter(({ id, isDeleted }) => !ids.has(id) && !isDeleted)).toEqual([]);
    }
  });
});

function eventOf(scene: Scene, id: string | undefined): string {
  return originOf(scene.elements.find((each) => each.id === id) ?? never())?.event ?? "";
}

function live(scene: Scene): readonly SceneElement[] {
  return scene.elements.filter(({ isDeleted }) => !isDeleted);
}

function foreign(id: string, x: number, y: number, width: number, height: number): SceneElement {
  const element = withBase(drawn("A -> B: x")).elements.find(({ type }) => type === "rectangle") ?? never();
  const { customData: _, ...plain } = element;
  return { ...plain, id, x, y, width, height, groupIds: [], boundElements: [] };
}

function never(): never {
  throw new Error("not in the drawing");
}
