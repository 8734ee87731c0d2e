import { Erf } from "@symplectic-adjoint/assembly/functions/erf";
import { Exp as SingleExp } from "@symplectic-adjoint/assembly/functions/exp";
import { Lanes } from "@symplectic-adjoint/assembly/functions/lanes";
import { Softplus as SingleSoftplus } from "@symplectic-adjoint/assembly/functions/softplus";
import { Exponential } from "./doubles/exponential";
import { Hyperbolic } from "./doubles/hyperbolic";
import { Logarithm } from "./doubles/logarithm";
import { Sine } from "./doubles/sine";
import { Exponential as Exponential32 } from "./singles/exponential";
import { Hyperbolic as Hyperbolic32 } from "./singles/hyperbolic";
import { Sine as Sine32 } from "./singles/sine";

// Elementary functions, of four float32 or two float64 numbers.

/** Where selu is linear for negative numbers, and its slope for positive ones. */
const SELU_ALPHA: f64 = 1.7580993408473768;
const SELU_SCALE: f64 = 1.0507009873554805;

@unmanaged
export class Exp<T> {
  @inline of(x: v128): v128 {
    if (sizeof<T>() === 4) return Exponential32.exp(x);
    else return Exponential.exp(x);
  }
}

@unmanaged
export class Expm1<T> {
  @inline of(x: v128): v128 {
    if (sizeof<T>() === 4) return SingleExp.expm1(x);
    else return expm1(x);
  }
}

/** From −40 on it is −1, and from 710 on infinite. */
export function expm1(x: v128): v128 {
  const v = f64x2.pmax(f64x2.pmin(x, f64x2.splat(700)), f64x2.splat(-40));
  const large = f64x2.gt(x, f64x2.splat(700));
  const value = Exponential.expm1(v);
  return v128.any_true(large) ? v128.bitselect(Exponential.exp(x), value, large) : value;
}

@unmanaged
export class Elu<T> {
  @inline of(x: v128): v128 {
    const negative = changetype<Expm1<T>>(0).of(v128.min<T>(x, v128.splat<T>(<T>0)));
    return v128.bitselect(x, negative, v128.gt<T>(x, v128.splat<T>(<T>0)));
  }
}

@unmanaged
export class Selu<T> {
  @inline of(x: v128): v128 {
    const zero = v128.splat<T>(<T>0);
    const negative = changetype<Expm1<T>>(0).of(v128.min<T>(x, zero));
    return v128.bitselect(
      v128.mul<T>(x, v128.splat<T>(<T>SELU_SCALE)),
      v128.mul<T>(negative, v128.splat<T>(<T>SELU_ALPHA)),
      v128.gt<T>(x, zero),
    );
  }
}

@unmanaged
export class Log<T> {
  @inline of(x: v128): v128 {
    if (sizeof<T>() === 4) {
      return Lanes.join(Logarithm.log(Lanes.low(x)), Logarithm.log(Lanes.high(x)));
    } else {
      return Logarithm.log(x);
    }
  }
}

@unmanaged
export class Log1p<T> {
  @inline of(x: v128): v128 {
    if (sizeof<T>() === 4) {
      return Lanes.join(Logarithm.log1p(Lanes.low(x)), Logarithm.log1p(Lanes.high(x)));
    } else {
      return Logarithm.log1p(x);
    }
  }
}

@unmanaged
export class Sin<T> {
  @inline of(x: v128): v128 {
    if (sizeof<T>() === 4) return Sine32.of(x, 0);
    else return Sine.of(x, 0);
  }
}

@unmanaged
export class Cos<T> {
  @inline of(x: v128): v128 {
    if (sizeof<T>() === 4) return Sine32.of(x, 1);
    else return Sine.of(x, 1);
  }
}

@unmanaged
export class Tanh<T> {
  @inline of(x: v128): v128 {
    if (sizeof<T>() === 4) return Hyperbolic32.tanh(x);
    else return Hyperbolic.tanh(x);
  }
}

@unmanaged
export class Sigmoid<T> {
  @inline of(x: v128): v128 {
    if (sizeof<T>() === 4) return Hyperbolic32.sigmoid(x);
    else return Hyperbolic.sigmoid(x);
  }
}

@unmanaged
export class Softplus<T> {
  @inline of(x: v128): v128 {
    if (sizeof<T>() === 4) {
      return SingleSoftplus.of(x);
    } else {
      const u = Exponential.exp(f64x2.neg(f64x2.abs(x)));
      return f64x2.add(f64x2.max(x, f64x2.splat(0)), Logarithm.log1p(u));
    }
  }
}

@unmanaged
export class ErfOfSingles {
  @inline of(x: v128): v128 {
    return Erf.of(x);
  }
}
