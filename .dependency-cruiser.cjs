/**
 * The layers of ARCHITECTURE.md as rules: a stage knows the noun of the stage before it and nothing
 * else, only pipeline.ts knows the verbs of more than one stage, and the doors know only pipeline.ts.
 */

/** A folder of src may import itself and these paths of src. */
const may = (folder, ...paths) => ({
  name: `layer-${folder}`,
  severity: "error",
  from: { path: `^src/${folder}/` },
  to: { path: "^src/", pathNot: [`^src/${folder}/`, ...paths.map((path) => `^src/${path}`)] },
});

/** A package may be imported only here. */
const only = (name, packagePath, ...places) => ({
  name,
  severity: "error",
  from: { path: "^src/", pathNot: places.map((place) => `^src/${place}`) },
  to: { path: packagePath },
});

const packages = (...names) => `(^|/)node_modules/(${names.join("|")})/`;

module.exports = {
  forbidden: [
    may("base"),
    may("tcp", "base/"),
    may("capture", "base/", "tcp/"),
    may("trace", "base/", "tcp/"),
    may("read", "base/", "tcp/", "trace/", "capture/"),
    may("write", "base/", "tcp/", "trace/", "read/text/"),
    may("compose", "base/", "tcp/", "read/text/", "read/filter/filter-fields\\.ts$"),
    may("ladder", "base/", "trace/trace\\.ts$"),
    may("scene", "base/", "ladder/ladder\\.ts$"),
    may(
      "state-diagram",
      "base/",
      "tcp/",
      "trace/",
      "ladder/(ladder|text-metrics|shorten-text|harmless-text)\\.ts$",
      "scene/(scene|elements|element-id|style)\\.ts$",
    ),
    may("note", "base/", "scene/scene\\.ts$"),
    may("svg", "base/", "scene/scene\\.ts$"),
    may("worker", "base/", "pipeline\\.ts$"),
    may("obsidian", "base/", "worker/", "pipeline\\.ts$"),
    may("node", "base/", "pipeline\\.ts$"),
    {
      name: "pipeline-knows-no-door",
      severity: "error",
      from: { path: "^src/pipeline(\\.ts$|/)" },
      to: { path: "^src/(obsidian|node|main\\.ts|cli\\.ts)" },
    },
    {
      name: "main-opens-obsidian",
      severity: "error",
      from: { path: "^src/main\\.ts$" },
      to: { path: "^src/", pathNot: "^src/obsidian/plugin\\.ts$" },
    },
    {
      name: "cli-opens-node",
      severity: "error",
      from: { path: "^src/cli\\.ts$" },
      to: { path: "^src/", pathNot: "^src/node/run\\.ts$" },
    },

    only("obsidian-only-in-obsidian", packages("obsidian"), "obsidian/"),
    only("editor-only-in-obsidian", packages("@codemirror"), "obsidian/editor/"),
    only("inflate-only-in-capture", packages("fflate"), "capture/"),
    only("index-keys-only-in-scene", packages("fractional-indexing"), "scene/"),
    only("lz-string-only-in-codec", packages("lz-string"), "note/scene-codec\\.ts$"),
    only("arguments-only-in-node", packages("commander", "yaml"), "node/"),
    only("valibot-only-in-doors", packages("valibot"), "node/", "obsidian/"),
    only("exporter-only-in-exporter", "exporter-bundle", "svg/exporter\\.ts$"),
    only("core-code-only-in-engine", "core-code", "obsidian/engine/"),
    {
      name: "excalidraw-only-as-types",
      comment: "Its code comes in through build/exporter-bundle.mjs alone.",
      severity: "error",
      from: { path: "^src/" },
      to: { path: packages("@excalidraw"), dependencyTypesNot: ["type-only"] },
    },
    {
      name: "excalidraw-types-only-in-scene",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/scene/scene\\.ts$" },
      to: { path: packages("@excalidraw") },
    },
    {
      name: "node-only-in-node",
      comment: "On computers the plugin reads captures of the vault in pieces (docs/adr/0032).",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/(node|obsidian/engine/disk-pieces.ts)" },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "no-other-package",
      comment: "A new dependency needs a row above, and a reason in docs/adr.",
      severity: "error",
      from: { path: "^src/" },
      to: {
        path: packages("[^/]+"),
        pathNot: packages(
          "obsidian",
          "@codemirror",
          "fflate",
          "fractional-indexing",
          "lz-string",
          "commander",
          "yaml",
          "valibot",
          "@excalidraw",
          "@types",
        ),
      },
    },
    {
      name: "no-cycles",
      comment: "Types may refer to each other: the compiler erases them. Code may not.",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "no-tests-in-src",
      severity: "error",
      from: { path: "^src/" },
      to: { path: "^(test|build|scripts)/" },
    },
    {
      name: "no-orphans",
      severity: "error",
      from: { path: "^src/", orphan: true, pathNot: "\\.d\\.ts$" },
      to: {},
    },
    {
      name: "resolvable",
      severity: "error",
      from: { path: "^src/" },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    // "obsidian" is types only, and this is where it says so.
    enhancedResolveOptions: {
      mainFields: ["module", "main", "types"],
      extensions: [".ts", ".d.ts", ".mjs", ".js", ".json"],
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "types", "node", "default"],
    },
  },
};
