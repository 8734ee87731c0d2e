// Functions that are seldom used, imported from `unaryFunctions` of src/graph/functions/scalar-functions.ts: those of the
// plain executor. Most are functions of Math, which engines call without entering JavaScript. The name of this file is that of
// the object in the module's imports.

export declare function acos(x: f64): f64;
export declare function acosh(x: f64): f64;
export declare function asin(x: f64): f64;
export declare function asinh(x: f64): f64;
export declare function atan(x: f64): f64;
export declare function atanh(x: f64): f64;
export declare function cos(x: f64): f64;
export declare function cosh(x: f64): f64;
export declare function erf(x: f64): f64;
export declare function sin(x: f64): f64;
export declare function sinh(x: f64): f64;
export declare function tan(x: f64): f64;
