// trivial: colours that drift, as new shaders on Shadertoy begin. Arguments: place in the picture, 0 .. 1; seconds.
// Cost: three cosines.
vec3 shade(vec2 place, float seconds) {
    return 0.5 + 0.5 * cos(seconds + place.xyx + vec3(0.0, 2.0, 4.0));
}
