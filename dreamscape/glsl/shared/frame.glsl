// frame: the moment that is drawn, for every layer; filled by dreamscape/render/uniform_block.py, in the same order.
// Units: metres, seconds; colours are linear Rec. 709.
layout(std140) uniform Frame {
    mat4 view_projection;
    vec3 eye;        // camera position
    float time;      // s since the dream began
    vec3 right;      // scaled by the tangent of half the horizontal field of view
    float aspect;
    vec3 up;         // scaled by the tangent of half the vertical field of view
    float act_time;  // s since the act began
    vec3 forward;
    float connection;  // 0 alone .. 1 wholly connected
    vec2 resolution;   // px
    vec2 texel;        // 1 / resolution
    vec3 dominant;
    float pixel;       // angle of one pixel, radians
    vec3 counter;
    float heart;     // 0 .. about 1, now
    vec3 other;
    float heard_low;     // how loud sound from outside is, 0 .. 1: below 160 Hz,
    vec3 accent;
    float heard_middle;  // below 2 kHz,
    vec3 light;
    float heard_high;    // and above
    vec3 shadow;
    float lean;          // which way the seed turns the hue of blues: -1 to teal .. 1 to violet
    vec4 flicker[4];   // lightning: azimuth and elevation (tangents), spread, brightness
    vec4 hand;         // the dreamer's, for touch.glsl: position, half heights of the picture right of and above its
                       // middle; how much it is felt and how hard it presses, 0 .. 1
    vec4 waves[4];     // of its strokes: position, as above; s since then, and strength, 0 .. 1
} frame;

// The view direction of a fragment of the target, not normalised.
vec3 view_ray(vec2 position) {
    vec2 ndc = position * frame.texel * 2.0 - 1.0;
    return frame.forward + frame.right * ndc.x + frame.up * ndc.y;
}
