import { expect, test } from "vitest";
import { SvgDocument } from "../../src/svg/svg-document";

const svg = new SvgDocument();

test("attributes keep their order and are escaped", () => {
  const element = svg.createElementNS("", "g");
  element.setAttribute("b", 'say "<&>"');
  element.setAttributeNS("", "a", "1");
  expect(element.outerHTML).toBe('<g b="say &quot;&lt;&amp;&gt;&quot;" a="1"></g>');
});

test("a node that is appended elsewhere leaves its old place", () => {
  const [first, second] = [svg.createElement("a"), svg.createElement("b")];
  const child = svg.createElement("c");
  first.appendChild(child);
  second.appendChild(child);
  expect([first.outerHTML, second.outerHTML]).toEqual(["<a></a>", "<b><c></c></b>"]);
});

test("prepended nodes stand before the others in their own order", () => {
  const element = svg.createElement("g");
  element.append(svg.createElement("c"));
  element.prepend(svg.createElement("a"), svg.createElement("b"));
  expect(element.children.map((child) => child.tagName)).toEqual(["a", "b", "c"]);
});

test("setting the text replaces what was in the element", () => {
  const element = svg.createElement("text");
  element.append(svg.createElement("tspan"));
  element.textContent = "a < b";
  expect(element.outerHTML).toBe("<text>a &lt; b</text>");
});

test("elements are found by id and by tag name, at any depth", () => {
  const root = svg.createElement("svg");
  const group = root.appendChild(svg.createElement("g"));
  const symbol = group.appendChild(svg.createElement("symbol"));
  symbol.id = "image-1";
  expect([root.querySelector("#image-1"), root.querySelector("g")]).toEqual([symbol, group]);
  expect(root.querySelector("#image-2")).toBeNull();
});

test("a class is added to those already there", () => {
  const element = svg.createElement("style");
  element.classList.add("one");
  element.classList.add("two");
  expect(element.outerHTML).toBe('<style class="one two"></style>');
});

test("a comment cannot end early", () => {
  expect(svg.createComment(" a--> ").outerHTML).toBe("<!-- a- -> -->");
});
