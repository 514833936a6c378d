// lean: a picture's blues turned towards teal or violet, as its seed has it, by 12 degrees of hue at most (OKLCH,
// fitted to the palettes' blues at three depths). What is not bluer than it is bright keeps its colour: skin, gold.
// Arguments: R'G'B', Cb and Cr in code values with Cb's zero at `zero`, or linear light without bounds; which way the
// hue is turned, frame.lean.
// Cost: nothing to speak of on chroma, ten operations on R'G'B'.
const float LEAN = 0.3;  // of Cb that Cr changes by

vec2 leaning(vec2 chroma, float zero, float lean) {
    return vec2(chroma.x, chroma.y + max(chroma.x - zero, 0.0) * (LEAN * lean));
}

vec3 leaning(vec3 c, float lean) {
    float blue = max(c.b - dot(c, vec3(0.2126, 0.7152, 0.0722)), 0.0) * (1.0 / 1.8556);
    return c + blue * (LEAN * lean) * vec3(1.5748, -0.2126 * 1.5748 / 0.7152, 0.0);
}

vec3 leaning_light(vec3 c, float lean) {
    return max(c + max(c.b - c.r, 0.0) * lean * vec3(0.085, -0.035, 0.0), 0.0);
}
