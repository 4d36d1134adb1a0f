import jsdoc from "eslint-plugin-jsdoc";
import obsidianmd from "eslint-plugin-obsidianmd";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

/** Names that Node gives to the scripts of this repository. */
const nodeGlobals = Object.fromEntries(
  ["console", "process", "performance", "URL", "setTimeout", "clearTimeout", "Buffer", "fetch"].map(
    (name) => [name, "readonly"],
  ),
);

/** What the language allows and this house does not. */
const noDefaultExport = {
  selector: "ExportDefaultDeclaration, ExportSpecifier[exported.name='default']",
  message: "Export names: a default export has a different one in every file that imports it.",
};
const noModuleState = {
  selector:
    "Program > VariableDeclaration[kind='let'], Program > ExportNamedDeclaration > VariableDeclaration[kind='let']",
  message: "A module keeps no state: two callers would share it unseen.",
};
const noSecondExporter = {
  selector: "ExportAllDeclaration",
  message: "No barrels: import a name from the file that makes it.",
};

const sizes = {
  "max-lines": ["error", { max: 300 }],
  "max-lines-per-function": ["error", { max: 60, skipBlankLines: true, skipComments: true }],
  "max-depth": ["error", 3],
  complexity: ["error", 12],
};

export default defineConfig([
  globalIgnores([
    "node_modules",
    "dist",
    "main.js",
    "demo-vault",
    ".cache",
    "samples",
    "test/golden",
    "test/fixtures",
  ]),

  // Obsidian's own rules, with which its directory reads the sources; package.json for the packages it bans.
  { files: ["src/**/*.ts", "package.json"], extends: [obsidianmd.configs.recommended] },

  {
    files: ["**/*.ts", "**/*.mts"],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/consistent-type-exports": "error",
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-misused-spread": ["error", { allow: ["string"] }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "no-restricted-syntax": ["error", noDefaultExport, noModuleState, noSecondExporter],
    },
  },

  {
    files: ["src/**/*.ts"],
    ignores: ["**/*.d.ts"],
    plugins: { jsdoc },
    rules: {
      ...sizes,
      "@typescript-eslint/max-params": ["error", { max: 4 }],
      "@typescript-eslint/explicit-module-boundary-types": "error",
      "jsdoc/require-jsdoc": [
        "error",
        {
          publicOnly: true,
          enableFixer: false,
          require: { FunctionDeclaration: true, ClassDeclaration: true },
          contexts: ["TSInterfaceDeclaration", "TSTypeAliasDeclaration", "VariableDeclaration"],
        },
      ],
      "jsdoc/require-description": ["error", { contexts: ["any"] }],
    },
  },

  // The host gives the default export its name: Obsidian and vitest ask for "default".
  {
    files: ["src/main.ts", "vitest.config.ts"],
    rules: { "no-restricted-syntax": ["error", noModuleState, noSecondExporter] },
  },

  // The core has no DOM, and the command line no window: what is for Obsidian's windows does not apply there.
  {
    files: ["src/**/*.ts"],
    ignores: ["src/obsidian/**", "src/main.ts"],
    rules: { "obsidianmd/prefer-create-el": "off", "obsidianmd/prefer-window-timers": "off" },
  },
  { files: ["src/obsidian/**/*.ts"], rules: { "obsidianmd/prefer-active-doc": "error" } },
  {
    files: ["src/node/**/*.ts", "src/cli.ts"],
    languageOptions: {
      globals: { ...nodeGlobals, NodeJS: "readonly", require: "readonly", module: "readonly" },
    },
    rules: {
      "obsidianmd/no-nodejs-modules": "off",
      "obsidianmd/rule-custom-message": "off",
      // There is no app to ask where its settings are.
      "obsidianmd/hardcoded-config-path": "off",
    },
  },

  // A test may be as long as its table, and what runs before each test leaves its result in a variable.
  {
    files: ["test/**/*.ts"],
    rules: {
      "max-lines": ["error", { max: 500 }],
      "no-restricted-syntax": ["error", noDefaultExport, noSecondExporter],
    },
  },

  {
    files: ["**/*.mjs", "**/*.cjs"],
    extends: [tseslint.configs.strict, tseslint.configs.disableTypeChecked],
    languageOptions: { globals: nodeGlobals },
    rules: { ...sizes, "no-undef": "error", "prefer-const": "error" },
  },
  // Parts of these scripts run in a page.
  { files: ["test/**/*.mjs"], languageOptions: { globals: { window: "readonly", document: "readonly" } } },
  {
    files: ["**/*.cjs"],
    languageOptions: { sourceType: "commonjs", globals: { module: "writable", require: "readonly" } },
  },

  { linterOptions: { reportUnusedDisableDirectives: "error" } },
]);
