// lattice: code values to add to an 8-bit picture before llvmpipe upscales it, truncating to whole codes. Where
// neighbouring texels differ, truncation takes half a code across and half a code up; where they are equal it takes
// nothing, so dither is lost too. On the lattice nearly all neighbours differ: the same is taken everywhere, on average
// what the lattice adds, and little of the lattice itself is left. Argument: pixel coordinates.
// Cost: a fract.
// of a code on average, measured over all acts at scales from 0.4 to 0.65, 0.04 to either side
const float SPARED = 0.17;

float lattice(vec2 pixel) {
    vec2 odd = fract(pixel * 0.5) * 2.0 - 0.5;
    return odd.x + odd.y - SPARED;
}
