// What the stand-in gives for `require("obsidian")`: the mocks of obsidian-test-mocks, and over them the
// classes that must be on the page or be as strict as the real ones.
// eslint-disable-next-line no-restricted-syntax -- it plays the one module `obsidian`, all names of which plugins import from there
export * from "obsidian-test-mocks/obsidian";
export { MarkdownView } from "./markdown-view";
export { FuzzySuggestModal, Modal, SuggestModal } from "./modal";
export { Notice } from "./notice";
export { Plugin } from "./plugin";
export { PluginSettingTab } from "./settings-dialog";
