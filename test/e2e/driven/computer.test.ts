import { drive } from "./drive";

drive("computer, light", "dark");
