/**
 * What is cut out of the text of Excalidraw and its packages before the exporter is bundled: most of it is the editor's, and
 * main.js has no room for an editor. A test compares the pictures with those of the uncut exporter.
 */

/** Gives a text with its cuts; each must match as often as it says, once, or the build fails: the text is another version's. */
export function withCuts(text, cuts) {
  for (const { find, replace, why, times = 1 } of cuts) {
    const places =
      typeof find === "string" ? text.split(find) : [...text.matchAll(new RegExp(find, "g")), ""];
    if (places.length !== times + 1) {
      throw new Error(`exporter bundle: ${places.length - 1} places to change instead of ${times} (${why})`);
    }
    text =
      typeof find === "string"
        ? text.replace(find, () => replace)
        : text.replace(new RegExp(find, "g"), replace);
  }
  return text;
}

/** Changes of what an export does: nothing is asked of the network, and what is not shipped is not missed. */
export const contentCuts = [
  {
    why: "the only addresses of faces are the data embedded below: an export never asks the network",
    find: /static createUrls\(uri\) \{[\s\S]*?\n {2}\}\n/,
    replace: 'static createUrls(uri) { return uri.startsWith("packed:") ? [uri] : []; }\n',
  },
  {
    why: "no public server to fall back to",
    find: /__publicField\(_ExcalidrawFontFace, "ASSETS_FALLBACK_URL", .*\);\n/,
    replace: "",
  },
  {
    why: "data needs no fetching",
    find: / {2}fetchFont\(url\) \{[\s\S]*?\n {2}\}\n/,
    replace: "",
  },
  {
    why: "a face goes into the picture whole, not cut down by WebAssembly",
    find: /async getContent\(codePoints\) \{[\s\S]*?\n {2}\}\n/,
    replace: "async getContent() { return unpackFace(this.urls[0]); }\n",
  },
  {
    why: "and is not loaded into a page",
    find: /const sources = this\.urls\.map\([^;]*;/,
    replace: 'const sources = "";',
  },
  {
    why: "a family that is not embedded gives no @font-face rule, rather than an empty address",
    find: "if (!this.getUnicodeRangeRegex().test(characters)) {",
    replace: "if (this.urls.length === 0 || !this.getUnicodeRangeRegex().test(characters)) {",
  },
  {
    why: "the 209 faces of the Chinese fallback are not shipped; their ranges alone are 100 KB",
    find: /var XiaolaiFontFaces = \[[\s\S]*?\n\];/,
    replace: "var XiaolaiFontFaces = [];",
  },
  {
    why: "an elbow arrow that the editor would route anew is exported as it was drawn; the router is 25 KB",
    find: /var updateElbowArrowPoints = [\s\S]*?\n\};\n/,
    replace: "var updateElbowArrowPoints = () => ({});\n",
  },
];

