import { drive } from "./drive";

drive("phone");
