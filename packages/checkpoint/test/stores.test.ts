import { memoryStore } from "../src/index.js";
import { describeStore } from "./describe-store.js";

describeStore("memoryStore", (backend) => memoryStore(backend));
