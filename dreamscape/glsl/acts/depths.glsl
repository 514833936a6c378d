// depths: the open water, seen from within. depths(up): its light in a direction whose sine of elevation is `up`;
// veil(reach): the part of a thing `reach` metres away that the water hides. blue() and turquoise(): the act's, as they
// are in this seed's water. waters(): what depths is made of, for a vertex stage to pass on to depths_of. Needs
// frame.glsl. DAY: by day. The surface lies at y = 0. Cost: about ten operations each.
uniform vec2 tint;  // how bright the blue and the turquoise are, 1 the mean

vec3 blue() {
    return frame.dominant * tint.x;
}

vec3 turquoise() {
    return frame.counter * tint.y;
}

float veil(float reach) {
    float clear = 1.0 / (1.0 + reach * 0.050);
    return 1.0 - clear * clear;
}

struct Waters {
    vec3 low, middle, high;  // the light from straight below, from the side and from straight above
};

Waters waters() {
    float shallow = 1.0 / (1.0 - 0.30 * min(frame.eye.y, 0.0));
#ifdef DAY
    vec3 low = frame.other * 0.22 + frame.dominant * 0.55;  // over pale sand, in the sun: light from all sides
    vec3 middle = frame.other * 0.60 + frame.dominant * 0.14 + frame.light * 0.10;
    vec3 high = frame.other * 0.30 + frame.light * (0.40 + 0.30 * shallow);
#else
    vec3 low = frame.shadow * 0.30 + blue() * 0.002;  // light comes from above only: below us is the dark
    vec3 middle = blue() * (0.008 + 0.17 * shallow);
    vec3 high = blue() * (0.10 + 0.20 * shallow) + turquoise() * (0.005 + 0.19 * shallow);
#endif
    return Waters(low, middle, high);
}

vec3 depths_of(Waters seen, float up) {
    float u = clamp(0.5 + 0.5 * up, 0.0, 1.0);
    return mix(mix(seen.low, seen.middle, smoothstep(0.32, 0.82, u)), seen.high, smoothstep(0.68, 1.0, u));
}

vec3 depths(float up) {
    return depths_of(waters(), up);
}
