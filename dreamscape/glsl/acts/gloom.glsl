// gloom: the air of the street of spires. Argument: a direction of the view (unit) or a distance, m. gloom_colour is
// the colour that distance fades into: blue-black above, a breath of cold light along the ground, warmer where the door
// dawns; gloom_at is the same by how much the direction rises, and how far it is one to the door, both -1 to 1;
// gloom_parts is how much of `mist` and `dawning` that has, beside all of `cold`; gloom_of is the colour of so much of
// these. gloom_veil is the part of a thing that the air hides. Needs frame.glsl. Cost: 25 operations.
#include "lamps.glsl"

vec2 gloom_parts(float rise, float towards) {
    float low = max(0.90 - 2.6 * abs(rise), 0.0);
    float near = max(towards, 0.0);
    float near2 = near * near;
    float narrow = near2 * near2 * near2;
    return vec2(low * low * low, narrow * narrow * (0.25 + 0.75 * low));
}

vec3 gloom_of(float dark, vec2 parts) {
    return cold * dark + mist * parts.x + dawning * parts.y;
}

vec3 gloom_at(float rise, float towards) {
    return gloom_of(1.0, gloom_parts(rise, towards));
}

vec3 gloom_colour(vec3 view) {
    return gloom_at(view.y, dot(view, ahead));
}

float gloom_veil(float distance) {
    float d = max(distance - 4.0, 0.0) * 0.026;
    return 1.0 - 1.0 / (1.0 + d + d * d);
}
