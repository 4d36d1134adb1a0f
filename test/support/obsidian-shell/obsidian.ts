// What the stand-in gives for `require("obsidian")`: the mocks of obsidian-test-mocks, and over them the
// classes that must be on the page or be as strict as the real ones.
// eslint-disable-next-line no-restricted-syntax -- it plays a module, which is what a barrel is
export * from "obsidian-test-mocks/obsidian";
export { MarkdownView } from "./markdown-view";
export { FuzzySuggestModal, Modal, SuggestModal } from "./modal";
export { Notice } from "./notice";
export { Plugin } from "./plugin";
export { PluginSettingTab } from "./settings-dialog";
