import { Session } from "node:inspector";

/** Sends a command of V8's inspector protocol and returns its result. @throws Error if V8 refuses it. */
export type Inspect = <Result>(method: string, parameters?: object) => Result;

/** Connects to the inspector of this thread, where results arrive before `post` returns. */
export function connectInspector(): Inspect {
  const session = new Session();
  session.connect();
  return <Result>(method: string, parameters: object = {}): Result => {
    let result: object | undefined;
    session.post(method, parameters, (error, answer) => {
      if (error !== null) throw new Error(`${method}: ${error.message}`);
      result = answer;
    });
    return result as Result;
  };
}
