// dither: interleaved gradient noise in [-0.5, 0.5), to be added before rounding (Jimenez, Next generation
// post-processing in Call of Duty, 2014). Argument: pixel coordinates. Cost: two fract.
// A pixel's seed; that of a sum of coordinates is the sum of their seeds.
float noise_seed(vec2 pixel) {
    return dot(pixel, vec2(0.06711056, 0.00583715));
}

// Of the pixel of a seed, in [0, 1).
float noise(float seed) {
    return fract(52.9829189 * fract(seed));
}

float dither(vec2 pixel) {
    return noise(noise_seed(pixel)) - 0.5;
}
