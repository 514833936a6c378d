// gloom: the air of the street of spires. Argument: a direction of the view (unit) or a distance, m. gloom_colour is
// the colour that distance fades into: blue-black above, a breath of cold light along the ground, warmer where the door
// dawns. gloom_of is the same from colours that hold for the whole picture, so that vertices can pass them on.
// gloom_veil is the part of a thing that it hides. Needs frame.glsl. Cost: a square root.
#include "lamps.glsl"

vec3 gloom_mist() {
    return (frame.dominant * 0.85 + frame.counter * 0.10) * air;
}

vec3 gloom_cold() {
    return frame.shadow * 0.9 + gloom_mist() * 0.022;
}

vec3 gloom_halo() {
    return (frame.light * 0.010 + frame.accent * 0.012 + frame.counter * 0.075) * dawn;
}

vec3 gloom_of(vec3 view, vec3 mist, vec3 cold, vec3 halo) {
    float low = 1.0 - clamp(abs(view.y) * 2.6 + 0.10, 0.0, 1.0);
    float near = max(dot(view, ahead), 0.0);
    float near2 = near * near;
    float narrow = near2 * near2 * near2;
    return cold + mist * (0.95 * low * low * low) + halo * (narrow * narrow * (0.25 + 0.75 * low));
}

vec3 gloom_colour(vec3 view) {
    return gloom_of(view, gloom_mist(), gloom_cold(), gloom_halo());
}

float gloom_veil(float distance) {
    float d = max(distance - 4.0, 0.0) * 0.026;
    return 1.0 - 1.0 / (1.0 + d + d * d);
}
