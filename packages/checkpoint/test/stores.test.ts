import { memoryStore, tieredStore } from "../src/index.js";
import { describeStore } from "./describe-store.js";

describeStore("memoryStore", (backend) => memoryStore(backend));
describeStore("tieredStore", (backend) =>
  tieredStore([memoryStore(backend), memoryStore(backend)]),
);
