// gloom: the air of the street of spires. Argument: a direction of the view (unit) or a distance, m. gloom_colour is
// the colour that distance fades into: blue-black above, a breath of cold light along the ground, warmer where the door
// dawns; gloom_at is the same by how much the direction rises, and how far it is one to the door, both -1 to 1.
// gloom_veil is the part of a thing that the air hides. Needs frame.glsl. Cost: 25 operations.
#include "lamps.glsl"

vec3 gloom_at(float rise, float towards) {
    float low = clamp(0.90 - 2.6 * abs(rise), 0.0, 1.0);
    float near = max(towards, 0.0);
    float near2 = near * near;
    float narrow = near2 * near2 * near2;
    return cold + mist * (low * low * low) + dawning * (narrow * narrow * (0.25 + 0.75 * low));
}

vec3 gloom_colour(vec3 view) {
    return gloom_at(view.y, dot(view, ahead));
}

float gloom_veil(float distance) {
    float d = max(distance - 4.0, 0.0) * 0.026;
    return 1.0 - 1.0 / (1.0 + d + d * d);
}
