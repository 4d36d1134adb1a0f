export { PacketLadderPlugin as default } from "./obsidian/plugin";