/** Code that no export runs: without it the pictures are the same, to the octet. */
export const editorCuts = [
  {
    why: "steps of the editor's undo, 10 KB that no export takes",
    find: /__publicField\(_ElementsChange, [\s\S]*?\nvar ElementsChange = _ElementsChange;\n/,
    replace: "",
  },
  {
    why: "a picture does not carry the scene it was made of",
    find: 'payload: serializeAsJSON(elements, appState, files || {}, "local")',
    replace: 'payload: ""',
  },
  {
    why: "elements of an export belong to no editor's scene",
    find: /var _Scene = class _Scene \{[\s\S]*?\n\};\n(?:\/\/.*\n)+(?:__publicField\(_Scene, .*\n)+/,
    replace: "var _Scene = { getScene: () => null, mapElementToScene: () => undefined };\n",
  },
  {
    why: "the editor checks itself; what it finds is for its makers",
    find: /var validateFractionalIndices = [\s\S]*?\n\};\n/,
    replace: "var validateFractionalIndices = () => undefined;\n",
  },
  {
    why: "promises of data at hand need no pool",
    find: /var PromisePool = class \{[\s\S]*?\n\};\n/,
    replace: `var PromisePool = class {
  constructor(source) { this.source = source; }
  async all() {
    const entries = {};
    for (const promise of this.source) {
      const entry = await promise;
      if (entry) entries[entry[0]] = entry[1];
    }
    return Object.values(entries);
  }
};
`,
  },
  {
    why: "an embedded page is drawn as its link, never as a page",
    find: /var getEmbedLink = \(link\) => \{[\s\S]*?\n\};\n/,
    replace: "var getEmbedLink = () => null;\n",
  },
  {
    why: "the same",
    find: /const embedLink = getEmbedLink\(toValidURL\(element\.link \|\| ""\)\);\n( +)if \(renderConfig\.renderEmbeddables === false \|\| embedLink\?\.type === "document"\)([\s\S]*?)\1\} else \{[\s\S]*?\n\1\}\n/,
    replace: "$2}\n",
  },
  {
    why: "an export has no toolbar",
    find: /var SHAPES = \[[\s\S]*?\n\];\n/,
    replace: "var SHAPES = [];\n",
  },
  ...["ComicShanns", "Lilita", "Cascadia", "Liberation", "Virgil"].map((family) => ({
    why: `faces of ${family} are not embedded: their ranges are asked for nothing`,
    find: new RegExp(`var ${family}FontFaces = \\[[\\s\\S]*?\\n\\];\\n`),
    replace: `var ${family}FontFaces = [];\n`,
  })),
  ...["CYRILIC_EXT", "CYRILIC", "VIETNAMESE", "LATIN_EXT"].map((range) => ({
    why: `the same for Nunito's face of ${range}`,
    find: new RegExp(
      ` {2}\\{\\n {4}uri: Nunito_\\w+,\\n {4}descriptors: \\{\\s+unicodeRange: GOOGLE_FONTS_RANGES\\.${range},[^}]*\\}\\n {2}\\},\\n`,
    ),
    replace: "",
  })),
  {
    why: "a font needs no icon to be drawn with",
    find: / {4}icon: (?:Freedraw|FontFamily\w+)Icon,?\n/,
    times: 7,
    replace: "",
  },
  {
    why: "an element is changed without an editor that hears of it",
    find: /var mutateElement = [\s\S]*?\n\};\n/,
    replace: "var mutateElement = (element, updates) => Object.assign(element, updates);\n",
  },
  {
    why: "nor shortcuts",
    find: /var KeyCodeMap = [\s\S]*?\n\]\);\n/,
    replace: "",
  },
  {
    why: "nor a choice of colours",
    find: /return indexArr\.map\(\(index\) => \w+\[color\]\[index\]\);/,
    replace: "return [];",
  },
  {
    why: "an image that is missing is left out, not shown as a sign",
    find: /IMAGE_PLACEHOLDER_IMG\.src = [\s\S]*?\n\)\}`;\n/,
    replace: "",
  },
  {
    why: "the same for one that is broken",
    find: /IMAGE_ERROR_PLACEHOLDER_IMG\.src = [\s\S]*?\n\)\}`;\n/,
    replace: "",
  },
  {
    why: "the whole scene is exported, not what lies in one frame",
    find: /var getElementsOverlappingFrame = [\s\S]*?\n\};\n/,
    replace: "var getElementsOverlappingFrame = (elements) => elements;\n",
  },
  {
    why: "how frames are drawn, without the other hundred properties of an editor's state",
    find: "frameRendering = frameRendering || getDefaultAppState().frameRendering;",
    replace: "frameRendering ||= { enabled: true, clip: true, name: true, outline: true };",
  },
  {
    why: "an export draws elements in the order they come in; their indices are nobody's business",
    find: /var syncInvalidIndices = [\s\S]*?\n\};\n/,
    replace: "var syncInvalidIndices = (elements) => elements;\n",
  },
  {
    why: "texts stay as large as they were drawn",
    find: /var refreshTextDimensions = [\s\S]*?\n\};\n/,
    replace: "var refreshTextDimensions = () => undefined;\n",
  },
  {
    why: "the page's faces are not loaded: the picture brings its own",
    find: /__publicField\(_Fonts, "loadElementsFonts", [\s\S]*?\n\}\);\n/,
    replace: "",
  },
  {
    why: "the same for those of an editor's scene",
    find: /(?<=var _Fonts = class _Fonts \{\n)  constructor\(scene\) \{[\s\S]*?\n  \}\n/,
    replace: "",
  },
  {
    why: "an editor of a line is not made",
    find: /(?<=var _LinearElementEditor = class _LinearElementEditor \{\n)  constructor\(element\) \{[\s\S]*?\n  \}\n/,
    replace: "",
  },
  ...["loadFontFaces", "\\*fontFacesLoader"].map((name) => ({
    why: `${name} is for the editor's page`,
    find: new RegExp(`  static (?:async )?${name}\\([\\s\\S]*?\\n  \\}\\n`),
    replace: "",
  })),
  ...[
    ["BoundElement", "rebindAffected"],
    ["BindableElement", "rebindAffected"],
    ["_LinearElementEditor", "getEditorMidPoints"],
    ["_LinearElementEditor", "updateEditorMidPointsCache"],
    ["_LinearElementEditor", "getSegmentMidpointHitCoords"],
  ].map(([owner, name]) => ({
    why: `${name} of ${owner} answers what a hand does in the editor`,
    find: new RegExp(`__publicField\\(${owner}, "${name}", [\\s\\S]*?\\n\\}\\);\\n`),
    replace: "",
  })),
  ...[
    "handlePointDragging",
    "handlePointerDown",
    "handlePointerUp",
    "handlePointerMove",
    "handleBoxSelection",
    "moveFixedSegment",
    "duplicateSelectedPoints",
    "addMidpoint",
    "addPoints",
    "createPointAt",
    "deleteFixedSegment",
    "deletePoints",
    "movePoints",
    "normalizePoints",
    "shouldAddMidpoint",
    "pointFromAbsoluteCoords",
    "getPointAtIndexGlobalCoordinates",
    "getPointIndexUnderCursor",
    "getNormalizedPoints",
    "isSegmentTooShort",
    "getSegmentMidPointIndex",
    "_getShiftLockedDelta",
    "_updatePoints",
  ].map((name) => ({
    why: `${name} edits lines by hand; with its like and what they call it takes 30 KB`,
    find: new RegExp(`  static ${name}\\([\\s\\S]*?\\n  \\}\\n`),
    replace: "",
  })),
];

/** The same in files of packages. */
export const packageCuts = [
  {
    file: /roughjs[\\/]bin[\\/]rough\.js$/,
    cuts: [
      { why: "pictures are SVG, not a canvas", find: "import { RoughCanvas } from './canvas';", replace: "" },
      {
        why: "the same",
        find: /canvas\(canvas, config\) \{[\s\S]*?\n {4}\},\n/,
        replace: "",
      },
    ],
  },
  {
    file: /roughjs[\\/]bin[\\/]svg\.js$/,
    cuts: [
      {
        why: "shapes are made by the generator, and only drawn here",
        find: /line\(x1, y1, x2, y2, options\) \{[\s\S]*\n\}\n?$/,
        replace: "}",
      },
    ],
  },
  {
    file: /roughjs[\\/]bin[\\/]generator\.js$/,
    cuts: [
      {
        why: "Excalidraw has no arcs",
        find: /arc\(x, y, width, height, start, stop, closed = false, options\) \{[\s\S]*?\n {4}\}\n/,
        replace: "",
      },
      {
        why: "paths are written by the SVG itself",
        find: /toPaths\(drawable\) \{[\s\S]*?\n {4}\}\n/,
        replace: "",
      },
    ],
  },
  {
    file: /path-data-parser[\\/]lib[\\/]normalize\.js$/,
    cuts: [
      {
        why: "Excalidraw writes paths without arcs",
        find: /case 'A': \{[\s\S]*?\n {12}\}\n/,
        replace: "",
      },
    ],
  },
];
