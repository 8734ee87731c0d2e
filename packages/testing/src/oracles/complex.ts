/** A complex number, for derivatives by a complex step: f(x + ih) = f(x) + i h f'(x) + O(h²), without cancellation. */
export class Complex {
  readonly re: number;
  readonly im: number;

  constructor(re: number, im = 0) {
    this.re = re;
    this.im = im;
  }

  plus(other: Complex | number): Complex {
    const z = complex(other);
    return new Complex(this.re + z.re, this.im + z.im);
  }

  minus(other: Complex | number): Complex {
    return this.plus(complex(other).times(-1));
  }

  times(other: Complex | number): Complex {
    const z = complex(other);
    return new Complex(this.re * z.re - this.im * z.im, this.re * z.im + this.im * z.re);
  }

  over(other: Complex | number): Complex {
    const z = complex(other);
    const square = z.re * z.re + z.im * z.im;
    return this.times(new Complex(z.re / square, -z.im / square));
  }

  exp(): Complex {
    const r = Math.exp(this.re);
    return new Complex(r * Math.cos(this.im), r * Math.sin(this.im));
  }

  /** z to a real power, on the principal branch. */
  power(exponent: number): Complex {
    const log = new Complex(Math.log(Math.hypot(this.re, this.im)), Math.atan2(this.im, this.re));
    return log.times(exponent).exp();
  }

  sin(): Complex {
    const [c, s] = [Math.cos(this.re), Math.sin(this.re)];
    return new Complex(s * Math.cosh(this.im), c * Math.sinh(this.im));
  }

  cos(): Complex {
    return this.plus(Math.PI / 2).sin();
  }

  tanh(): Complex {
    const e = this.times(2).exp();
    return e.minus(1).over(e.plus(1));
  }
}

/** Converts a number to a complex one. */
export function complex(value: Complex | number): Complex {
  return typeof value === "number" ? new Complex(value) : value;
}
