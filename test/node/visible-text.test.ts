import { expect, it } from "vitest";
import { visibleText } from "../../src/node/visible-text";

it("shows control characters instead of sending them to the terminal", () => {
  expect(visibleText("a\u001b]0;owned\u0007b\u009bc\u007f\r")).toBe("a\\x1b]0;owned\\x07b\\x9bc\\x7f\\x0d");
});

it("leaves line breaks, tabs and every script alone", () => {
  expect(visibleText("één\tשלום\n你好 🙂")).toBe("één\tשלום\n你好 🙂");
});
