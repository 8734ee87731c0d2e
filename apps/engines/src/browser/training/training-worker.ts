import { serveTasks } from "@symplectic-adjoint/parallel/browser";
import { tasks } from "./training-tasks.js";

serveTasks(tasks);
