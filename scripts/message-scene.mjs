/** Gives a scene of so many messages, one below the other, with the elements that a ladder has for each. */
export function messageScene(count) {
  const elements = Array.from({ length: count }, (_, row) => message(row)).flat();
  return { elements, appState: {}, files: {} };
}

/** A slanted arrow, its label and its number: what one message of a ladder is made of. */
function message(row) {
  const y = row * 44;
  const common = {
    strokeColor: "#1e1e1e",
    seed: row + 1,
    roughness: 1,
    strokeWidth: 1,
    opacity: 100,
    version: 1,
  };
  const text = (id, content, x) => ({
    ...common,
    id: `${id}${row}`,
    type: "text",
    x,
    y,
    width: content.length * 8,
    height: 20,
    fontSize: 16,
    fontFamily: 5,
    lineHeight: 1.25,
    text: content,
    originalText: content,
  });
  const points = [
    [0, 0],
    [320, 24],
  ];
  const arrow = { ...common, id: `arrow${row}`, type: "arrow", x: 60, y, width: 320, height: 24, points };
  return [arrow, text("label", `ACK, Seq=${row}, Ack=1, Len=100`, 90), text("number", String(row + 1), 10)];
}
