// dither: interleaved gradient noise in [-0.5, 0.5), to be added before rounding (Jimenez, Next generation
// post-processing in Call of Duty, 2014). Argument: pixel coordinates. Cost: two fract.
float dither(vec2 pixel) {
    return fract(52.9829189 * fract(dot(pixel, vec2(0.06711056, 0.00583715)))) - 0.5;
}
