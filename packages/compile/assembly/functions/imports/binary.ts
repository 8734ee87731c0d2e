// Imported from `binaryFunctions`, likewise.

export declare function atan2(x: f64, y: f64): f64;
export declare function floorMod(x: f64, y: f64): f64;
export declare function power(x: f64, y: f64): f64;
